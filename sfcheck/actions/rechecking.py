"""Finished papers checked: what a clerk edited is put beside what the ledger makes of it again."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sfcheck.actions import bulletins, printing, results
from sfcheck.documents import stamp as stamps
from sfcheck.documents.figures import Figures
from sfcheck.documents.official import speaking
from sfcheck.documents.recount import Recount, recount
from sfcheck.documents.stamp import Stamp
from sfcheck.errors import Refused
from sfcheck.exchange import finished
from sfcheck.exchange.finished import Passage
from sfcheck.ledger import freshness
from sfcheck.ledger.git import open_repository
from sfcheck.ledger.restored import restored
from sfcheck.ledger.store import Ledger

REPORTS: Mapping[str, Callable[[Ledger, str, datetime], Figures]] = {
    "round": results.round_figures,
    "place": results.place_figures,
    "team": results.team_figures,
}
"""How the figures of each kind of report are made."""

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Checked(NamedTuple):
    """A paper that was checked; `stamp` is None where it does not say what it is."""

    stamp: Stamp | None
    found: Recount


def check(ledger: Ledger, path: Path) -> Checked:
    """Check every percentage of a finished paper: .docx, .xlsx or .md.

    Raises `Refused`: what is wrong with the file, `no-such-past`, `no-such-commit`, and what is
    wrong with the ledger of that commit.
    """
    paper = finished.read(path)
    stamp = _known(stamps.read(paper.stamp))
    made = _made_again(ledger, stamp, path.suffix.lower()) if stamp else None
    return Checked(stamp, recount(paper.passages, made))


def on_markdown(ledger: Ledger, found: Figures, at: datetime, text: str) -> str:
    """Return a report in Markdown with its stamp, where it has one."""
    stamp = _stamp(ledger, found, at)
    return stamps.on_markdown(text, stamp) if stamp else text


def on_package(ledger: Ledger, found: Figures, at: datetime, data: bytes) -> bytes:
    """Return a report as a Word or Excel file with its stamp, where it has one."""
    stamp = _stamp(ledger, found, at)
    return stamps.on_package(data, stamp) if stamp else data


def _stamp(ledger: Ledger, found: Figures, at: datetime) -> Stamp | None:
    """Return the stamp of a report.

    There is none where the ledger was edited and not committed, or lies in no repository: no commit
    makes that again.
    """
    try:
        repository = open_repository(ledger.root)
        state = freshness.ask(repository.top).answer()
    except Refused:
        return None
    state = state.below(repository.prefix(ledger.root.resolve()))
    if not state.commit or any(map(_counts, state.changed)):
        return None
    return stamps.of(found.scope.kind, found.scope.id, at, state.commit)


def _counts(path: str) -> bool:
    """Whether a path may say something that figures are made of."""
    return not path or path.endswith("/") or PurePosixPath(path).suffix in (".yaml", ".j2")


def _known(stamp: Stamp | None) -> Stamp | None:
    """Return a stamp that can be followed; what is no commit or moment was bent by hand."""
    if stamp is None or stamp.kind not in (*REPORTS, "bulletin"):
        return None
    try:
        moment = datetime.fromisoformat(stamp.at)
    except ValueError:
        return None
    whole = moment.tzinfo is not None and stamp.language in ("en", "zh")
    return stamp if whole and _COMMIT.fullmatch(stamp.commit) else None


def _made_again(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    with speaking(stamp.language):
        make = _bulletin if stamp.kind == "bulletin" else _report
        return make(ledger, stamp, form)


def _report(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    with restored(ledger.root, stamp.commit) as then:
        found = REPORTS[stamp.kind](then, stamp.id, datetime.fromisoformat(stamp.at))
        make = results.FILES.get(form.removeprefix("."))
        made = make(then, found) if make else results.markdown(then, found).encode()
        return finished.READERS[form](made, Path(f"paper{form}")).passages


def _bulletin(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    """Return a bulletin as it was after so many steps; before it rests on a commit, of that one."""
    known = bulletins.found(ledger, stamp.id)
    bulletin = known.model_copy(update={"events": known.events[: stamp.steps]})
    kind = "docx" if form == ".docx" else "md"
    moment = datetime.fromisoformat(stamp.at)
    if bulletin.pin:
        made = printing.printed(ledger, bulletin, kind, moment)
    else:
        with restored(ledger.root, stamp.commit) as then:
            made = printing.printed(then, bulletin, kind, moment)
    return finished.READERS[f".{kind}"](made, Path(f"paper.{kind}")).passages
