"""SF6xx: does today's ledger have what its history put on record."""

from collections.abc import Iterator

from sfcheck.checks.seen.births import made_twice, settled
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
    Fix: `sfcheck sync` finds the lost events in the other side of the merge and brings them back.
    """
    found = [each for each in lost(view.root, view.merges, view.said) if view.chosen(each[0])]
    others = made_twice(view.root) if found else {}  # which SF602 tells of
    for path, side, count in found:
        if path not in others:
            message = _("{count} event(s) are not there that {commit} had")
            yield Flaw(message.format(count=count, commit=side[:10]), ("events",), path=path)


@rule("SF602", RuleScope.LEDGER)
def number_given_twice(view: View) -> Iterator[Flaw]:
    """A number is given once: no two clones make the same record.

    Why: Of two records under one number a merge keeps one; the other is lost, or its acts are
    taken for those of another.
    Bad: people/0004.yaml added in two clones, and one of the two chosen at the merge.
    Good: people/001-0004.yaml and people/002-0004.yaml, each clone with a book of its own.
    Fix: `git show COMMIT:FILE` shows either; make again what was lost, in a clone that has its own
    book (`sfcheck join`), then say so in a commit with the trailer `Sfcheck-Settles: FILE`.
    """
    found = made_twice(view.root) if view.merges else {}
    seen_to = settled(view.root) if found else set()
    for path, commits in found.items():
        if path not in seen_to:
            message = _("made twice, in the commits {commits}")
            yield Flaw(message.format(commits=", ".join(commits)), path=path)
