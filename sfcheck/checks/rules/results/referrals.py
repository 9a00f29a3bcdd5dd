"""SF51x: does a referral rest on what it says, and is its letter kept as it went out."""

from collections.abc import Iterator
from typing import TypeVar

from sfcheck.checks.seen.pins import missing, unseen, untrue
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.facts import KINDS, facts
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import Proposed, Referral, Transferred, referred
from sfcheck.language import _
from sfcheck.ledger.snapshot import Snapshot

S = TypeVar("S", bound=SealedEvent)


@rule("SF511", RuleScope.LEDGER)
def untrue_referral(view: View) -> Iterator[Flaw]:
    """A referral rests on a commit of this history, which has the issues as they are pinned.

    Why: What was referred must be found again, whatever became of the issues since.
    Bad: a referral that pins another digest of an issue than its commit has.
    Good: a referral as `sfcheck refer propose` made it.
    Fix: Restore the file from git.
    """
    for path, _referral, at, proposed in _steps(view, Proposed):
        if view.chosen(path):
            for message in untrue(view.root, proposed.pin):
                yield Flaw(message, ("events", at, "pin"), path=path)


@rule("SF512", RuleScope.LEDGER)
def unfounded_fact(view: View) -> Iterator[Flaw]:
    """Every fact that a referral cites is on record, about whom it says, in the commit it pins.

    Why: Nobody is referred on what no event bears out.
    Bad: a referral that cites a due date as passed by which the problem was submitted.
    Good: a referral that cites a due date by which nothing was submitted.
    Fix: Restore the file from git; if it was proposed so, withdraw it: `sfcheck refer withdraw`.
    """
    for path, referral, at, proposed in _steps(view, Proposed):
        if view.chosen(path):
            unfounded = _unfounded(view, referral, proposed)
            for n in unfounded:
                fact = proposed.facts[n]
                message = _("{number} has no such fact on record about {about}: {kind}").format(
                    number=fact.issue, about=referral.about, kind=_(KINDS[fact.kind])
                )
                yield Flaw(message, ("events", at, "facts", n), path=path)


def _unfounded(view: View, referral: Referral, proposed: Proposed) -> list[int]:
    """Return the places in the list of facts that the commit does not have on record.

    Nothing is said of a commit that does not have the issues as pinned: that is SF511.
    """
    found: list[int] = []

    def look(then: Snapshot) -> Iterator[str]:
        for n, fact in enumerate(proposed.facts):
            earlier = then.issue(fact.earlier) if fact.earlier else None
            known = facts(then.issue(fact.issue), earlier, then.policy, then.bodies, proposed.day)
            if (referral.about, fact) not in known:
                found.append(n)
        yield from ()

    list(untrue(view.root, proposed.pin, look))
    return found


@rule("SF513", RuleScope.LEDGER)
def shared_letter_number(view: View) -> Iterator[Flaw]:
    """The number of a referral's letter is that of no other letter and of no bulletin.

    Why: Whoever cites a number must mean one paper.
    Bad: a referral and a bulletin that were both issued under 某督〔2026〕3号.
    Good: the referral under 某督〔2026〕4号.
    Fix: Restore the file from git, and transfer it under the number that is next.
    """
    known: dict[str, str] = {}
    others = [each for folder, each in PROCEDURES.items() if folder != REFERRAL.folder]
    for procedure in (*others, REFERRAL):
        for path, record in view.proceedings(procedure).items():
            event = record.last(Issued)
            if event is None:
                continue
            called = procedure.called(record)
            first = known.setdefault(event.document, called)
            if first != called and procedure is REFERRAL:
                message = _("{number} is the number of another paper already: {what}")
                told = message.format(number=event.document, what=first)
                way = ("events", record.events.index(event), "document")
                yield Flaw(told, way, path=path)


@rule("SF514", RuleScope.LEDGER)
def lost_letter_template(view: View) -> Iterator[Flaw]:
    """The templates by which a referral's letter was made lie in evidence/.

    Why: Without them it cannot be printed again as it was.
    Bad: a transferred referral whose template was removed from evidence/.
    Good: the same referral, with its templates below evidence/.
    Fix: Restore the file below evidence/ from git.
    """
    for path, _referral, at, transferred in _steps(view, Transferred):
        for form, sha256 in transferred.templates.items():
            if sha256 not in view.evidence:
                message = _("there is no file of this SHA-256 below evidence/")
                yield Flaw(message, ("events", at, "templates", form), path=path)


@rule("SF515", RuleScope.LEDGER, "warning")
def unseen_facts(view: View) -> Iterator[Flaw]:
    """The commit on which a referral rests is in this clone.

    Why: A shallow clone can neither check nor print what was referred.
    Bad: a referral in a clone of the last commit alone.
    Good: the same referral in a clone of the whole history.
    Fix: Fetch the history: `git fetch --unshallow`.
    """
    for path, _referral, at, proposed in _steps(view, Proposed):
        if view.chosen(path) and unseen(view.root, proposed.pin):
            yield Flaw(missing(proposed.pin), ("events", at, "pin", "commit"), path=path)


@rule("SF516", RuleScope.LEDGER)
def other_receiver(view: View) -> Iterator[Flaw]:
    """A referral went to the body that the charter names for it.

    Why: Problems of officials are for the body that has the competence, and for no other.
    Bad: a referral to organization that went to the emergency management department.
    Good: a referral to organization that went to the organization department.
    Fix: Restore the file from git, or the offices in ledger.yaml.
    """
    for path, referral, at, transferred in _steps(view, Transferred):
        named = view.charter and getattr(view.charter.offices, referral.to)
        if view.charter and transferred.receiver != named:
            message = _("the charter names for this: {body}").format(body=named or "–")
            yield Flaw(message, ("events", at, "receiver"), path=path)


@rule("SF517", RuleScope.LEDGER, "warning")
def referred_twice(view: View) -> Iterator[Flaw]:
    """A fact is referred to a receiver once.

    Why: Two clones may propose the same; one lapse is not to count twice against anybody.
    Bad: two standing referrals to discipline that name one look-back of one issue.
    Good: the same two, of which the later was withdrawn.
    Fix: Withdraw one of them: `sfcheck refer withdraw`.
    """
    known = view.proceedings(REFERRAL)
    told = referred(known.values())
    for path, referral in known.items():
        for at, fact in enumerate(referral.facts if referral.stands else ()):
            first = told[referral.to, fact]
            if first != referral.id and view.chosen(path):
                message = _("{number}: referred already by {referral}")
                named = {"number": fact.issue, "referral": first}
                yield Flaw(message.format(**named), ("events", 0, "facts", at), path=path)


def _steps(view: View, kind: type[S]) -> Iterator[tuple[str, Referral, int, S]]:
    """Yield the steps of a kind with their referral, its path and their place in it."""
    for path, referral in view.proceedings(REFERRAL).items():
        for at, event in enumerate(referral.events):
            if isinstance(event, kind):
                yield path, referral, at, event
