"""What the makers of step-by-step records share: fitting a step, finding a record, writing it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sfcheck.actions.desk import Desk
from sfcheck.domain.base.misfits import fit
from sfcheck.domain.base.records import dump
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedure.record import Proceeding, SealedEvent, sealed
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.store import Ledger

P = TypeVar("P", bound=Proceeding)


def fitting(model: type[Any], fields: Mapping[str, Any]) -> Any:
    """Return the record that `fields` make; raises `Refused` (`procedure-value`)."""
    present = {name: value for name, value in fields.items() if value is not None}
    record, misfits = fit(model, present)
    if record is None:
        raise Refused("procedure-value", field=misfits[0].field, problem=misfits[0].problem)
    return record


def next_number(known: Iterable[Proceeding], year: str) -> str:
    """Return the number of the next record of a year."""
    used = [int(each.number) for each in known if each.year == year]
    return f"{1 + max(used, default=0):04}"


def find(procedure: Procedure, known: Iterable[P], given: str) -> P:
    """Return a record by its id (`2026-0003`, `2026-3`); raises `Refused` (`no-such-record`)."""
    year, _dash, number = given.partition("-")
    for record in known:
        if record.year == year and number.isdecimal() and int(number) == int(record.number):
            return record
    what = _(procedure.name)
    raise Refused("no-such-record", what=what, command=procedure.command, given=given)


def proceedings(ledger: Ledger) -> Iterator[tuple[Procedure, Proceeding]]:
    """Yield every step-by-step record of a ledger with its procedure."""
    for procedure in PROCEDURES.values():
        for record in ledger.proceedings(procedure.model, procedure.folder):
            yield procedure, record


def event_of(
    desk: Desk, record: Proceeding, model: type[Any], do: str, shown: Mapping[str, Any], for_: str
) -> Any:
    """Return a step of this desk's person on behalf of `for_`, with its seal."""
    fields = {
        "n": len(record.events) + 1,
        "at": desk.now,
        "do": do,
        "by": desk.person,
        "for": for_,
        **shown,
    }
    event: SealedEvent = fitting(model, fields)
    return event.model_copy(update={"seal": sealed(record, event)})


def write(
    desk: Desk,
    before: P,
    after: P,
    procedure: Procedure,
    *,
    action: str,
    subject: str,
    further: Mapping[str, bytes] | None = None,
) -> P:
    """Commit a record after its last step, with `further` files as far as they are new."""
    path = layout.proceeding_path(procedure.folder, after.year, after.number)
    new = {at: data for at, data in (further or {}).items() if not desk.ledger.exists(at)}
    desk.commit(
        {path: canonical.emit(dump(after)), **new},
        {path: desk.ledger.read(path) if before.events else None},
        action=action,
        subject=subject,
    )
    return after
