"""Finished papers checked: what a clerk edited is put beside what the ledger makes of it again."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sfcheck.actions.proceedings import letters
from sfcheck.actions.proceedings.steps import found
from sfcheck.actions.reports import figures as results
from sfcheck.actions.reports.stamping import narrowing
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.documents.official import stamp as stamps
from sfcheck.documents.official.stamp import Stamp
from sfcheck.documents.official.style import speaking
from sfcheck.documents.rechecking.recount import Recount, recount
from sfcheck.domain.bulletins.law import BULLETIN
from sfcheck.errors import Refused
from sfcheck.exchange import finished
from sfcheck.exchange.finished import Passage
from sfcheck.ledger.git.branch import comes_from
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.restored import restored
from sfcheck.ledger.store import Ledger

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Checked(NamedTuple):
    """A paper that was checked; `stamp` is None where it does not say what it is."""

    stamp: Stamp | None
    found: Recount


def check(ledger: Ledger, path: Path) -> Checked:
    """Check every percentage of a finished paper: .docx, .xlsx or .md.

    Raises `Refused`: what is wrong with the file, `no-such-past`, `not-our-past`,
    `no-such-commit`, and what is
    wrong with the ledger of that commit.
    """
    paper = finished.read(path)
    stamp = _known(stamps.read(paper.stamp))
    made = _made_again(ledger, stamp, path.suffix.lower()) if stamp else None
    return Checked(stamp, recount(paper.passages, made))


def _known(stamp: Stamp | None) -> Stamp | None:
    """Return a stamp that can be followed; what is no commit or moment was bent by hand."""
    if stamp is None or stamp.kind not in (*KINDS, "bulletin"):
        return None
    try:
        moment = datetime.fromisoformat(stamp.at)
        narrowing(stamp.narrowed)
    except (ValueError, KeyError):
        return None
    whole = moment.tzinfo is not None and stamp.language in ("en", "zh")
    return stamp if whole and _COMMIT.fullmatch(stamp.commit) else None


def _made_again(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    with speaking(stamp.language):
        make = _bulletin if stamp.kind == "bulletin" else _report
        return make(ledger, stamp, form)


def _report(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    with restored(ledger.root, stamp.commit) as then:
        scope = results.scope_of(then, stamp.kind, stamp.id or None, **narrowing(stamp.narrowed))
        found = results.figures_of(then, scope, datetime.fromisoformat(stamp.at))
        made = results.printed(results.told_of(then, found), form.removeprefix("."))
        made = made.encode() if isinstance(made, str) else made
        return finished.READERS[form](made, Path(f"paper{form}")).passages


def _bulletin(ledger: Ledger, stamp: Stamp, form: str) -> Sequence[Passage]:
    """Return a bulletin as it was after so many steps; before it rests on a commit, of that one."""
    known = found(ledger, BULLETIN, stamp.id)
    bulletin = known.model_copy(update={"events": known.events[: stamp.steps]})
    kind = "docx" if form == ".docx" else "md"
    moment = datetime.fromisoformat(stamp.at)
    if bulletin.pin:
        if not comes_from(open_repository(ledger.root), bulletin.pin.commit):
            raise Refused("not-our-past", commit=bulletin.pin.commit[:12])
        made = letters.printed(ledger, bulletin, kind, moment)
    else:
        with restored(ledger.root, stamp.commit) as then:
            made = letters.printed(then, bulletin, kind, moment)
    return finished.READERS[f".{kind}"](made, Path(f"paper.{kind}")).passages
