"""The paper of a record made step by step that has none of its own: what it holds, each step."""

from collections.abc import Iterator
from typing import Any

from sfcheck.documents.paper import Paper, Table
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.issues.wording import phrase
from sfcheck.domain.procedure.fields import field_name, own_fields
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedure.record import Proceeding
from sfcheck.domain.world.context import Context
from sfcheck.language import _

KIND = "record"
"""Its name among the papers."""


def paper(procedure: Procedure[Any], record: Proceeding, context: Context) -> Paper:
    """Return a record as a paper of two tables: its own fields, and its steps with theirs."""
    steps = [
        [
            _(procedure.names[event.do]),
            f"{event.at:%Y-%m-%d %H:%M}",
            context.name(event.by),
            "\n".join(f"{name}: {said}" for name, said in _told(event, context)),
        ]
        for event in record.events
    ]
    facts = [[name, said] for name, said in _told(record, context)]
    headings = [_("Step"), _("At"), _("By"), _("Content")]
    tables = {
        "facts": Table(_("Content"), [_("Item"), _("Content")], facts, wide=(1,)),
        "steps": Table(_("Steps"), headings, steps, wide=(3,)),
    }
    told = {name: table for name, table in tables.items() if table.rows}
    return Paper(procedure.called(record), procedure.about(record, context), told)


def _told(of: Record, context: Context) -> Iterator[tuple[str, str]]:
    held = dump(of)
    for name, field in own_fields(type(of)).items():
        if name in held:
            yield field_name(name, field), phrase(name, held[name], context)
