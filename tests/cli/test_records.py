"""A command made of a law alone asks for what its records and events hold, each as what it is."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import click
import pytest
import typer
from pydantic import Field

from sfcheck.cli import records
from sfcheck.domain.base.records import Line
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.domain.world.steps import OFFICER, Step, after


class Colour(StrEnum):
    RED, GREEN = "red", "green"


class Begun(SealedEvent):
    do: Literal["begin"]
    on: date
    colour: Colour | None = None
    copies_to: tuple[Line, ...] = ()
    urgent: bool = False


class Ended(SealedEvent):
    do: Literal["end"]
    why: Annotated[Line | None, Field(description="Why it ended.")] = None


class Matter(Proceeding):
    whom: Annotated[tuple[Line, ...], Field(min_length=1)]
    events: tuple[Annotated[Begun | Ended, Field(discriminator="do")], ...] = ()


MATTER = Procedure(
    name="matter",
    command="matter",
    folder="matters",
    model=Matter,
    steps={"begin": Step(after(None), (OFFICER,)), "end": Step(after("begin"), (OFFICER,))},
    names={"begin": "begin", "end": "end"},
    states={"begin": "begun", "end": "ended"},
    about=lambda matter, context: "",
)


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> click.Group:
    monkeypatch.setattr("sfcheck.domain.procedures.PROCEDURES", {"matters": MATTER})
    return typer.main.get_group(records.command(MATTER))


def asked(group: click.Group, step: str) -> dict[str, click.Parameter]:
    found = {each.name or "": each for each in group.commands[step].params}
    return {name: each for name, each in found.items() if name not in ("dry_run", "yes")}


def test_the_first_step_asks_for_the_record_as_well(group: click.Group) -> None:
    found = asked(group, "begin")
    assert list(found) == ["whom", "on", "colour", "copies_to", "urgent"]
    assert [name for name, each in found.items() if each.required] == ["whom", "on"]
    assert [name for name, each in found.items() if getattr(each, "multiple", False)] == [
        "whom",
        "copies_to",
    ]
    assert found["copies_to"].opts == ["--copies-to"]
    assert isinstance(found["colour"].type, click.Choice)
    assert tuple(found["colour"].type.choices) == ("red", "green")
    assert isinstance(found["urgent"], click.Option)
    assert found["urgent"].is_flag
    assert found["on"].type.convert("2026-06-01", None, None) == date(2026, 6, 1)


def test_a_later_step_asks_which_record(group: click.Group) -> None:
    found = asked(group, "end")
    assert list(found) == ["given", "why"]
    assert isinstance(found["given"], click.Argument)
    assert isinstance(found["why"], click.Option)
    assert (found["why"].help, found["why"].required) == ("Why it ended.", False)
    assert {"show", "list"} <= set(group.commands)


def test_there_is_no_command_for_what_no_law_is_about() -> None:
    with pytest.raises(AttributeError):
        _ = records.nobody
