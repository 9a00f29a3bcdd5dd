"""The tables of records made step by step: each step of a law is taken by a command, as asked."""

import inspect
from importlib import import_module

import pytest

from sfcheck.cli.audits import AUDITS
from sfcheck.cli.bulletins import BULLETINS
from sfcheck.cli.clearances import CLEARANCES
from sfcheck.cli.frame.proceedings import RecordCommand, StepCommand, as_asked
from sfcheck.cli.referrals import REFERRALS
from sfcheck.cli.scores import SCORES
from sfcheck.cli.visits import VISITS
from sfcheck.domain.procedures import PROCEDURES

KINDS = (AUDITS, BULLETINS, CLEARANCES, REFERRALS, SCORES, VISITS)
STEPS = [(kind, do, step) for kind in KINDS for do, step in kind.steps.items()]


def test_every_step_of_every_law_has_its_command() -> None:
    assert {kind.folder for kind in KINDS} == set(PROCEDURES)
    for kind in KINDS:
        assert [do.rstrip("_") for do in kind.steps] == [*kind.procedure.steps], kind.folder


@pytest.mark.parametrize(("kind", "do", "step"), STEPS, ids=[do for _kind, do, _step in STEPS])
def test_what_a_step_asks_is_what_its_action_takes(
    kind: RecordCommand, do: str, step: StepCommand
) -> None:
    take = getattr(import_module(f"sfcheck.actions.{kind.actions}"), do)
    taken = inspect.signature(take).parameters
    if step.facts is as_asked:
        assert {"desk", *step.asks} == set(taken)
    else:
        assert "desk" in taken
