"""How a record is made step by step, whatever its kind: found, its event judged, written once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sfcheck.actions.desk import Desk
from sfcheck.domain.base import numbers, serials
from sfcheck.domain.base.misfits import fitted
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.law import Beside, Procedure
from sfcheck.domain.procedure.record import Proceeding, SealedEvent, sealed
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.store import Ledger

M = TypeVar("M", bound=Record)
P = TypeVar("P", bound=Proceeding)
Facts = Mapping[str, Any]
FactsOf = Facts | Callable[[P], Facts]
"""What a step shows, or what it shows for the record it is taken on."""


def take(desk: Desk, procedure: Procedure[P], given: str, do: str, facts: FactsOf[P]) -> P:
    """Take the step `do` on a record that stands there, by its id or the number of its paper.

    Raises `Refused`: `no-such-record`, `procedure-value`, and what the law says.
    """
    with desk.writing():
        record = found(desk.ledger, procedure, given)
        return put(desk, procedure, record, do, facts(record) if callable(facts) else facts)


def put(desk: Desk, procedure: Procedure[P], record: P, do: str, facts: Facts) -> P:
    """Put a step on record: a further one, or the first. Call it inside `desk.writing()`."""
    event = event_of(desk, procedure, record, do, facts)
    context = desk.ledger.context
    return write(desk, procedure, procedure.apply(record, event, context, beside(desk.ledger)))


def begun(desk: Desk, procedure: Procedure[P], fields: Facts, *, year: str | None = None) -> P:
    """Return a record without any event, with the next number of a year (this one)."""
    year = year or f"{desk.now.year}"
    used = [each.number for each in known(desk.ledger, procedure) if each.year == year]
    number = desk.next_serial(used)
    return _fitting(procedure.model, {"year": year, "number": number, **fields})


def known(ledger: Ledger, procedure: Procedure[P]) -> tuple[P, ...]:
    """Return all records of a kind, by year and number."""
    return ledger.proceedings(procedure.model, procedure.folder)


def found(ledger: Ledger, procedure: Procedure[P], given: str) -> P:
    """Return a record by its id (`2026-037-0003`, `2026-3`, `3`) or the number of its paper.

    Raises `Refused`: `no-such-record`, `several-such`.
    """
    records = known(ledger, procedure)
    for record in records:
        issued = record.last(Issued)
        if issued and issued.document == given:
            return record
    meant = serials.only(given, _numbered(records, given), lambda record: record.id)
    if meant is None:
        what = _(procedure.name)
        raise Refused("no-such-record", what=what, command=procedure.command, given=given)
    return meant


def _numbered(records: Sequence[P], given: str) -> list[P]:
    """Return the records that a number as people type it may mean, with the year or without."""
    year, _dash, number = numbers.typed(given).partition("-")
    of_year = {each.number: each for each in records if each.year == year}
    if number in of_year:
        return [of_year[number]]
    if found := serials.fitting(number, of_year):
        return [of_year[each] for each in found]
    return [each for each in records if serials.fitting(given, [each.number])]


def beside(ledger: Ledger) -> Beside:
    """Return what else stands on record in a ledger; nothing is read before it is asked for."""

    def proceedings(folder: str | None) -> Iterator[tuple[Procedure[Any], Any]]:
        for procedure in [PROCEDURES[folder]] if folder else PROCEDURES.values():
            for record in known(ledger, procedure):
                yield procedure, record

    return Beside(proceedings, ledger.issue)


def event_of(desk: Desk, procedure: Procedure[P], record: P, do: str, facts: Facts) -> SealedEvent:
    """Return the event of this desk's person, on behalf of whom it is for, with its seal."""
    own = {"n": len(record.events) + 1, "at": desk.now, "do": do, "by": desk.person, "for": "-"}
    event = _fitting(procedure.events[do], {**facts, **own})
    whom = procedure.stands_for(record, event, desk.ledger.context)
    return resealed(record, event.model_copy(update={"for_": whom}))


def resealed(record: Proceeding, event: SealedEvent) -> SealedEvent:
    """Return an event with the seal it has as the next of a record."""
    return event.model_copy(update={"seal": sealed(record, event)})


def _fitting(model: type[M], fields: Facts) -> M:
    """Return what `fields` make; raises `Refused` (`procedure-value`)."""
    present = {name: value for name, value in fields.items() if value is not None}
    return fitted(
        model,
        present,
        lambda misfit: Refused("procedure-value", field=misfit.field, problem=misfit.problem),
    )


def write(
    desk: Desk, procedure: Procedure[P], after: P, further: Mapping[str, bytes] | None = None
) -> P:
    """Commit a record after its last step, with `further` files as far as they are new."""
    path = layout.proceeding_path(procedure.folder, after.year, after.number)
    new = {at: data for at, data in (further or {}).items() if not desk.ledger.exists(at)}
    about = procedure.about(after, desk.ledger.context)
    desk.commit(
        {path: canonical.emit(dump(after)), **new},
        {path: desk.ledger.read(path) if len(after.events) > 1 else None},
        action=f"{procedure.command}-{after.state}",
        subject=f"{after.id} {about}".rstrip(),
    )
    return after
