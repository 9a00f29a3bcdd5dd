"""How a bulletin is printed: from the commit it rests on, and ever after as it was published."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sfcheck import __version__
from sfcheck.actions.papers import folders
from sfcheck.documents import bulletin as paper
from sfcheck.documents import stamp as stamps
from sfcheck.documents.official import speaking
from sfcheck.domain.base import digest
from sfcheck.domain.bulletins import covers
from sfcheck.domain.issues import Issue
from sfcheck.domain.publishing import Bulletin, Consolidated, Pin, Published
from sfcheck.errors import Refused
from sfcheck.ledger import branch, layout, parsing
from sfcheck.ledger.git import Repository, open_repository
from sfcheck.ledger.snapshot import Snapshot, at_commit
from sfcheck.ledger.store import Ledger


class Kept(NamedTuple):
    """Something that is pinned: its content, its SHA-256, where it is kept and was read from."""

    data: bytes
    sha256: str
    path: str = ""
    source: str = ""


def commit_of(repository: Repository) -> str:
    """Return the last commit of this clone."""
    return branch.head(repository)[1]


def content_of(root: Path, bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    """Return what the templates are given, and the stamp: from the pinned commit, else the last.

    Figures are of the moment it was put together; before that, of `now`. Raises `Refused`:
    `no-such-commit`, `pin-differs`, and what is wrong with a record.
    """
    put = bulletin.last(Consolidated)
    commit = put.pin.commit if put else commit_of(open_repository(root))
    with at_commit(root, commit) as then:
        if not then.exists(layout.CHARTER):
            raise Refused("no-such-commit", commit=commit[:12], bulletin=bulletin.id)
        if put:
            issues = _pinned(then, bulletin, put.pin)
        else:
            issues = [i for i in then.issues() if covers(bulletin.scope, i, then.context)]
        at = put.at if put else now
        stamp = stamps.of("bulletin", bulletin.id, at, commit, len(bulletin.events))
        return {**paper.content(bulletin, issues, then.context, at), "stamp": stamp}


def _pinned(then: Snapshot, bulletin: Bulletin, pin: Pin) -> list[Issue]:
    issues = [then.issue(line.number) for line in pin.issues]
    for line, issue in zip(pin.issues, issues, strict=True):
        if issue.digest != line.digest:
            raise Refused("pin-differs", number=line.number, bulletin=bulletin.id)
    return issues


def templates_of(ledger: Ledger) -> dict[str, Kept]:
    """Return the templates in use by form; raises `Refused` (`no-template`)."""
    found = {}
    for form, name in paper.TEMPLATES.items():
        path = next((at / name for at in folders(ledger) if (at / name).is_file()), None)
        if path is None:
            raise Refused("no-template", name=name)
        data = parsing.read(path)
        sha256 = hashlib.sha256(data).hexdigest()
        kept = layout.evidence_path(sha256, name[name.index(".") :])
        found[form] = Kept(data, sha256, kept, str(path))
    return found


def _kept_templates(ledger: Ledger, bulletin: Bulletin, published: Published) -> dict[str, Kept]:
    """Return the templates by which a bulletin was published; raises `no-kept-template`."""
    found = {}
    for form, name in paper.TEMPLATES.items():
        sha256 = published.templates.get(form, "")
        path = layout.evidence_path(sha256, name[name.index(".") :])
        data = ledger.read(path) if ledger.exists(path) else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("no-kept-template", bulletin=bulletin.id, path=path)
        found[form] = Kept(data, sha256, path)
    return found


def papers_of(content: Mapping[str, Any], templates: Mapping[str, Kept]) -> dict[str, Kept]:
    """Return what the templates make, by form; nothing else is within their reach.

    Raises `Refused`: `bad-template`, `bad-word-template`, which name the file it was read from.
    """
    made = {}
    with TemporaryDirectory() as folder:
        for form, template in templates.items():
            (Path(folder) / paper.TEMPLATES[form]).write_bytes(template.data)
            try:
                data = _print(form, content, [Path(folder)])
            except Refused as refusal:
                facts = {**refusal.facts, "path": template.source or template.path}
                raise Refused(refusal.code, **facts) from refusal
            made[form] = Kept(data, _digest(form, data))
    return made


def _print(form: str, content: Mapping[str, Any], where: Sequence[Path]) -> bytes:
    if form == "md":
        return stamps.on_markdown(paper.as_markdown(content, where), content["stamp"]).encode()
    return stamps.on_package(paper.as_word(content, where), content["stamp"])


def _digest(form: str, data: bytes) -> str:
    """Return the SHA-256 of a paper; of a Word file that of its parts, however packed."""
    if form != "docx":
        return hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}
    return digest(parts)


def printed(ledger: Ledger, bulletin: Bulletin, form: str, now: datetime) -> bytes:
    """Return a bulletin in Markdown (`md`) or Word (`docx`), a published one as it was published.

    Raises `Refused`: what `content_of` does, `no-kept-template`, `paper-differs`, `bad-template`,
    `bad-word-template`.
    """
    published = bulletin.last(Published)
    if published is None:
        return _print(form, content_of(ledger.root, bulletin, now), folders(ledger))
    templates = _kept_templates(ledger, bulletin, published)
    with speaking(published.language):
        made = papers_of(content_of(ledger.root, bulletin, now), templates)[form]
    if made.sha256 != published.papers.get(form):
        facts = {"program": __version__, "published": published.program}
        raise Refused("paper-differs", bulletin=bulletin.id, **facts)
    return made.data


def told(ledger: Ledger, bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    """Return the content of a bulletin, for the terminal and for programs; raises as `printed`."""
    published = bulletin.last(Published)
    if published is None:
        return content_of(ledger.root, bulletin, now)
    with speaking(published.language):
        return content_of(ledger.root, bulletin, now)
