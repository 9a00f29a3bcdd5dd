"""What a record made step by step and its events hold of their own, and what people call it."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from sfcheck.domain.base.records import Record
from sfcheck.domain.base.vocabulary import field_label
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.language import _


def own_fields(model: type[Record]) -> Mapping[str, FieldInfo]:
    """Return the fields of a record or an event that not every one of its sort has."""
    shared = {*Proceeding.model_fields, *SealedEvent.model_fields}
    return {name: field for name, field in model.model_fields.items() if name not in shared}


def field_name(name: str, field: FieldInfo) -> str:
    """Return what a field is called: its description without the full stop, else its label."""
    return _(field.description).rstrip(".。") if field.description else field_label(name)
