"""An issue on one line: flat values, for lists and tables."""

from collections.abc import Mapping
from datetime import date

from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.roster import Place

Flat = str | int | bool | None


def outline(issue: Issue, places: Mapping[str, Place], today: date, grace: int) -> dict[str, Flat]:
    """Return the flat values of `issue` on the day `today`, always the same keys in one order.

    `grace` in days, as for `Issue.overdue`; `pending` and `events` are counts.
    """
    place = places.get(issue.place)
    return {
        "number": issue.number,
        "title": issue.title,
        "status": issue.status.value,
        "overdue": issue.overdue(today, grace),
        "due": issue.due.isoformat() if issue.due else None,
        "duty": issue.duty.value if issue.duty else None,
        "severity": issue.severity.value,
        "nature": issue.nature,
        "sector": issue.sector,
        "place": issue.place,
        "place_name": place.name if place else None,
        "unit": issue.unit.name,
        "uscc": issue.unit.uscc,
        "team": issue.found.team,
        "found_on": issue.found.on.isoformat(),
        "mode": issue.found.mode.value if issue.found.mode else None,
        "source": issue.found.source,
        "supervised": issue.supervised,
        "recurs": issue.related.recurs if issue.related else None,
        "provisional": issue.provisional,
        "pending": len(issue.pending),
        "rectify": issue.responsible.rectify,
        "accept": issue.responsible.accept,
        "events": len(issue.events),
    }
