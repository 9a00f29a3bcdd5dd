"""An invented office by the program's own actions: six teams, each holding its destination."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from sfcheck.actions import handovers, setup
from sfcheck.actions.desk import Desk
from sfcheck.actions.registries import people as roster
from sfcheck.actions.rotation import rounds as rotation
from sfcheck.domain.base.vocabulary import Rank
from sfcheck.ledger.git.repository import configure, init_repository
from sfcheck.ledger.store import Ledger

CHINA = timezone(timedelta(hours=8))
FOUNDED = date(2026, 1, 5)
START = date(2026, 1, 8)
"""The first day of the round."""

OVERALL, ROUND = "inspection-office", "2026-1"
OFFICER, CLERK, LOOKER = "0001", "0002", "0003"
ACCEPTORS = {
    "emergency-management": "0004",
    "housing-construction": "0005",
    "fire-rescue": "0006",
    "region-government": "0007",
}
"""The bodies that accept, and the officer of each."""
DESTINATIONS = ("640100", "640200", "640300", "640400", "640500", "64ND01")
HOMES = ("transport", "education", "water-resources", "natural-resources", "culture-tourism")


def team(at: int) -> str:
    """Return the reference of the team posted to the `at`-th destination."""
    return f"{ROUND}/T{at + 1}"


def leader(at: int) -> str:
    """Return who leads the `at`-th team."""
    return f"01{at:02}"


def members(at: int) -> tuple[str, str]:
    """Return the members of the `at`-th team."""
    return f"03{2 * at:02}", f"03{2 * at + 1:02}"


def open_office(root: Path) -> Ledger:
    """Make the ledger with its people and its round; every destination is handed to its team."""
    repository = init_repository(root)
    configure(repository, "user.name", "虚构的管理员")
    configure(repository, "user.email", "bench@example.invalid")
    now = datetime.combine(FOUNDED, datetime.min.time(), CHINA) + timedelta(hours=8)

    def desk(person: str) -> Desk:
        nonlocal now
        now += timedelta(minutes=1)
        return Desk(Ledger(root), person, now=now)

    setup.init(root, "ningxia", name="化名0001", desk=desk(OFFICER))
    staff = [
        (CLERK, OVERALL, "clerk"),
        (LOOKER, OVERALL, "overall_officer"),
        *((who, body, f"department_officer:{body}") for body, who in ACCEPTORS.items()),
    ]
    for number, body, held in staff:
        _add(desk(OFFICER), number, body, (held,))
    teams = range(len(DESTINATIONS))
    seated = [(leader(at), f"02{at:02}", *members(at)) for at in teams]
    for at, number in enumerate(number for people in seated for number in people):
        _add(desk(OFFICER), number, HOMES[at % len(HOMES)])
    rotation.open_round(desk(OFFICER), ROUND, "第一轮", START, None)
    for at in teams:
        head, expert, *others = seated[at]
        rotation.add_team(
            desk(OFFICER),
            ROUND,
            f"T{at + 1}",
            places=[DESTINATIONS[at]],
            leader=head,
            experts=[expert],
            members=others,
        )
    now = datetime.combine(START, datetime.min.time(), CHINA) + timedelta(hours=8)
    for at in teams:
        handovers.offer(desk(OFFICER), DESTINATIONS[at], to=team(at))
    for at in teams:
        handovers.receive(desk(leader(at)), DESTINATIONS[at])
    return Ledger(root)


def _add(desk: Desk, number: str, body: str, offices: tuple[str, ...] = ()) -> None:
    roster.add_person(
        desk,
        name=f"化名{number}",
        body=body,
        since=FOUNDED,
        rank=Rank.BUREAU if number.startswith("01") else Rank.SECTION,
        offices=offices,
        invented=True,
        number=number,
    )
