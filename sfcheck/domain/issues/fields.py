"""What each field of an issue and of its events may hold, in words, told from the models."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from sfcheck.domain.base.acts import BaseEvent, BodyEvent
from sfcheck.domain.base.records import Code, Digest, NumberText, PersonId, Record, TeamRef
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.record import Issue
from sfcheck.language import N_, _, current

Schema = Mapping[str, Any]


class Field(NamedTuple):
    """A field: the way to it (`unit.name`, `notify.due`), what it holds, whether it is needed.

    `about` says what the record is for that it is a part of.
    """

    name: str
    holds: str
    needed: bool
    about: str


def _pattern(text: Any) -> str:
    return str(get_args(text)[1].pattern)


_FORMS = {
    "date": N_("a day, such as 2026-11-03"),
    "date-time": N_("a moment with its time zone, such as 2026-11-03T10:22:00+08:00"),
    _pattern(Code): N_("a code of letters, digits, hyphens and dots"),
    _pattern(Digest): N_("a SHA-256 in hexadecimal"),
    _pattern(NumberText): N_("an issue number, such as 26-037-0142-1"),
    _pattern(PersonId): N_("a person's number on the roster, such as 037-0012"),
    _pattern(TeamRef): N_("a team of a round, such as 2026-1/T2"),
}
_TYPES = {
    "boolean": N_("true or false"),
    "integer": N_("a whole number"),
    "object": N_("keys and values"),
    "string": N_("text"),
}


@cache
def event_models() -> Mapping[str, type[BaseEvent]]:
    """Return the model of each step, by what its events have under `do`."""
    models: tuple[type[BaseEvent], ...] = get_args(get_args(Event)[0])
    return {get_args(model.model_fields["do"].annotation)[0]: model for model in models}


def own_fields(model: type[BaseEvent]) -> list[str]:
    """Return the fields that a step's event shows beside those that every event carries."""
    return [name for name in model.model_fields if name not in BodyEvent.model_fields]


def all_fields() -> tuple[Field, ...]:
    """Return the fields of an issue, of every event, then of each step's after the step's name."""
    return _all_fields(current())


@cache
def _all_fields(_language: str) -> tuple[Field, ...]:
    found = [*_fields_of(Issue), *_fields_of(BodyEvent, "events.")]
    for do, model in event_models().items():
        own = own_fields(model)
        found += [f for f in _fields_of(model, f"{do}.") if f.name.split(".")[1] in own]
    return tuple(found)


def _fields_of(model: type[Record], prefix: str = "") -> Iterator[Field]:
    schema = model.model_json_schema(by_alias=True)
    return _within(schema, schema.get("$defs", {}), prefix)


def about(model: type[Record]) -> str:
    """Return what a model is for, in the user's language: the first paragraph of its docstring."""
    return _(_first_paragraph(inspect.getdoc(model) or ""))


def messages() -> Iterator[str]:
    """Yield the docstrings that `about` and `Field.about` translate, for the catalogue."""
    models: list[type[Record]] = [Issue, BodyEvent, *event_models().values()]
    for model in models:
        schema = model.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            if "properties" in part:
                yield _first_paragraph(part["description"])


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _within(part: Schema, known: Schema, prefix: str) -> Iterator[Field]:
    said = _(_first_paragraph(part["description"]))
    for name, schema in part["properties"].items():
        needed = name in part.get("required", ())
        yield Field(prefix + name, _holds(schema, known), needed, said)
        for inner in _choices(schema, known):
            inner = _resolved(inner.get("items", inner), known)
            if "properties" in inner:
                yield from _within(inner, known, f"{prefix}{name}.")


def _resolved(schema: Schema, known: Schema) -> Schema:
    return known[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _choices(schema: Schema, known: Schema) -> list[Schema]:
    """Return what a field may hold, but for nothing, which may stand where it is not needed."""
    choices = [_resolved(each, known) for each in schema.get("anyOf", [schema])]
    return [each for each in choices if each.get("type") != "null"]


def _holds(schema: Schema, known: Schema) -> str:
    return _(" or ").join(_one(each, known) for each in _choices(schema, known))


def _one(schema: Schema, known: Schema) -> str:
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return _("one of {values}").format(values=", ".join(schema["enum"]))
    if "oneOf" in schema:
        return _("steps, each described by `sfcheck explain STEP`")
    if "properties" in schema:
        return _("the keys {keys}").format(keys=", ".join(schema["properties"]))
    if "items" in schema:
        return _("a list of {items}").format(items=_holds(schema["items"], known))
    form = schema.get("format") or schema.get("pattern", "")
    if form in _FORMS:
        return _(_FORMS[form])
    if "maxLength" in schema:
        message = _("text of several lines, at most {limit} characters")
        if r"\n" not in form:
            message = _("one line of text, at most {limit} characters")
        return message.format(limit=schema["maxLength"])
    return _(_TYPES[schema["type"]])
