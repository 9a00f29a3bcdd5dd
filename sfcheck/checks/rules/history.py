"""SF6xx: does today's ledger have what its history put on record."""

from collections.abc import Iterator

from sfcheck.checks.seen.merges import lost
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.language import _


@rule("SF601", RuleScope.LEDGER)
def lost_in_a_merge(view: View) -> Iterator[Flaw]:
    """A merge keeps the events of both sides.

    Why: Who settles a conflict by `--ours` or `--theirs` strikes out what somebody else did.
    Bad: a record merged by `git checkout --theirs`, without a supervision that our side had.
    Good: the same record with the events of both sides.
    Fix: Undo the merge and let both be put on record, or take the lost step again.
    """
    for path, side, count in lost(view.root, view.said):
        if view.chosen(path):
            message = _("{count} event(s) are not there that {commit} had")
            yield Flaw(message.format(count=count, commit=side[:10]), ("events",), path=path)
