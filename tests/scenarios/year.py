"""An invented office of eight teams in three clones, and what must hold after each of its commits.

`Year` keeps accounts of its own, told to it by nobody: which team holds which place, which issues
there are and in which clone. After every action they are compared with what the ledger says.
"""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from sfcheck.actions import handovers, setup
from sfcheck.actions.assurance.checking import validate
from sfcheck.actions.desk import Desk
from sfcheck.actions.issues.steps import begun, enter, take_step
from sfcheck.actions.registries import people as roster
from sfcheck.actions.rotation import rounds as rotation
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Rank
from sfcheck.domain.issues.folding import refold
from sfcheck.domain.issues.record import Issue, draft
from sfcheck.domain.world.custody import Handover
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.git.repository import run as git
from sfcheck.ledger.store import Ledger

T = TypeVar("T")
BEGIN = datetime(2026, 1, 5, 8, tzinfo=timezone(timedelta(hours=8)))
OVERALL = "inspection-office"
STEWARD, OFFICER, LOOKER, CLERK = "0001", "0002", "0003", "0004"
ACCEPTORS = {
    "emergency-management": "0006",
    "housing-construction": "0007",
    "fire-rescue": "0008",
    "region-government": "0009",
}
HOMES = ("transport", "education", "water-resources", "natural-resources", "culture-tourism")
AREAS = ("640100", "640200", "640300", "640400", "640500", "64ND01", "640181", "640302")
"""What the eight teams are posted to: the six destinations, and two counties on their own."""
CITY_OF = {"640181": "640100", "640302": "640300"}
LEADERS = [f"01{n:02}" for n in range(10)]
EXPERTS = [f"02{n:02}" for n in range(8)]
MEMBERS = [f"03{n:02}" for n in range(18)]


class Clone:
    """One clone: its folder, its clock, whether it is out of reach of the server."""

    def __init__(self, root: Path) -> None:
        self.root, self.offline = root, False
        self.areas: set[str] = set()
        self.ledger = Ledger(root)

    def reread(self) -> None:
        """Forget what was read of rounds, handovers and duplicates, as a new command does."""
        for known in ("rounds", "handovers", "context", "_duplicates"):
            vars(self.ledger).pop(known, None)

    def reread_all(self) -> None:
        """Forget all that was read."""
        self.ledger = Ledger(self.root)


@dataclass
class Team:
    """A team of a round as this account has it: leaders by their first day."""

    area: str
    leaders: list[tuple[date, str]]
    seated: list[str]
    gone: date | None = None
    """The last day of a team that was dissolved."""

    def leader(self, day: date) -> str:
        return [person for since, person in self.leaders if since <= day][-1]


@dataclass
class Year:
    """The ledger's clones, the clock, and the accounts."""

    folder: Path
    chance: random.Random
    now: datetime = BEGIN
    clones: list[Clone] = field(default_factory=list)
    teams: dict[str, Team] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=lambda: dict.fromkeys(AREAS, OVERALL))
    issues: dict[str, Issue] = field(default_factory=dict)
    only_in: dict[str, Clone] = field(default_factory=dict)
    """Issues that no other clone knows yet."""
    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    done: Counter[str] = field(default_factory=Counter)
    """How many issues (or places, teams …) each kind of action concerned."""

    # -- acting ------------------------------------------------------------------------------

    def act(self, clone: Clone, name: str, person: str, deed: Callable[[Desk], T]) -> T:
        """Let a person do something in a clone; it takes some minutes of that day."""
        self.now += timedelta(minutes=self.chance.randint(1, 9))
        desk = Desk(clone.ledger, person, now=self.now)
        begun = time.perf_counter()
        done = deed(desk)
        self.spent[name].append(time.perf_counter() - begun)
        return done

    def arrange(self, clone: Clone, name: str, deed: Callable[[Desk], T]) -> T:
        """Let the steward change roster or rounds."""
        done = self.act(clone, name, STEWARD, deed)
        clone.reread_all() if name in ("person", "officer") else clone.reread()
        self.done[name] += 1
        self.custody_holds(clone)
        return done

    def step(
        self,
        clone: Clone,
        numbers: Collection[str],
        do: str,
        person: str,
        facts: Mapping[str, Any] | Callable[[Issue], Mapping[str, Any]],
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """Take a step on several issues in one commit, all lawful."""
        if not numbers:
            return
        taken = self.act(
            clone, do, person, lambda desk: take_step(desk, numbers, do, facts, files=files)
        )
        self.keep(clone, do, [each.after for each in taken])

    def enter(
        self, clone: Clone, do: str, person: str, entries: Sequence[tuple[Any, Any]]
    ) -> list[Issue]:
        """Register or import issues, each given as its content and what its first event shows."""

        def all_at_once(desk: Desk) -> list[Issue]:
            return enter(
                desk, do, [begun(desk, draft(content), do, shown) for content, shown in entries]
            )

        entered = self.act(clone, do, person, all_at_once)
        assert not self.issues.keys() & {issue.number for issue in entered}
        self.only_in.update(dict.fromkeys((issue.number for issue in entered), clone))
        self.keep(clone, do, entered)
        return entered

    def keep(self, clone: Clone, do: str, issues: Iterable[Issue]) -> None:
        """Put issues into the accounts as they are now; each is what its events make of it."""
        for issue in issues:
            self.issues[issue.number] = issue
            self.done[do] += 1
            assert refold(issue, clone.ledger.context) == issue
            if self.chance.random() < 0.1:
                data = clone.ledger.read(layout.issue_path(issue.number))
                assert data == canonical.emit(dump(issue))
        if do == "void":
            clone.reread()
        self.custody_holds(clone)

    # -- what must hold ----------------------------------------------------------------------

    def custody_holds(self, clone: Clone) -> None:
        """Every open issue has one holder, a team of an open round or the office, and one head."""
        context = clone.ledger.context
        for place in {issue.place for issue in self.known(clone) if issue.open}:
            holder, head = context.custody.holder(place, self.now), context.head(place, self.now)
            assert head is not None, place
            if area_of(place) in clone.areas:  # elsewhere it may have changed unseen
                assert holder == self.holder[area_of(place)], place
                assert head == self.head(area_of(place)), place
            elif holder != OVERALL and not self.teams[holder].gone:
                assert head == self.teams[holder].leader(self.now.date())

    def known(self, clone: Clone) -> list[Issue]:
        """The issues a clone knows of."""
        return [i for n, i in self.issues.items() if self.only_in.get(n, clone) is clone]

    def head(self, area: str) -> str:
        """Who is head of an area by these accounts."""
        team, today = self.teams.get(self.holder[area]), self.now.date()
        if team is None or (team.gone is not None and team.gone < today):
            return OFFICER
        return team.leader(today)

    def lying_in(self, clone: Clone, area: str) -> list[Issue]:
        """The open issues of an area that a clone knows of, by these accounts."""
        return [i for i in self.known(clone) if i.open and area_of(i.place) == area]

    def whole(self, clone: Clone) -> Counter[str]:
        """Check a clone that knows everything; return how often each warning was given."""
        paths = {Path(path).stem for path in clone.ledger.paths(layout.ISSUES)}
        assert paths == self.issues.keys()
        begun = time.perf_counter()
        report = validate(clone.root)
        self.spent["validate"].append(time.perf_counter() - begun)
        assert [
            f"{f.code} {f.path}: {f.message}" for f in report.findings if f.severity == "error"
        ] == []
        assert git(clone.root, "status", "--porcelain") == b""
        return Counter(finding.code for finding in report.findings)

    # -- several clones ----------------------------------------------------------------------

    def sync(self) -> None:
        """Bring together all clones within reach by plain git; settle rounds changed in two."""
        near = [clone for clone in self.clones if not clone.offline]
        behind = [*near]
        for clone in (*near, *near[:-1]):
            begun = time.perf_counter()
            self._pull(clone)
            self.spent["pull"].append(time.perf_counter() - begun)
            if clone in behind:
                git(clone.root, "push", "-q", "origin", "HEAD:main")
                behind.remove(clone)
            clone.reread_all()
        heads = {git(clone.root, "rev-parse", "HEAD^{tree}") for clone in near}
        assert len(heads) == 1
        for number in [n for n, clone in self.only_in.items() if not clone.offline]:
            del self.only_in[number]
        for clone in near:
            self.custody_holds(clone)

    def _pull(self, clone: Clone) -> None:
        """Pull; where two stewards changed a round, keep the server's and say who must redo."""
        pull = ("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
        git(clone.root, *pull, ok=(0, 1))
        unmerged = git(clone.root, "diff", "--name-only", "--diff-filter=U").decode().split()
        assert all(path.startswith("rounds/") for path in unmerged), unmerged
        for path in unmerged:
            git(clone.root, "checkout", "--theirs", "--", path)
            git(clone.root, "add", "--", path)
        if unmerged:
            git(clone.root, "commit", "-q", "--no-edit")
            self.done["rounds settled"] += 1

    def share(self) -> None:
        """Give every area to one of the clones within reach; one out of reach keeps its own."""
        free = set(AREAS).difference(*(c.areas for c in self.clones if c.offline))
        near = [clone for clone in self.clones if not clone.offline]
        for clone in near:
            clone.areas = set()
        for area in sorted(free):
            self.chance.choice(near).areas.add(area)

    def clone_of(self, area: str) -> Clone:
        """The clone in which what concerns an area is done now."""
        return next(clone for clone in self.clones if area in clone.areas)

    # -- handing over ------------------------------------------------------------------------

    def offer(self, area: str, to: str) -> Handover:
        """Offer an area by its leader, or by the office for one who is absent."""
        clone, giver = self.clone_of(area), self.holder[area]
        absent = giver != OVERALL and self.chance.random() < 0.15
        person = OFFICER if absent or giver == OVERALL else self.head(area)
        reason = "组长出差" if absent else None
        offered = self.act(
            clone, "offer", person, lambda desk: handovers.offer(desk, area, to=to, reason=reason)
        )
        clone.reread()
        there = {issue.number: issue for issue in self.lying_in(clone, area)}
        assert [line.number for line in offered.issues] == sorted(there)
        for line in offered.issues:
            assert (line.status, line.due) == (there[line.number].status, there[line.number].due)
        assert sum(offered.counts.values()) == len(there)
        assert (offered.from_, offered.to) == (giver, to)
        self.done["offer"] += 1
        self.custody_holds(clone)
        return offered

    def withdraw(self, area: str) -> None:
        """Take an offer back."""
        clone, person = self.clone_of(area), self.head(area)
        self.act(
            clone, "withdraw", person, lambda desk: handovers.withdraw(desk, area, reason="漏列")
        )
        clone.reread()
        self.done["withdraw"] += 1
        self.custody_holds(clone)

    def receive(self, area: str, to: str) -> Handover:
        """Receive an area: every open issue of it is on the list of what was offered."""
        clone = self.clone_of(area)
        person = OFFICER if to == OVERALL else self.teams[to].leader(self.now.date())
        received = self.act(clone, "receive", person, lambda desk: handovers.receive(desk, area))
        clone.reread()
        self.holder[area] = to
        listed = {line.number for line in received.issues}
        assert {issue.number for issue in self.lying_in(clone, area)} <= listed
        self.done["receive"] += 1
        self.custody_holds(clone)
        return received

    def wait_until(self, day: date) -> None:
        """Let the days pass until the morning of a day."""
        morning = BEGIN.replace(year=day.year, month=day.month, day=day.day)
        assert self.now < morning
        self.now = morning

    # -- the beginning -----------------------------------------------------------------------

    def found(self) -> None:
        """Make the ledger, its people, a bare server and three clones, each with its book."""
        office = Clone(self.folder / "office")
        setup.init(
            office.root, "ningxia", name="司马总（化名）", desk=Desk(office.ledger, now=self.now)
        )
        self.clones = [office]
        staff = [
            (OFFICER, OVERALL, ["overall_officer"]),
            (LOOKER, OVERALL, ["overall_officer"]),
            (CLERK, OVERALL, ["clerk"]),
            *((who, body, [f"department_officer:{body}"]) for body, who in ACCEPTORS.items()),
        ]
        for who, body, offices in staff:
            self._add(office, who, body, offices)
        for at, who in enumerate((*LEADERS, *EXPERTS, *MEMBERS)):
            self._add(office, who, HOMES[at % len(HOMES)], [])
        since = self.now.date() + timedelta(days=1)
        self.arrange(office, "officer", lambda desk: roster.name_officer(desk, OFFICER, since))
        self.now += timedelta(days=2)
        server = self.folder / "server.git"
        git(self.folder, "init", "-q", "--bare", str(server))
        git(office.root, "remote", "add", "origin", str(server))
        git(office.root, "push", "-q", "origin", "HEAD:main")
        for name in ("north", "south"):
            clone = Clone(self.folder / name)
            git(self.folder, "clone", "-q", "--branch", "main", str(server), str(clone.root))
            self.act(clone, "join", OFFICER, lambda desk: setup.join(desk, OFFICER))
            self.clones.append(clone)
        for clone in self.clones:
            git(clone.root, "config", "maintenance.auto", "false")
        self.sync()

    def _add(self, clone: Clone, who: str, body: str, offices: Sequence[str]) -> None:
        rank = Rank.BUREAU if who in LEADERS else Rank.SECTION
        self.arrange(
            clone,
            "person",
            lambda desk: roster.add_person(
                desk,
                name=f"化名{who}",
                body=body,
                since=BEGIN.date(),
                rank=rank,
                offices=offices,
                invented=True,
                number=who,
            ),
        )

    def open_round(self, number: int) -> None:
        """Open a round with its eight teams, which all go elsewhere with other people."""
        office, start, end = self.clones[0], first_day(number), first_day(number + 1)
        end -= timedelta(days=1)
        self.arrange(
            office,
            "round",
            lambda desk: rotation.open_round(desk, f"2026-{number}", f"第{number}轮", start, end),
        )
        for at in range(8):
            area = AREAS[(at + number) % 8]
            leader, expert = LEADERS[(at + 3 * number) % 8], EXPERTS[(at + 6 * number) % 8]
            members = [MEMBERS[(at + 2 * number) % 8], MEMBERS[8 + (at + 4 * number) % 8]]
            self._add_team(number, f"T{at + 1}", Team(area, [(start, leader)], [expert, *members]))

    def _add_team(self, number: int, name: str, team: Team) -> None:
        expert, *members = team.seated
        leader = team.leaders[0][1]
        self.arrange(
            self.clones[0],
            "team",
            lambda desk: rotation.add_team(
                desk,
                f"2026-{number}",
                name,
                places=[team.area],
                leader=leader,
                experts=[expert],
                members=members,
            ),
        )
        team.seated.append(leader)
        self.teams[f"2026-{number}/{name}"] = team

    def team_for(self, number: int, area: str) -> str:
        """The team of a round that is posted to an area."""
        teams = (ref for ref, team in self.teams.items() if team.area == area)
        return next(ref for ref in teams if ref.startswith(f"2026-{number}/"))


def first_day(number: int) -> date:
    """The first day of a round; the first begins three days after the ledger."""
    return BEGIN.date() + timedelta(days=3 + 60 * (number - 1))


def area_of(place: str) -> str:
    """The area a place lies in; each county's code begins as its city's does."""
    return place if place in AREAS else f"{place[:4]}00"
