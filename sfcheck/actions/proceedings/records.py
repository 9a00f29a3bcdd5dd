"""Records made step by step whose law alone says what a step takes: taken and printed by it."""

from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.actions.proceedings.steps import begun, put, take
from sfcheck.actions.templates import folders
from sfcheck.documents import printing, records
from sfcheck.documents.paper import Paper
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedure.record import Proceeding
from sfcheck.ledger.store import Ledger


def step(
    desk: Desk, procedure: Procedure[Any], do: str, /, given: str | None = None, **facts: Any
) -> Any:
    """Take a step on the record that is `given`, or begin one: `facts` are its fields as well.

    Raises `Refused`: `no-such-record`, `procedure-value`, and what the law says.
    """
    if given is not None:
        return take(desk, procedure, given, do, facts)
    with desk.writing():
        header = {name: facts.pop(name) for name in procedure.model.model_fields if name in facts}
        new = begun(desk, procedure, header)
        return put(desk, procedure, new, do, facts)


def paper(ledger: Ledger, procedure: Procedure[Any], record: Proceeding) -> Paper:
    """Return a record as a paper."""
    return records.paper(procedure, record, ledger.context)


def printed(ledger: Ledger, paper: Paper, form: str) -> str | bytes:
    """Return a record's paper in Markdown or Word; raises `Refused` as `printing.printed`."""
    return printing.printed(records.KIND, printing.content(paper), form, folders(ledger))
