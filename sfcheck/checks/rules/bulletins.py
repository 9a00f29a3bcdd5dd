"""SF5xx: is a bulletin what its steps make of it, and does it rest on what it says."""

from collections.abc import Iterator

from sfcheck.checks.seen.pins import missing, unseen, untrue
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.bulletins.record import Bulletin, Consolidated, Published
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import _


@rule("SF501", RuleScope.LEDGER)
def unlawful_step(view: View) -> Iterator[Flaw]:
    """Every step of a bulletin, referral or visit is one the law allows, to that hand, as sealed.

    Why: A bulletin that nobody signed, or that was altered afterwards, speaks for nobody.
    Bad: a bulletin that is published without a sign-off.
    Good: a bulletin that was drafted, put together, signed off, published.
    Fix: Restore the file from git, then take the steps by `sfcheck bulletin` or `sfcheck refer`.
    """
    for procedure in PROCEDURES.values():
        for path, record in view.proceedings(procedure).items():
            try:
                if view.context:
                    procedure.refold(record, view.context)
            except Refused as refusal:
                yield Flaw(refusal.message, ("events",), path=path, fix=refusal.remedy)


@rule("SF502", RuleScope.LEDGER)
def untrue_pin(view: View) -> Iterator[Flaw]:
    """A bulletin rests on a commit of this history, which has the issues as they are listed.

    Why: What was published must be found again, whatever became of the issues since.
    Bad: a bulletin whose list has another digest of an issue than its commit.
    Good: a bulletin as `sfcheck bulletin consolidate` put it together.
    Fix: Restore the file from git.
    """
    for path, bulletin in view.bulletins.items():
        for at, event in enumerate(bulletin.events):
            if isinstance(event, Consolidated) and view.chosen(path):
                for message in untrue(view.root, event.pin):
                    yield Flaw(message, ("events", at, "pin"), path=path)


@rule("SF505", RuleScope.LEDGER, "warning")
def unseen_pin(view: View) -> Iterator[Flaw]:
    """The commit on which a bulletin rests is in this clone.

    Why: A shallow clone can neither check nor print what was published.
    Bad: a bulletin in a clone of the last commit alone.
    Good: the same bulletin in a clone of the whole history.
    Fix: Fetch the history: `git fetch --unshallow`.
    """
    for path, bulletin in view.bulletins.items():
        for at, event in enumerate(bulletin.events):
            if (
                isinstance(event, Consolidated)
                and view.chosen(path)
                and unseen(view.root, event.pin)
            ):
                yield Flaw(missing(event.pin), ("events", at, "pin", "commit"), path=path)


@rule("SF503", RuleScope.LEDGER)
def shared_number(view: View) -> Iterator[Flaw]:
    """A document number is that of one bulletin.

    Why: Whoever cites a number must mean one paper.
    Bad: two bulletins published under 某督通报〔2026〕3号.
    Good: the second one under 某督通报〔2026〕4号.
    Fix: Restore the file from git, and publish it under the number that is next.
    """
    known: dict[str, str] = {}
    for path, bulletin, published in _published(view):
        first = known.setdefault(published.document, bulletin.id)
        if first != bulletin.id:
            message = _("{number} is the number of bulletin {bulletin} already")
            told = message.format(number=published.document, bulletin=first)
            yield Flaw(told, ("events", len(bulletin.events) - 1, "document"), path=path)


@rule("SF504", RuleScope.LEDGER)
def lost_template(view: View) -> Iterator[Flaw]:
    """The templates by which a bulletin was published lie in evidence/.

    Why: Without them it cannot be printed again as it was.
    Bad: a published bulletin whose template was removed from evidence/.
    Good: the same bulletin, with its templates below evidence/.
    Fix: Restore the file below evidence/ from git.
    """
    for path, bulletin, published in _published(view):
        for form, sha256 in published.templates.items():
            if sha256 not in view.evidence:
                message = _("there is no file of this SHA-256 below evidence/")
                way = ("events", len(bulletin.events) - 1, "templates", form)
                yield Flaw(message, way, path=path)


def _published(view: View) -> Iterator[tuple[str, Bulletin, Published]]:
    for path, bulletin in view.bulletins.items():
        last = bulletin.last(Published)
        if last:
            yield path, bulletin, last
