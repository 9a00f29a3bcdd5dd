"""Who accepts is competent for the matter (谁主管谁验收), or it is said why not.

Source: plan 三(一); 「管行业必须管安全、管业务必须管安全、管生产经营必须管安全」 (Work Safety Law,
art. 3): which sectors and points a body is competent for, the registry says, dated.
"""

from collections.abc import Iterator
from datetime import date

from sfcheck.domain.base.records import in_force
from sfcheck.domain.issues.events import Notify
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.wording import phrase
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.roster import Body
from sfcheck.errors import Refused


def be_competent(issue: Issue, event: Notify, context: Context) -> None:
    """Another than the competent bodies accepts for a reason; where none is known, anybody may.

    A superior accepts what its own body answers for, whatever the matter.
    """
    accepting = context.bodies[event.accept]
    inspected = context.inspected(issue.unit.body or issue.unit.name, event.rectify)
    if event.why or (inspected and inspected.superior == event.accept):
        return
    able = list(competent(issue, context, event.day))
    if able and accepting not in able:
        raise Refused(
            "not-competent",
            number=issue.number,
            body=accepting.name,
            matter=_matter(issue, context),
            able=", ".join(f"{each.name} ({each.id})" for each in able),
        )


def _matter(issue: Issue, context: Context) -> str:
    named = ("sector", issue.sector) if issue.sector else ("nature", issue.nature)
    return phrase(*named, context)


def competent(issue: Issue, context: Context, day: date) -> Iterator[Body]:
    """Yield the bodies competent for an issue: by its sector, where it has none by its point.

    Those of its own place and of what that lies in.
    """
    for body in context.bodies.values():
        for held in in_force(body.competent, day):
            known, matter = (
                (held.sectors, issue.sector) if issue.sector else (held.points, issue.nature)
            )
            if matter in known and _is_of(body, issue.place, context, day):
                yield body
                break


def _is_of(body: Body, place: str, context: Context, day: date) -> bool:
    """Whether a body that is there on a day is of a place, or of what that lies in."""
    there = (body.since is None or body.since <= day) and (body.until is None or day <= body.until)
    return there and (body.place is None or body.place in context.around(place, day))
