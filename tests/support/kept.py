"""The small invented world of `tests.domain.world`, kept as a ledger in a git repository."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.actions.issues.steps import register, take_step
from sfcheck.actions.setup import init
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import Issue, draft
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.git.repository import run
from sfcheck.ledger.store import Ledger
from tests.support.world import INSPECTOR, KINDS, ROSTER, SHOWN, at, finding, world

IDENTITY = ("-c", "user.name=司徒文书", "-c", "user.email=situ@example.invalid")


def keep_world(folder: Path) -> Ledger:
    """Make a ledger of the world's roster and rounds, in which the overall office holds all."""
    init(folder, "ningxia", desk=Desk(Ledger(folder), now=at("2026-01-01")))
    context = world("office")
    records = {
        layout.CHARTER: context.charter,
        **{layout.person_path(one.id): one for one in ROSTER},
        **{layout.round_path(one.id): one for one in context.rounds.values()},
    }
    for path, record in records.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(canonical.emit(dump(record)))
    commit(folder, "roster and rounds")
    return Ledger(folder)


def found(ledger: Ledger, *findings: Mapping[str, Any], when: str = "2026-05-04") -> list[Issue]:
    """Register findings, all by T1's inspector in one commit."""
    drafts = [draft({**finding(**one), "number": "00-000-0000-0"}) for one in findings]
    return register(Desk(ledger, INSPECTOR, now=at(when)), drafts)


def step(
    ledger: Ledger, number: str, do: str, who: str, when: str = "2026-06-10", **facts: Any
) -> Issue:
    """Take a step on an issue as a kind of person does, showing the usual facts and `facts`."""
    by, for_, signed_by = KINDS[who]
    paper = {"paper": {"document": "复函〔2026〕3号", "signed_by": signed_by}} if signed_by else {}
    shown = {"for": for_, **paper, **SHOWN[do], **facts}
    return take_step(Desk(Ledger(ledger.root), by, now=at(when)), [number], do, shown)[0].after


def commit(folder: Path, subject: str) -> None:
    """Commit all that lies in a work tree, as somebody with plain git would."""
    run(folder, "add", "-A", ".")
    run(folder, *IDENTITY, "commit", "-q", "-m", subject)
