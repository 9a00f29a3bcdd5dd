"""How a paper is issued and printed ever after: by kept templates, from the commit it rests on."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sfcheck import __version__
from sfcheck.actions.templates import folders
from sfcheck.documents.official import stamp as stamps
from sfcheck.documents.official.style import speaking
from sfcheck.documents.printing import FORMS, printed, template
from sfcheck.domain.base.records import digest
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.pins import Pin
from sfcheck.errors import Refused
from sfcheck.language import current
from sfcheck.ledger.files import layout, parsing
from sfcheck.ledger.git import branch
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.snapshot import Snapshot, at_commit
from sfcheck.ledger.store import Ledger

STAMP = "stamp"
"""Where a content keeps the stamp of its paper, which no template is given."""


class Pinned(NamedTuple):
    """Something that is pinned: its content, its SHA-256, where it is kept and was read from."""

    data: bytes
    sha256: str
    path: str = ""
    source: str = ""


def commit_of(repository: Repository) -> str:
    """Return the last commit of this clone."""
    return branch.head(repository)[1]


@contextmanager
def resting(root: Path, commit: str, what: str) -> Iterator[Snapshot]:
    """Yield the ledger as the commit has it on which `what` rests.

    Raises `Refused` (`no-such-commit`) where this clone does not have it.
    """
    with at_commit(root, commit) as then:
        if not then.exists(layout.CHARTER):
            raise Refused("no-such-commit", commit=commit[:12], what=what)
        yield then


def pinned_issues(then: Snapshot, pin: Pin, what: str) -> list[Issue]:
    """Return the issues of a pin; raises `Refused` (`pin-differs`, what is wrong with a record)."""
    issues = [then.issue(line.number) for line in pin.issues]
    for line, issue in zip(pin.issues, issues, strict=True):
        if issue.digest != line.digest:
            raise Refused("pin-differs", number=line.number, what=what)
    return issues


def templates_of(ledger: Ledger, kind: str) -> dict[str, Pinned]:
    """Return the templates in use of a paper by form; raises `Refused` (`no-template`)."""
    found, where = {}, folders(ledger)
    for form in FORMS:
        name = template(kind, form, where)
        path = next((at / name for at in where if (at / name).is_file()), None)
        if path is None:
            raise Refused("no-template", name=name)
        data = parsing.read(path)
        sha256 = hashlib.sha256(data).hexdigest()
        found[form] = Pinned(data, sha256, _place(sha256, form), str(path))
    return found


def _place(sha256: str, form: str) -> str:
    return layout.evidence_path(sha256, FORMS[form].ending)


def papers_of(
    content: Mapping[str, Any], kind: str, templates: Mapping[str, Pinned]
) -> dict[str, Pinned]:
    """Return what the templates make, by form; nothing else is within their reach.

    Raises `Refused`: `bad-template`, `bad-word-template`, which name the file it was read from.
    """
    made = {}
    with TemporaryDirectory() as folder:
        for form, kept in templates.items():
            (Path(folder) / (kind + FORMS[form].ending)).write_bytes(kept.data)
            try:
                data = draw(kind, content, form, [Path(folder)])
            except Refused as refusal:
                facts = {**refusal.facts, "path": kept.source or kept.path}
                raise Refused(refusal.code, **facts) from refusal
            made[form] = Pinned(data, _digest(form, data))
    return made


def draw(kind: str, content: Mapping[str, Any], form: str, where: Sequence[Path]) -> bytes:
    """Return a paper with its stamp, if the content has one; raises as `printing.printed`."""
    given = {key: value for key, value in content.items() if key != STAMP}
    made, stamp = printed(kind, given, form, where), content.get(STAMP)
    if isinstance(made, str):
        return (stamps.on_markdown(made, stamp) if stamp else made).encode()
    return stamps.on_package(made, stamp) if stamp else made


def issuing(templates: Mapping[str, Pinned]) -> dict[str, Any]:
    """Return what a step that issues a paper pins of its making, before it is printed."""
    return {
        "language": current(),
        "templates": {form: each.sha256 for form, each in templates.items()},
        "papers": {},
        "program": __version__,
    }


def reissued(
    ledger: Ledger,
    issued: Issued,
    form: str,
    kind: str,
    content: Callable[[], Mapping[str, Any]],
    what: str,
) -> bytes:
    """Return a paper in one form as it was issued, or refuse.

    Raises `Refused`: `no-kept-template`, `paper-differs`, and what making `content` does.
    """
    templates = kept_templates(ledger, issued, what)
    with speaking(issued.language):
        made = papers_of(content(), kind, templates)[form]
    if made.sha256 != issued.papers.get(form):
        facts = {"program": __version__, "published": issued.program}
        raise Refused("paper-differs", what=what, **facts)
    return made.data


def kept_templates(ledger: Ledger, issued: Issued, what: str) -> dict[str, Pinned]:
    """Return the templates by which a paper was issued; raises `Refused` (`no-kept-template`)."""
    found = {}
    for form in FORMS:
        sha256 = issued.templates.get(form, "")
        path = _place(sha256, form)
        data = ledger.read(path) if ledger.exists(path) else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("no-kept-template", what=what, path=path)
        found[form] = Pinned(data, sha256, path)
    return found


def _digest(form: str, data: bytes) -> str:
    """Return the SHA-256 of a paper; of a Word file that of its parts, however packed."""
    if form != "docx":
        return hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}
    return digest(parts)
