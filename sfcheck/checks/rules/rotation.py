"""SF4xx: are the teams made up as the plan and the policy ask (plan 二(一), 四(一)–(二)).

What the commands refuse is an error here; of what they warn, this warns too.
"""

from collections.abc import Iterator

from sfcheck.checks.seen.life import Life
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.composition import repeats
from sfcheck.domain.composition import rules as composition
from sfcheck.domain.composition.breaches import Check
from sfcheck.domain.world.rounds import Round
from sfcheck.language import _
from sfcheck.ledger.files import clock, layout


def _breaches(view: View, check: Check) -> Iterator[Flaw]:
    """Yield what a rule of composition objects to in the rounds that can be read whole."""
    for rotation in view.rounds.values():
        path = layout.round_path(rotation.id)
        if view.context is None or not isinstance(view.files[path].record, Round):
            continue
        for at, team in enumerate(rotation.teams):
            for breach in check(rotation, team, view.context):
                refusal = breach.refusal
                way = ("teams", at, *breach.way)
                yield Flaw(refusal.message, way, path=path, fix=refusal.remedy)


@rule("SF401", RuleScope.LEDGER)
def two_teams(view: View) -> Iterator[Flaw]:
    """Nobody sits in two teams on one day, in one round or in two.

    Why: Who is in two places at once is in neither; and two leaders would answer for one finding.
    Bad:
        # rounds/2026-2.yaml
        start: 2026-03-05
        end: 2026-06-30
        teams:
        - id: T1
          places: [{place: "640300", since: 2026-03-05}]
          leader: [{person: "0022", since: 2026-03-05}]
          experts: [{person: "0003", since: 2026-03-04, until: 2026-03-04}]
    Good:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640300", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01}]
          experts: [{person: "0003", since: 2026-06-01}]
    Fix: End the earlier seat: `sfcheck team leave ROUND/TEAM PERSON --until DATE`.
    """
    yield from _breaches(view, composition.two_teams)


@rule("SF402", RuleScope.LEDGER)
def own_place(view: View) -> Iterator[Flaw]:
    """Nobody inspects the place of the body they come from, nor what it lies in.

    Why: Nobody finds at home what colleagues and superiors would have to rectify.
    Bad:
        # people/0001.yaml
        home:
        - {since: 2026-01-01, body: government-640181}
    Good:
        # people/0001.yaml
        home:
        - {since: 2026-01-01, body: government-640221}
    Fix: Seat somebody from elsewhere, or this person in a team posted elsewhere.
    """
    yield from _breaches(view, composition.own_place)


@rule("SF403", RuleScope.LEDGER, "warning")
def leader_rank(view: View) -> Iterator[Flaw]:
    """A team's leader has a rank the policy names, on the first day of the seat.

    Why: The plan has teams led by bureau-level cadres (厅级), whose word the inspected heed.
    Bad:
        # people/0002.yaml
        rank:
        - {since: 2026-01-01, value: division}
    Good:
        # people/0002.yaml
        rank:
        - {since: 2026-01-01, value: bureau}
    Fix: Name another leader, or put the rank on record: `sfcheck person rank`.
    """
    yield from _breaches(view, composition.leader_rank)


@rule("SF404", RuleScope.LEDGER, "warning")
def lead_body(view: View) -> Iterator[Flaw]:
    """A team's leader comes from a lead body of the policy, where it names any.

    Why: The plan has the lead departments (主责部门) send the leaders.
    Bad:
        # policy.yaml
        lead_bodies:
        - {since: 2026-01-01, value: [fire-rescue], basis: preset}
    Good:
        # policy.yaml
        lead_bodies: []
    Fix: Name another leader, or correct `lead_bodies` in policy.yaml.
    """
    yield from _breaches(view, composition.lead_body)


@rule("SF405", RuleScope.LEDGER, "warning")
def experts_missing(view: View) -> Iterator[Flaw]:
    """A team has as many experts as the policy asks for, on every day somebody sits in it.

    Why: A team is leader, experts and members (组长+专家+组员); danger that hides takes an expert.
    Bad:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640100", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01}]
          members: [{person: "0021", since: 2026-06-01}]
    Good:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640100", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01}]
          experts: [{person: "0021", since: 2026-06-01}]
    Fix: Seat an expert: `sfcheck team seat ROUND/TEAM --expert PERSON`.
    """
    yield from _breaches(view, composition.experts_missing)


@rule("SF406", RuleScope.LEDGER, "warning")
def fields_missing(view: View) -> Iterator[Flaw]:
    """A team's experts cover the professional fields its round, or the team, asks for.

    Why: An expert of another trade does not see what is wrong.
    Bad:
        # rounds/2026-2.yaml
        fields: [危险化学品]
    Good:
        # people/0021.yaml
        fields:
        - {since: 2026-01-01, value: 危险化学品}
    Fix: Seat an expert of that field, or put the field on the expert's record.
    """
    yield from _breaches(view, composition.fields_missing)


@rule("SF407", RuleScope.LEDGER, "warning")
def not_released(view: View) -> Iterator[Flaw]:
    """Whoever inspects is released from home work, or there is a reason why not.

    Why: In principle inspectors take no part in the work of their own body meanwhile (plan 四(一)).
    Bad:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640100", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01, released: false}]
          experts: [{person: "0021", since: 2026-06-01}]
    Good:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640100", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01, released: false, reason: 兼任防汛值班}]
          experts: [{person: "0021", since: 2026-06-01}]
    Fix: Release the person, or write the reason beside `released`.
    """
    yield from _breaches(view, composition.not_released)


@rule("SF408", RuleScope.LEDGER, "warning")
def same_place(view: View) -> Iterator[Flaw]:
    """Nobody is sent to the same place in round after round, as often as the policy names.

    Why: Places are not fixed (三不固定): who comes again and again is known, expected and soft.
    Bad:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640100", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01}]
          experts: [{person: "0001", since: 2026-06-01}]
    Good:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640300", since: 2026-06-01}]
          leader: [{person: "0022", since: 2026-06-01}]
          experts: [{person: "0001", since: 2026-06-01}]
    Fix: Send the person elsewhere, or leave it: this only warns.
    """
    yield from _breaches(view, repeats.same_place)


@rule("SF409", RuleScope.LEDGER, "warning")
def same_leader(view: View) -> Iterator[Flaw]:
    """Nobody serves under the same leader in round after round, as often as the policy names.

    Why: People are not fixed (三不固定): a company that stays together sees with one pair of eyes.
    Bad:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640300", since: 2026-06-01}]
          leader: [{person: "0002", since: 2026-06-01}]
          experts: [{person: "0001", since: 2026-06-01}]
    Good:
        # rounds/2026-2.yaml
        teams:
        - id: T1
          places: [{place: "640300", since: 2026-06-01}]
          leader: [{person: "0002", since: 2026-06-01}]
          experts: [{person: "0003", since: 2026-06-01}]
    Fix: Mix the teams anew, or leave it: this only warns.
    """
    yield from _breaches(view, repeats.same_leader)


@rule("SF410", RuleScope.LEDGER, "warning")
def same_days(view: View) -> Iterator[Flaw]:
    """No place is reached on one weekday, or one day of the month, as often as the policy names.

    Why: Times are not fixed (三不固定): who knows the day tidies up the day before.
    Bad:
        # policy.yaml
        repeat_days:
        - {since: 2026-01-01, value: 2, basis: preset}
    Good:
        # policy.yaml
        repeat_days:
        - {since: 2026-01-01, value: 3, basis: preset}
    Fix: Go on another day the next time; this only warns.
    """
    yield from _breaches(view, repeats.same_days)


@rule("SF411", RuleScope.ISSUE, "warning")
def own_body(life: Life, view: View) -> Iterator[Flaw]:
    """Nobody who finds an issue belongs to the body inspected, on the day it is found.

    Why: Nobody inspects their own house; what they find there, and what not, is in doubt.
    Bad:
        unit: {name: 自治区交通运输厅, body: transport}
    Good:
        unit: {name: 自治区住房和城乡建设厅, body: housing-construction}
    Fix: Let somebody of another body see it again, and a look-back record that.
    """
    issue = life.issue
    for at, number in enumerate(issue.found.by):
        person = view.people.get(number)
        if issue.unit.body and person and person.home_on(issue.found.on) == issue.unit.body:
            message = _("{who} comes from {body}, which is inspected here")
            facts = {"who": f"{number} {person.name}", "body": issue.unit.name}
            yield Flaw(message.format_map(facts), ("found", "by", at))


@rule("SF412", RuleScope.LEDGER)
def outside_round(view: View) -> Iterator[Flaw]:
    """No seat and no posting begins before its round.

    Why: Who acts for a team before there is one acts for nobody.
    Bad:
        # rounds/2026-2.yaml
        start: 2026-06-02
    Good:
        # rounds/2026-2.yaml
        start: 2026-06-01
    Fix: Correct the day, or the start of the round.
    """
    for rotation in view.rounds.values():
        path = layout.round_path(rotation.id)
        if not isinstance(view.files[path].record, Round):
            continue
        for at, team in enumerate(rotation.teams):
            dated = [
                *((("places", n, "since"), posting.since) for n, posting in enumerate(team.places)),
                *(((s.role, s.at, "since"), s.seat.since) for s in team.sittings()),
            ]
            for way, since in dated:
                if since < rotation.start:
                    message = _("{since} lies before {start}, the start of the round")
                    said = message.format(since=since, start=rotation.start)
                    yield Flaw(said, ("teams", at, *way), path=path)


@rule("SF413", RuleScope.LEDGER, "warning")
def members_missing(view: View) -> Iterator[Flaw]:
    """A team has as many members as the policy asks for, on every day somebody sits in it.

    Why: A team is leader, experts and members (组长+专家+组员); two pairs of eyes see little.
    Bad: a team of a leader and an expert, where the policy asks for one member.
    Good: the same team with a member.
    Fix: Seat a member: `sfcheck team seat ROUND/TEAM --member PERSON`.
    """
    yield from _breaches(view, composition.members_missing)


@rule("SF414", RuleScope.LEDGER, "warning")
def past_its_end(view: View) -> Iterator[Flaw]:
    """A round whose last day is past holds no place any more.

    Why: Whoever went home answers for a list that nobody works on.
    Bad:
        # rounds/2026-1.yaml
        end: 2026-05-31
    Good:
        # rounds/2026-1.yaml
        end: 2099-12-31
    Fix: Let each leader hand the place over, then close the round: `sfcheck handover offer`.
    """
    if view.context is None:
        return
    now, custody = clock.now(view.root), view.context.custody
    for rotation in view.rounds.values():
        if rotation.closed or rotation.end is None or rotation.end >= now.date():
            continue
        for team in rotation.teams:
            for at, posting in enumerate(team.places):
                if custody.holder(posting.place, now) == f"{rotation.id}/{team.id}":
                    message = _("the round ended on {end}, and {team} still holds {place}")
                    named = {"end": rotation.end, "team": f"{rotation.id}/{team.id}"}
                    said = message.format(place=view.context.name(posting.place), **named)
                    way = ("teams", rotation.teams.index(team), "places", at)
                    yield Flaw(said, way, path=layout.round_path(rotation.id))
