"""SF101 to SF104: does a record say what its model asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sfcheck.checks.seen.reading import File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.language import _

BASIS = "basis"
"""The key of a policy's value that has a rule of its own."""


@rule("SF101", RuleScope.SHAPE)
def unknown_key(file: File) -> Iterator[Flaw]:
    """A record has the keys it may have, and no others.

    Why: A key that is not known is read by nobody; a misspelt one hides what it says.
    Bad:
        sugestion: 立即更换报警器
    Good:
        suggestion: 立即更换报警器
    Fix: Correct the key, or remove it; `sfcheck explain FIELD` describes the fields.
    """
    for misfit in file.misfits:
        if misfit.kind == "unknown":
            key = misfit.way[-1]
            yield Flaw(_("no record of this kind has the key “{key}”").format(key=key), misfit.way)


@rule("SF102", RuleScope.SHAPE)
def missing_key(file: File) -> Iterator[Flaw]:
    """A record has the keys it must have.

    Why: What the law asks of an issue is asked of every one.
    Bad:
        unit: {uscc: 91640181MA0000000Y}
    Good:
        unit: {name: 灵武市云坊化工有限公司（虚构）}
    Fix: Restore the file from git, or add the key.
    """
    for misfit in file.misfits:
        if misfit.kind == "missing" and not misfit.field.endswith(f".{BASIS}"):
            message = _("“{field}” is missing").format(field=misfit.field)
            yield Flaw(message, misfit.way, misfit.field)


@rule("SF103", RuleScope.SHAPE)
def wrong_value(file: File) -> Iterator[Flaw]:
    """Every value is of the kind its key asks for.

    Why: A date that is none, or a word from no list, cannot be counted or compared.
    Bad:
        severity: 三级
    Good:
        severity: general
    Fix: Write the value as the message says; `sfcheck explain FIELD` describes the fields.
    """
    for misfit in file.misfits:
        if misfit.kind != "wrong" or misfit.way[-1:] == ("uscc",):
            continue
        message = _("“{field}” cannot read so: {problem}")
        if misfit.said:
            message = _("“{field}” cannot read “{said}”: {problem}")
        facts = {"field": misfit.field, "said": misfit.said, "problem": misfit.problem}
        yield Flaw(message.format_map(facts), misfit.way)


@rule("SF104", RuleScope.SHAPE)
def wrong_uscc(file: File) -> Iterator[Flaw]:
    """A unified social credit code follows GB 32100, with its check digit.

    Why: By the code two issues of one enterprise are known to be of one enterprise.
    Bad:
        unit: {name: 灵武市云坊化工有限公司（虚构）, uscc: 91640181MA0000000X}
    Good:
        unit: {name: 灵武市云坊化工有限公司（虚构）, uscc: 91640181MA0000000Y}
    Fix: Copy the code from the licence: 18 characters, capitals, no spaces.
    """
    for misfit in file.misfits:
        if misfit.kind == "wrong" and misfit.way[-1:] == ("uscc",):
            message = _("“{said}” is no unified social credit code")
            yield Flaw(message.format(said=misfit.said), misfit.way)


@rule("SF118", RuleScope.RECORD)
def dated_ahead(file: File) -> Iterator[Flaw]:
    """No event is dated later than tomorrow.

    Why: What is dated ahead hides behind the clock: it is overdue late, and follows what comes.
    Bad: a `confirm` dated a year from now.
    Good: a `confirm` dated today.
    Fix: Check the clock of the machine; git shows when the event was committed.
    """
    limit = datetime.now(UTC) + timedelta(days=1)
    for at, event in enumerate(getattr(file.record, "events", ())):
        if event.at > limit:
            message = _("this event is dated {at}, which is yet to come")
            yield Flaw(message.format(at=event.at.isoformat()), ("events", at, "at"))
