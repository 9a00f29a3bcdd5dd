"""SF5xx: is a bulletin what its steps make of it; does it, or a clearance, rest on what it says."""

from collections.abc import Callable, Iterator

from sfcheck.checks.seen.pins import missing, robbed, unseen, untrue
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import Bulletin, Consolidated, Published
from sfcheck.domain.clearances.law import CLEARANCE, counted
from sfcheck.domain.clearances.record import Clearance, Compared
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.domain.referrals.record import Proposed
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.snapshot import Snapshot


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
    for path, bulletin in view.proceedings(BULLETIN).items():
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
    for path, bulletin in view.proceedings(BULLETIN).items():
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


@rule("SF506", RuleScope.LEDGER)
def robbed_since(view: View) -> Iterator[Flaw]:
    """What a bulletin or a referral rests on is still on record: nothing lost, nothing rewritten.

    Why: Who was told of an event must find it; a record only ever grows.
    Bad: an issue from whose record a failed look-back was taken that a referral cites.
    Good: the same issue with that look-back, and whatever was done since.
    Fix: Restore the issue's file from git: `git log -- FILE` shows where the event was lost.
    """
    for procedure in PROCEDURES.values():
        for path, record in view.proceedings(procedure).items():
            for at, event in enumerate(record.events):
                if isinstance(event, Consolidated | Proposed) and view.chosen(path):
                    lost = ", ".join(robbed(view.root, event.pin, view.said))
                    if lost:
                        message = _("these lack what was on record then: {numbers}")
                        way = ("events", at, "pin")
                        yield Flaw(message.format(numbers=lost), way, path=path)


@rule("SF507", RuleScope.LEDGER)
def left_off(view: View) -> Iterator[Flaw]:
    """A bulletin lists all that its commit has of what it is about, and nothing else.

    Why: What is left off a bulletin is kept from those who read it.
    Bad: a bulletin about a round that leaves out one of its issues.
    Good: a bulletin as `sfcheck bulletin consolidate` put it together.
    Fix: Restore the file from git.
    """
    for path, bulletin in view.proceedings(BULLETIN).items():
        for at, event in enumerate(bulletin.events):
            if not isinstance(event, Consolidated) or not view.chosen(path):
                continue
            if numbers := ", ".join(sorted(_left_off(view, bulletin, event))):
                message = _("the list is not what it covers; it differs in {numbers}")
                yield Flaw(message.format(numbers=numbers), ("events", at, "pin"), path=path)


def _left_off(view: View, bulletin: Bulletin, event: Consolidated) -> set[str]:
    """Return in what a list differs from what its commit has; SF502 tells of another commit."""
    covered: set[str] = set()

    def look(then: Snapshot) -> Iterator[str]:
        issues = (i for i in then.issues() if covers(bulletin.scope, i, then.context))
        covered.update(issue.number for issue in issues)
        yield from ()

    wrong = any(untrue(view.root, event.pin, look))
    return set() if wrong else covered ^ {line.number for line in event.pin.issues}


@rule("SF508", RuleScope.LEDGER)
def other_year(view: View) -> Iterator[Flaw]:
    """A record made step by step bears the year in which it was begun.

    Why: Under another year it is not looked for, and its number may be another's.
    Bad: a bulletin drafted in June 2026 with `year: "2025"`.
    Good: the same bulletin with `year: "2026"`.
    Fix: Restore the file from git.
    """
    for procedure in PROCEDURES.values():
        for path, record in view.proceedings(procedure).items():
            if record.events and record.year != f"{record.events[0].at.year}":
                message = _("begun in {year}")
                told = message.format(year=record.events[0].at.year)
                yield Flaw(told, ("year",), path=path)


@rule("SF509", RuleScope.LEDGER)
def other_paper(view: View) -> Iterator[Flaw]:
    """An issued paper, made again of its record, its commit and its templates, is what was issued.

    Why: What is printed later must be what was signed and sent, word for word.
    Bad: a published bulletin whose record names another signatory than its paper does.
    Good: the bulletin as it was published.
    Fix: Restore the record from git.
    """
    for procedure in PROCEDURES.values():
        for path, record in view.proceedings(procedure).items():
            forms = view.misprinted(record) if view.chosen(path) else ()
            at = next((n for n, event in enumerate(record.events) if isinstance(event, Issued)), 0)
            for form in forms:
                message = _("made again, the paper ({form}) is not the one that was issued")
                way = ("events", at, "papers", form)
                yield Flaw(message.format(form=form), way, path=path)


def _published(view: View) -> Iterator[tuple[str, Bulletin, Published]]:
    for path, bulletin in view.proceedings(BULLETIN).items():
        last = bulletin.last(Published)
        if last:
            yield path, bulletin, last


@rule("SF561", RuleScope.LEDGER)
def other_count(view: View) -> Iterator[Flaw]:
    """What a statement was compared with is what the ledger had in that commit.

    Why: Who clears a locality by numbers that were never there hides what is left.
    Bad: a comparison that leaves out an issue that was open in its commit.
    Good: a comparison as `sfcheck clear compare` made it.
    Fix: Restore the file from git, then `sfcheck clear compare`.
    """
    for path, clearance in view.proceedings(CLEARANCE).items():
        for at, event in enumerate(clearance.events):
            if isinstance(event, Compared) and view.chosen(path):
                for message in untrue(view.root, event.pin, _counts(clearance, event)):
                    yield Flaw(message, ("events", at, "counted"), path=path)


def _counts(clearance: Clearance, event: Compared) -> Callable[[Snapshot], Iterator[str]]:
    def asked(then: Snapshot) -> Iterator[str]:
        if counted(then.issues(), clearance, then.context) != event.counted:
            yield _("in that commit the ledger has other numbers")

    return asked
