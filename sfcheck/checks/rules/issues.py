"""SF2xx: is an issue what its events make of it, each of them lawful."""

from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter, le

from sfcheck.checks.rules.references import broken_reference
from sfcheck.checks.seen.life import Life, refused_event
from sfcheck.checks.seen.meanwhile import was_lawful
from sfcheck.checks.seen.reading import FILES
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.vocabulary import label
from sfcheck.domain.issues.events import Event, Import, Register
from sfcheck.domain.issues.record import content
from sfcheck.domain.issues.requirements.photos import odd
from sfcheck.language import _

_OPENINGS = (Register, Import)
_SURVIVAL = ("no-survivor", "is-survivor")
_OF_NAMES = (
    "unknown-place",
    "unknown-source",
    "unknown-nature",
    "unknown-body",
    "unknown-person",
    "unknown-issue",
    "not-in-team",
    "wrong-hand",
    "no-survivor",
)
"""Refusals that follow from a name that does not exist, where there is one: SF1xx tells that."""
_NOTHING = "–"
_SHOWING = ("attach", "submit", "accept", "look-back")
_n = attrgetter("n")


@rule("SF200", RuleScope.LEDGER)
def cannot_judge(view: View) -> Iterator[Flaw]:
    """The registries by which steps are judged can be read.

    Why: A step is judged by the places, bodies, offices and policy in force on its day.
    Bad: a ledger whose bodies.yaml has a broken bracket.
    Good: a ledger whose six registries can be read.
    Fix: Correct what else is said of this file, then validate again.
    """
    for path in FILES:
        if path in view.files and view.is_lost(path):
            message = _("while {path} cannot be read, no issue's life is checked")
            yield Flaw(message.format(path=path), path=path)


@rule("SF201", RuleScope.ISSUE)
def broken_digest(life: Life, view: View) -> Iterator[Flaw]:
    """The digest of an issue is that of what it says.

    Why: Every command seals what it writes; a broken seal shows that somebody wrote by hand.
    Bad:
        title: 甲醇罐区围栏锈蚀
    Good:
        title: 甲醇罐区可燃气体报警器失效
    Fix: Restore the file from git, then make the change by a step, such as `sfcheck amend`.
    """
    if life.issue.digest != life.digest:
        yield Flaw(_("the digest is not that of what the record says"), ("digest",))


@rule("SF202", RuleScope.LIFE)
def other_status(life: Life, view: View) -> Iterator[Flaw]:
    """The status is the one the events lead to.

    Why: The status stands in the record for people and lists; what happened decides.
    Bad:
        status: closed
    Good:
        status: rectifying
    Fix: Restore the file from git, then take the step: `sfcheck close` and its like.
    """
    if life.folded:
        yield from _differs(("status",), life.issue.status.value, life.folded.status.value)


@rule("SF203", RuleScope.LIFE)
def other_due(life: Life, view: View) -> Iterator[Flaw]:
    """The due date is the one the events set.

    Why: Who is late is told by this date; only a notice, an extension or a new demand moves it.
    Bad:
        due: 2027-07-01
    Good:
        due: 2026-07-01
    Fix: Restore the file from git, then record the extension: `sfcheck extend`.
    """
    if life.folded:
        yield from _differs(("due",), life.issue.due, life.folded.due)


@rule("SF204", RuleScope.LIFE)
def other_hands(life: Life, view: View) -> Iterator[Flaw]:
    """Who rectifies and who accepts is who the notice named.

    Why: The right to accept follows from it.
    Bad:
        responsible: {rectify: 灵武市云坊化工有限公司（虚构）, accept: health}
    Good:
        responsible: {rectify: 灵武市云坊化工有限公司（虚构）, accept: emergency-management}
    Fix: Restore the file from git, then notify again or amend the accepting body.
    """
    if not life.folded:
        return
    says, should = life.issue.responsible, life.folded.responsible
    yield from _differs(("responsible", "rectify"), says.rectify, should.rectify)
    yield from _differs(("responsible", "accept"), says.accept, should.accept)
    yield from _differs(("responsible", "assist"), ", ".join(says.assist), ", ".join(should.assist))


@rule("SF205", RuleScope.LIFE)
def other_pending(life: Life, view: View) -> Iterator[Flaw]:
    """What waits for a ruling is what a merge left undecided.

    Why: Nothing is closed while something waits; taking it off the list would open the way.
    Bad: a record without `pending`, though one of two events with the same `n` is refused.
    Good: the record as the merge left it, with that event in `pending`.
    Fix: Restore the file from git, then let the head of the place rule: `sfcheck rule`.
    """
    if not life.folded:
        return
    says, should = (
        ", ".join(f"{waiting.do} {waiting.event[:8]}" for waiting in issue.pending)
        for issue in (life.issue, life.folded)
    )
    yield from _differs(("pending",), says, should)


@rule("SF206", RuleScope.LIFE)
def illegal_event(life: Life, view: View) -> Iterator[Flaw]:
    """Every event is one the law allows: in that state, to that hand, with what it must show.

    Why: What a command would refuse does not become lawful by being written into the file.
    Bad: a `close` event by the person who recorded the acceptance.
    Good: a `close` event by another officer of the overall office.
    Fix: Restore the file from git, then take the step as the message says.
    """
    refusal = life.refusal
    if refusal is None or not isinstance(life.issue.events[0], _OPENINGS):
        return
    if refusal.code == "wrong-order" or refusal.code in _SURVIVAL:
        return
    if refusal.code in _OF_NAMES and broken_reference(life, view):
        return
    yield Flaw(refusal.message, _refused(life, view), fix=refusal.remedy)


@rule("SF207", RuleScope.LIFE)
def out_of_order(life: Life, view: View) -> Iterator[Flaw]:
    """Events stand in the order of their `n`, which begins at 1 and leaves nothing out.

    Why: A gap shows that an event was taken out of the record.
    Bad: events with n = 1, 2 and 4.
    Good: events with n = 1, 2 and 3.
    Fix: Restore the file from git.
    """
    if life.refusal and life.refusal.code == "wrong-order":
        message = _("n = {n} does not follow; {expected} would")
        yield Flaw(message.format_map(life.refusal.facts), _refused(life, view, "n"))
    elif life.folded and life.folded.events != life.issue.events:
        events = life.issue.events
        at = next(at for at, e in enumerate(life.folded.events) if e != events[at])
        yield Flaw(_("this event does not stand in its place"), ("events", at))


@rule("SF208", RuleScope.ISSUE, "warning")
def backwards(life: Life, view: View) -> Iterator[Flaw]:
    """No event is older than the one before it.

    Why: Clocks differ by minutes; a jump back by days was written to look older than it is.
    Bad: a `confirm` dated a day before the `register` it confirms.
    Good: a `confirm` dated later than the `register`.
    Fix: Check the clock of the machine; git shows when the event was committed.
    """
    events = life.issue.events
    followed = sorted(events, key=_n)
    moments = [event.at for event in followed]
    if all(map(le, moments, moments[1:])):
        return
    for earlier, later in pairwise(followed):
        if later.at < earlier.at:
            message = _("this event is dated before the one it follows, which is of {at}")
            at = events.index(later)
            yield Flaw(message.format(at=earlier.at.isoformat()), ("events", at, "at"))


@rule("SF209", RuleScope.ISSUE)
def no_opening(life: Life, view: View) -> Iterator[Flaw]:
    """A life begins with `register` or `import`.

    Why: An issue that nobody registered has nobody who answers for it.
    Bad:
        events: []
    Good: a record whose first event is `register`.
    Fix: Remove the file and register the issue with `sfcheck new-issue`, or restore it from git.
    """
    events = life.issue.events
    if not events:
        yield Flaw(_("the record has no events"), ("events",))
    elif not isinstance(events[0], _OPENINGS):
        yield Flaw(_("the first event neither registers nor imports"), ("events", 0, "do"))


@rule("SF210", RuleScope.LIFE)
def lost_survivor(life: Life, view: View) -> Iterator[Flaw]:
    """The survivor of a duplicate is not void itself.

    Why: Otherwise nothing is left on the list of a problem that was found twice.
    Bad: two issues voided as duplicates of each other.
    Good: the one voided as a duplicate of the other, which goes on.
    Fix: Let the head of the place decide which of them stays, and restore that one from git.
    """
    refusal = life.refusal
    if refusal and refusal.code in _SURVIVAL and not broken_reference(life, view):
        yield Flaw(refusal.message, _refused(life, view, "duplicate_of"), fix=refusal.remedy)


@rule("SF211", RuleScope.ISSUE, "warning")
def open_import(life: Life, view: View) -> Iterator[Flaw]:
    """An issue from an old list is given the duty and the accepting body the list did not name.

    Why: Until both are named it cannot be accepted, and so never closed.
    Bad: an imported issue without `duty`.
    Good: the same issue after `sfcheck amend` named its duty and its accepting body.
    Fix: `sfcheck amend NUMBER --field duty --new DUTY --why …`, and the same for `accept`.
    """
    issue = life.issue
    if not issue.open or not issue.events or not isinstance(issue.events[0], Import):
        return
    named = (("duty", issue.duty), ("accept", issue.responsible.accept))
    lacking = ", ".join(name for name, value in named if value is None)
    if lacking:
        yield Flaw(_("not yet named: {fields}").format(fields=lacking), field=lacking)


@rule("SF212", RuleScope.LIFE)
def other_content(life: Life, view: View) -> Iterator[Flaw]:
    """A field that was amended reads as its last amendment says.

    Why: Old and new stay on record; a value from nowhere breaks that chain.
    Bad: an issue amended to severity major that reads `severity: general`.
    Good: the same issue with `severity: major`.
    Fix: Restore the file from git, then `sfcheck amend`.
    """
    if not life.folded:
        return
    should = content(life.folded)
    for name, value in content(life.issue).items():
        if value != should[name]:
            yield Flaw(_("this is not what the last amendment says"), (name,))


@rule("SF213", RuleScope.LIFE, "warning")
def done_unaware(life: Life, view: View) -> Iterator[Flaw]:
    """What was done without knowing of a change elsewhere waits for a ruling.

    Why: Two clones acted lawfully, each by what it knew; until the head rules, it has no effect.
    Bad: an amendment by a leader who had not heard that the place was handed over the day before.
    Good: the same record after the new head ruled on it.
    Fix: Let the head of the place rule: `sfcheck rule NUMBER --outcome settled --settles all`.
    """
    for at, event in life.unaware:
        if was_lawful(view.root, life.issue.number, event):
            message = _("“{step}” by {who}: done without knowing of a change elsewhere; it waits")
            yield Flaw(_about(message, event, view), ("events", at, "do"))


@rule("SF215", RuleScope.ISSUE, "warning")
def odd_photos(life: Life, view: View) -> Iterator[Flaw]:
    """A photograph was taken when and where it says, as far as its camera tells.

    Why: An old photograph, or one of another place, shows nothing of this rectification.
    Bad: evidence of 10 June whose EXIF says it was taken in 2024.
    Good: a photograph of that day and place.
    Fix: Ask who showed it; attach the right one. A clock that was wrong is told in a note.
    """
    if view.context is None:
        return
    for at, event in enumerate(life.issue.events):
        if event.do in _SHOWING:
            before = life.issue.model_copy(update={"events": life.issue.events[:at]})
            for refusal in odd(before, event, view.context.policy):
                yield Flaw(str(refusal), ("events", at))


@rule("SF214", RuleScope.LIFE)
def done_too_late(life: Life, view: View) -> Iterator[Flaw]:
    """Nobody acts by what he no longer is, in a clone that has it on record.

    Why: Who had left an office or a seat, and whose own clone said so, was not unaware.
    Bad: an acceptance committed on top of the commit that ended its author's office.
    Good: an acceptance by who holds the office now.
    Fix: Restore the file from git, then let the right hand take the step.
    """
    for at, event in life.unaware:
        if not was_lawful(view.root, life.issue.number, event):
            message = _("“{step}” by {who}: neither lawful now nor in the commit that brought it")
            yield Flaw(_about(message, event, view), ("events", at, "do"))


def _about(message: str, event: Event, view: View) -> str:
    who = view.context.name(event.by) if view.context else event.by
    return message.format(step=label(event.do), who=who)


def _differs(way: Way, says: object, should: object) -> Iterator[Flaw]:
    if says != should:
        message = _("“{field}” says {says}; the events make it {should}")
        facts = {
            "field": ".".join(map(str, way)),
            "says": says or _NOTHING,
            "should": should or _NOTHING,
        }
        yield Flaw(message.format_map(facts), way)


def _refused(life: Life, view: View, key: str = "do") -> Way:
    """Return the way to the event that the law refuses, and to what of it stands under `key`."""
    at = refused_event(life.issue, view.context) if view.context else None
    return ("events",) if at is None else ("events", at, key)
