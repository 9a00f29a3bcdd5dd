"""The law of visits: record, amend, study, consult, check (plan 二(二) 部门联动, 二(三) 暗访为主).

「不发通知、不打招呼、不听汇报、不用陪同接待、直奔基层、直插现场」: a covert visit is on record only
with an answer to each of the six, and a reason for each that was not kept. An overt one has no
such list; it may take a typical case apart 「解剖麻雀、查明原因，厘清责任、督点促面」, which the
team's leader answers for. 「开展多方联合“会诊”」 needs two bodies and an expert of the pool, and is
called by whoever answers for the place, or by the overall office. Those who went go through a
unit by the checklist of its sector.
"""

from collections.abc import Iterable, Mapping

from sfcheck.domain.base.records import in_force
from sfcheck.domain.base.vocabulary import Mode
from sfcheck.domain.issues.past import turns
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.law import Beside, Procedure
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.visits.record import (
    Account,
    Amended,
    Consulted,
    Examined,
    ItemAnswer,
    Point,
    Recorded,
    Studied,
    Verdict,
    Visit,
)
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import lies_in
from sfcheck.domain.world.steps import OFFICER, Hand, Step, after
from sfcheck.errors import Refused
from sfcheck.language import N_

POINTS: Mapping[Point, str] = {
    "no_notice": N_("no notice was sent"),
    "no_greeting": N_("nobody was told beforehand"),
    "no_briefing": N_("no briefing was listened to"),
    "no_escort": N_("nobody escorted or received them"),
    "straight_down": N_("straight to the grass roots"),
    "straight_in": N_("straight to the site"),
}
"""The six points of 「四不两直」: what each is called."""

STEPS = {
    "record": N_("put on record"),
    "amend": N_("amend"),
    "study": N_("case study"),
    "consult": N_("consultation"),
    "check": N_("checklist"),
}
"""The steps of a visit."""

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: N_("passed"),
    Verdict.FAIL: N_("failed"),
    Verdict.NOT_APPLICABLE: N_("not applicable"),
}
"""What became of an item of a checklist."""

STATES = {
    "record": N_("on record"),
    "amend": N_("amended"),
    "study": N_("studied"),
    "consult": N_("consulted about"),
    "check": N_("gone through by a checklist"),
}
"""Where a visit stands after each of its steps."""


def _team(visit: Visit, event: SealedEvent, context: Context) -> str:
    return visit.team


def _went_or_might(visit: Visit, event: Recorded, context: Context) -> bool:
    return context.inspects(event.by, visit.team, event.account.place, event.account.on)


def _recorded_it(visit: Visit, event: SealedEvent, context: Context) -> bool:
    return visit.events[0].by == event.by


def _leads(visit: Visit, event: SealedEvent, context: Context) -> bool:
    return context.leader(visit.team, event.day) == event.by


def _answers_for(visit: Visit, event: SealedEvent, context: Context) -> str | None:
    account = visit.account
    return context.answers(account.place, event.at)[0] if account else None


def _heads(visit: Visit, event: SealedEvent, context: Context) -> bool:
    account = visit.account
    return account is not None and context.head(account.place, event.at) == event.by


def _went(visit: Visit, event: SealedEvent, context: Context) -> bool:
    return visit.account is not None and event.by in visit.account.persons


MEMBER = Hand(N_("one of the team that inspected this place that day"), _team, _went_or_might)
AUTHOR = Hand(N_("who put it on record"), _team, _recorded_it)
WENT = Hand(N_("one of those who went"), _team, _went)
LEADER = Hand(N_("the leader of the team"), _team, _leads)
HEAD = Hand(N_("the head of the place"), _answers_for, _heads)


def _past(visit: Visit, event: Recorded | Amended, context: Context) -> None:
    """Nothing is put on record before it happened."""
    if event.account.on > event.day:
        raise Refused("visit-ahead", on=event.account.on, day=event.day)


def _by_those_who_inspect(visit: Visit, event: Recorded | Amended, context: Context) -> None:
    """Whoever went sat on that day in the team whose round gives it the place."""
    account = event.account
    for person in account.persons:
        if not context.inspects(person, visit.team, account.place, account.on):
            facts = {"team": visit.team, "place": context.name(account.place), "on": account.on}
            raise Refused("visit-stranger", who=context.name(person), **facts)


def _answer_all_six(visit: Visit, event: Recorded | Amended, context: Context) -> None:
    """A covert visit has each point answered once, and why where it was not kept."""
    account = event.account
    wanted = tuple(POINTS) if account.mode is Mode.COVERT else ()
    if tuple(answer.point for answer in account.check) != wanted:
        code = "checklist-incomplete" if wanted else "checklist-overt"
        raise Refused(code, points=", ".join(POINTS))
    unexplained = [a.point for a in account.check if not a.kept and a.remark is None]
    if unexplained:
        raise Refused("checklist-remark", points=", ".join(unexplained))


def _name_issues(visit: Visit, numbers: Iterable[str], context: Context) -> None:
    """Each issue is named once, and there is one."""
    named = tuple(numbers)
    again = next((each for at, each in enumerate(named) if each in named[:at]), None)
    if again:
        raise Refused("visit-issue-again", number=again)
    for number in named:
        if context.status_of(number) is None:
            raise Refused("visit-issue", number=number)


def _name_found(visit: Visit, event: Recorded | Amended, context: Context) -> None:
    _name_issues(visit, event.account.issues, context)


def _name_studied(visit: Visit, event: Studied, context: Context) -> None:
    _name_issues(visit, event.issues, context)


def _on_an_overt_one(visit: Visit, event: Studied, context: Context) -> None:
    """Cases are studied on overt visits."""
    account = visit.account
    if account and account.mode is not Mode.OVERT:
        raise Refused("study-covert", visit=visit.id)


def _keep_what_was_studied(visit: Visit, event: Amended, context: Context) -> None:
    """A visit with a study stays an overt one."""
    if visit.studies and event.account.mode is not Mode.OVERT:
        raise Refused("study-covert", visit=visit.id)


def _about_one(visit: Visit, event: Consulted, context: Context) -> None:
    """There is the issue; they met on or after the day of the visit, and not tomorrow."""
    _name_issues(visit, [event.issue], context)
    account = visit.account
    if account and not account.on <= event.on <= event.day:
        raise Refused("consult-when", on=event.on, since=account.on, day=event.day)


def _of_two_bodies(visit: Visit, event: Consulted, context: Context) -> None:
    """At least two bodies speak."""
    bodies = {context.name(opinion.body) for opinion in event.opinions}
    if len(bodies) < _BODIES:
        raise Refused("consult-one-body", body=", ".join(bodies))


_BODIES = 2


def _by_those_on_the_roster(visit: Visit, event: Consulted, context: Context) -> None:
    """Who is given by number is on the roster, of that body on that day; one is of the pool."""
    pool = False
    for opinion in event.opinions:
        known = context.people.get(opinion.who)
        if known is None:
            if opinion.who.isdecimal():
                raise Refused("consult-unknown", person=opinion.who)
            continue
        if known.home_on(event.on) != opinion.body:
            facts = {"who": known.name, "body": context.name(opinion.body), "on": event.on}
            raise Refused("consult-home", **facts)
        fields = {each.value for each in in_force(known.fields, event.on)}
        if opinion.field is not None and opinion.field not in fields:
            facts = {"who": known.name, "field": opinion.field}
            raise Refused("consult-field", **facts, fields=", ".join(sorted(fields)) or "–")
        pool = pool or bool(fields)
    if not pool:
        raise Refused("consult-no-expert", on=event.on)


def _answer_every_item(visit: Visit, event: Examined, context: Context) -> None:
    """Each item is answered once; what failed, and what does not apply, says what or why."""
    items = [answer.code for answer in event.answers]
    again = next((each for at, each in enumerate(items) if each in items[:at]), None)
    if again:
        raise Refused("item-again", item=again)
    unsaid = [a.code for a in event.answers if a.verdict is not Verdict.MET and a.remark is None]
    if unsaid:
        raise Refused("item-remark", items=", ".join(unsaid))


def _of_a_unit_visited(visit: Visit, event: Examined, context: Context) -> None:
    """What was gone through is a unit of the visit."""
    units = visit.account.units if visit.account else ()
    if event.unit not in units:
        raise Refused("unit-not-visited", unit=event.unit, units=", ".join(units))


def lay_in(issue: Issue, account: Account, context: Context) -> bool:
    """Whether an issue lies in the place of a visit, or did before its place was amended."""
    ever = {issue.place, *(turn.place for turn in turns(issue))}
    return any(lies_in(context.places, each, account.place, account.on) for each in ever)


def unregistered(visit: Visit, issues: Iterable[Issue]) -> list[tuple[Examined, ItemAnswer]]:
    """Return what failed on a visit and is not measured by the clause of an issue it found."""
    measured = {(issue.unit.name, issue.criterion) for issue in issues}
    return [
        (check, answer)
        for check in visit.checks
        for answer in check.failed
        if (check.unit, answer.criterion) not in measured
    ]


def _name_what_belongs(visit: Visit, event: SealedEvent, context: Context, beside: Beside) -> None:
    """What it names lies in its place; what it found, its own team registered."""
    told = visit.with_(event)
    account = told.account
    if account is None:
        return
    own = event.account.issues if isinstance(event, Recorded | Amended) else ()
    for number in sorted(told.named):
        issue = beside.issue(number)
        if not lay_in(issue, account, context):
            place = context.name(account.place)
            raise Refused("visit-issue-elsewhere", number=number, place=place)
        if number in own and issue.found.team != visit.team:
            raise Refused("visit-issue-of-others", number=number, team=visit.team)


def _where(visit: Visit, context: Context) -> str:
    return context.name(visit.account.place if visit.account else "")


_AFTER = after("record", "amend", "study", "consult", "check")
_ACCOUNT = (_past, _by_those_who_inspect, _answer_all_six, _name_found)
_BELONGS = (_name_what_belongs,)

VISIT = Procedure(
    name=N_("visit"),
    command="visit",
    folder="visits",
    model=Visit,
    steps={
        "record": Step(after(None), (MEMBER,), _ACCOUNT, _BELONGS),
        "amend": Step(_AFTER, (AUTHOR, LEADER), (*_ACCOUNT, _keep_what_was_studied), _BELONGS),
        "study": Step(_AFTER, (LEADER,), (_on_an_overt_one, _name_studied), _BELONGS),
        "consult": Step(
            _AFTER,
            (HEAD, OFFICER),
            (_about_one, _of_two_bodies, _by_those_on_the_roster),
            _BELONGS,
        ),
        "check": Step(_AFTER, (WENT, LEADER), (_answer_every_item, _of_a_unit_visited)),
    },
    names=STEPS,
    states=STATES,
    about=_where,
)
"""The law of visits."""
