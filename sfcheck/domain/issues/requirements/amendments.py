"""What an amendment may change, and what it must leave alone."""

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import (
    Amend,
)
from sfcheck.domain.issues.record import Issue, amended, amended_value, standing_value
from sfcheck.domain.issues.requirements.notices import bodies_fit
from sfcheck.domain.issues.requirements.registration import fit_nature, fit_sector, fit_source
from sfcheck.domain.issues.requirements.rulings import be_survived
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.rounds import covers
from sfcheck.errors import Refused


def be_no_end(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Of what is void nothing is amended but of which issue it is the duplicate."""
    if issue.status is Status.VOIDED and issue.survivor is None:
        raise Refused("no-duplicate", number=issue.number)


def mend_a_chain_alone(issue: Issue, event: Amend, context: Context) -> None:
    """A duplicate may be told to be one of another living issue, and is amended in nothing else."""
    chained = event.field == "duplicate_of"
    if chained is not (issue.status is Status.VOIDED):
        raise Refused("amends-a-duplicate", number=issue.number, field=event.field)
    if chained:
        be_survived(issue, str(event.new), context)


def amend_what_stands(issue: Issue, event: Amend, context: Context) -> None:
    """An amendment names what stands there, changes it, and leaves a lawful record."""
    new = amended_value(event.field, event.new)
    current = standing_value(issue, event.field)
    if current != amended_value(event.field, event.old):
        raise Refused("amends-another-value", number=issue.number, field=event.field)
    if current == new:
        raise Refused("amends-nothing", number=issue.number, field=event.field)
    if event.field == "accept":
        bodies_fit(issue, issue.responsible.rectify, str(new), context)
    elif event.field in ("place", "nature", "sector", "unit", "duty", "source"):
        changed = issue.model_copy(update=amended(issue, event.field, new))
        _fit_amended(changed, event, context)


def stay_with_the_holder(issue: Issue, event: Amend, context: Context) -> None:
    """Another place is no other holder: what is confirmed changes hands by a handover alone."""
    if event.field != "place" or issue.status is Status.REGISTERED:
        return
    holders = [context.custody.holder(place, event.at) for place in (issue.place, str(event.new))]
    if holders[0] != holders[1]:
        places = {"old": context.name(issue.place), "new": context.name(str(event.new))}
        named = {"from_": context.name(holders[0]), "to": context.name(holders[1])}
        raise Refused("moves-custody", number=issue.number, **places, **named)


def leave_offers_alone(issue: Issue, event: Amend, context: Context) -> None:
    """While a place is offered, no issue goes out of its list or comes into it unlisted."""
    if event.field != "place":
        return
    for place in (issue.place, str(event.new)):
        offers = context.custody.offers_touching(place, event.at)
        if offers:
            facts = {"place": context.name(offers[0].place), "to": context.name(offers[0].to)}
            raise Refused("moves-while-offered", number=issue.number, **facts)


def _fit_amended(changed: Issue, event: Amend, context: Context) -> None:
    if changed.place not in context.places:
        raise Refused("unknown-place", number=changed.number, place=changed.place)
    if changed.unit.body is not None and changed.unit.body not in context.bodies:
        raise Refused("unknown-body", number=changed.number, body=changed.unit.body)
    if event.field == "nature":
        fit_nature(changed, changed.nature, context)
    fit_sector(changed, context)
    fit_source(changed, context)
    team = context.team(changed.found.team or "")
    by_team = event.field == "place" and team and event.for_ == changed.found.team
    if by_team and team and not covers(context.places, team, changed.place, event.day):
        raise Refused("not-your-place", number=changed.number, place=changed.place)
