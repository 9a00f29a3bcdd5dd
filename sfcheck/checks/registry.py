"""All rules, gathered from the modules of their families."""

from collections.abc import Iterator, Mapping
from functools import cache

from sfcheck.checks.seen.rule import CheckRule, RuleScope, explained
from sfcheck.collecting import modules
from sfcheck.domain.issues import fields

RULES: Mapping[str, CheckRule] = {
    found.code: found
    for family in modules("sfcheck.checks.rules", "**/*.py")
    for found in vars(family).values()
    if isinstance(found, CheckRule)
}
"""Every rule by its code. A code is never used again for something else."""


@cache
def rules(scope: RuleScope) -> tuple[CheckRule, ...]:
    """Return the rules that look at `scope`, by code."""
    return tuple(rule for _code, rule in sorted(RULES.items()) if rule.scope is scope)


def messages() -> Iterator[str]:
    """Yield every sentence that users read out of a docstring, for the catalogue."""
    yield from fields.messages()
    for rule in RULES.values():
        sections = explained(rule)
        yield from (sections.summary, sections.why, sections.fix)
        yield from (each.text for each in (sections.bad, sections.good) if each.prose)
