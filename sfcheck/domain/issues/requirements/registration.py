"""What a registration or an import must show."""

from operator import attrgetter

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.zones import is_to_come
from sfcheck.domain.issues.events import Import, Register
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused

REGISTERED_WITH = ("duty", "nature", "found.team", "found.mode", "found.site_record")
_registered_with = attrgetter(*REGISTERED_WITH)


def name_place_and_team(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Place and team exist: whose hand may register hangs on them."""
    if issue.place not in context.places:
        raise Refused("unknown-place", number=issue.number, place=issue.place)
    if issue.found.team is not None and context.team(issue.found.team) is None:
        raise Refused("no-such-team", team=issue.found.team)


def be_complete(issue: Issue, event: Register, context: Context) -> None:
    """A registration shows all that an import may lack."""
    for path, value in zip(REGISTERED_WITH, _registered_with(issue), strict=True):
        if value is None:
            raise Refused("missing-field", number=issue.number, field=path)


def hold_the_place_still(issue: Issue, event: Register, context: Context) -> None:
    """A team that offered the place registers nothing more there, once it knows of the offer."""
    if context.custody.offered_by(event.for_, issue.place, event.at):
        raise Refused(
            "offered-on", number=issue.number, team=event.for_, place=context.name(issue.place)
        )


def keep_raw_cells(issue: Issue, event: Import, context: Context) -> None:
    """An import keeps the cells as they were written."""
    if not issue.as_written:
        raise Refused("missing-field", number=issue.number, field="as_written")


def fit_the_registries(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Nature, source, inspectors and related issue exist; nobody found it tomorrow."""
    fit_source(issue, context)
    fit_nature(issue, issue.nature, context)
    fit_sector(issue, context)
    if issue.unit.body is not None and issue.unit.body not in context.bodies:
        raise Refused("unknown-body", number=issue.number, body=issue.unit.body)
    if is_to_come(issue.found.on, event.day):
        raise Refused("found-in-the-future", number=issue.number, on=issue.found.on)
    if issue.found.team is not None:
        _fit_team(issue, event, context)
    recurs = issue.related.recurs if issue.related else None
    if recurs is not None and context.status_of(recurs) is None:
        raise Refused("unknown-issue", number=recurs)


def _fit_team(issue: Issue, event: BaseEvent, context: Context) -> None:
    rotation = context.round_of(issue.found.team or "")
    if rotation and issue.found.on < rotation.start:
        raise Refused(
            "found-before-round", number=issue.number, on=issue.found.on, start=rotation.start
        )
    for person in issue.found.by:
        if person not in context.people:
            raise Refused("unknown-person", number=issue.number, person=person)
        if not context.seated(person, issue.found.team or "", issue.found.on):
            raise Refused(
                "not-in-team",
                number=issue.number,
                person=context.name(person),
                team=issue.found.team,
                on=issue.found.on,
            )


def be_of_another_house(issue: Issue, event: Register, context: Context) -> None:
    """Who serves in a mixed team finds nothing at the own body, nor at one that answers to it."""
    team = context.team(issue.found.team or "")
    body = context.bodies.get(context.body_called(issue.unit.body or issue.unit.name))
    if team is None or not team.mixed or body is None:
        return
    above = {body.id}
    while body and body.superior and body.superior not in above:
        above.add(body.superior)
        body = context.bodies.get(body.superior)
    for number in dict.fromkeys((*issue.found.by, event.by)):
        person = context.people.get(number)
        home = person.home_on(issue.found.on) if person else None
        if home in above:
            facts = {"who": context.name(number), "body": context.name(str(home))}
            raise Refused("own-house", number=issue.number, **facts)


def fit_sector(issue: Issue, context: Context) -> None:
    """The sector is one of the catalogue."""
    if issue.sector is not None and context.catalogue.sector(issue.sector) is None:
        known = ", ".join(each.code for each in context.catalogue.sectors) or "–"
        facts = {"sector": issue.sector, "known": known}
        raise Refused("unknown-sector", number=issue.number, **facts)


def fit_nature(issue: Issue, nature: str | None, context: Context) -> None:
    """The nature is a point of the catalogue, of this duty."""
    if nature is None:
        return
    point = context.catalogue.point(nature)
    if point is None:
        raise Refused("unknown-nature", number=issue.number, nature=nature)
    if issue.duty is not None and point.duty is not issue.duty:
        raise Refused(
            "nature-of-other-duty", number=issue.number, nature=nature, duty=point.duty.value
        )


def fit_source(issue: Issue, context: Context) -> None:
    """The source of the finding is one of the catalogue."""
    if context.catalogue.source(issue.found.source) is None:
        raise Refused("unknown-source", number=issue.number, source=issue.found.source)
