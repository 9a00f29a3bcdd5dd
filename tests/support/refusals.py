"""What every refusal owes: an exit status, and both sentences, whole, in both languages."""

import os
from typing import Any

import pytest

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.language import LANGUAGES, choose
from tests.support.world import event, world

VALUES = {
    "bad-value",
    "field-missing",
    "bad-fact",
    "missing-fact",
    "not-a-number",
    "wrong-check-digit",
}


def explained(refused: Refused) -> None:
    """Assert that a refusal says what is wrong and what to do, and ends with the right status."""
    spoken = os.environ.get("LANGUAGE")
    try:
        for language in LANGUAGES:
            choose(language)
            assert refused.message.strip()
            assert refused.remedy.strip()
    finally:
        os.environ.pop("LANGUAGE", None)
        if spoken is not None:
            os.environ["LANGUAGE"] = spoken
    assert refused.status == (2 if refused.code in VALUES else 5)


def refused(code: str, issue: Issue, event: BaseEvent, context: Context) -> Refused:
    """Assert that the law refuses `event` for the reason `code`, and that nothing changed."""
    before = dump(issue)
    with pytest.raises(Refused) as caught:
        apply(issue, event, context)
    assert caught.value.code == code, str(caught.value)
    assert dump(issue) == before
    explained(caught.value)
    return caught.value


def refuses(
    code: str,
    issue: Issue,
    do: str,
    who: str,
    when: str = "2026-06-10",
    *,
    context: Context | None = None,
    **facts: Any,
) -> Refused:
    """Assert that the law refuses a kind of person taking a step for the reason `code`."""
    given = event(do, who, issue.next_n, when, **facts)
    return refused(code, issue, given, context or world("own"))
