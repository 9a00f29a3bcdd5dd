"""Made-up issues in bulk, all lawful: what is measured. Firms and persons are invented."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from sfcheck.domain.base import dump
from sfcheck.domain.context import Context
from sfcheck.domain.events import make_event
from sfcheck.domain.issues import Issue, draft, seal
from sfcheck.domain.numbers import make
from sfcheck.domain.policy import Catalogue, Charter
from sfcheck.domain.roster import Bodies, Person, Places
from sfcheck.domain.rotation import Round
from sfcheck.domain.workflow import apply
from sfcheck.ledger import canonical, layout, parsing, resources

START = date(2026, 1, 1)
CHINA = timezone(timedelta(hours=8))


def world() -> Context:
    """Return the profile's offices with four invented people and one round."""
    profile = resources.templates() / "profiles" / "ningxia"

    def load(name: str) -> dict[str, object]:
        return parsing.parse((profile / name).read_bytes(), name)

    def person(number: str, home: str, *offices: dict[str, str]) -> Person:
        return Person.model_validate(
            {
                "id": number,
                "name": f"虚构{number}",
                "home": [{"body": home, "since": START}],
                "offices": [{**office, "since": START} for office in offices],
            }
        )

    people = [
        person("0001", "inspection-office", {"office": "overall_officer"}),
        person("0002", "inspection-office", {"office": "clerk"}),
        person("0003", "housing-construction"),
        person("0004", "housing-construction"),
    ]
    places = [f"640{n}00" for n in range(1, 6)]
    rotation = {
        "id": "2026-1",
        "name": "2026-1",
        "start": START,
        "teams": [
            {
                "id": "T1",
                "places": [{"place": place, "since": START} for place in places],
                "leader": [{"person": "0003", "since": START}],
                "members": [{"person": "0004", "since": START}],
            }
        ],
    }
    known_places = Places.model_validate(load(layout.PLACES)).places
    bodies = Bodies.model_validate(load(layout.BODIES)).bodies
    return Context(
        charter=Charter.model_validate(load(layout.CHARTER)),
        catalogue=Catalogue.model_validate(load(layout.CATALOGUE)),
        places={place.code: place for place in known_places},
        bodies={body.id: body for body in bodies},
        people={one.id: one for one in people},
        rounds={"2026-1": Round.model_validate(rotation)},
    )


def issue(context: Context, sequence: int) -> Issue:
    """Return the `sequence`-th made-up issue, from registration to submission or closing."""
    unit = f"虚构{sequence % 997}号化工有限公司"
    place = f"640{1 + sequence % 5}00"
    found = START + timedelta(days=sequence % 200)
    record = draft(
        {
            "number": make(2026, f"{1 + sequence // 10_000:03}", 1 + sequence % 10_000),
            "title": f"{unit}甲醇罐区可燃气体报警器失效",
            "duty": "enterprise",
            "severity": "major" if sequence % 7 == 0 else "general",
            "nature": "equipment",
            "place": place,
            "unit": {"name": unit},
            "found": {
                "on": found,
                "by": ["0004"],
                "team": "2026-1/T1",
                "mode": "covert",
                "source": "own",
                "site_record": "signed",
            },
            "description": "现场抽查十二台可燃气体探测器，四台无信号。\n控制室未发现报警，"
            f"值班记录缺失（样例第{sequence}条）。",
            "suggestion": "立即更换失效探测器，恢复联锁，并对同类装置举一反三逐台标定。",
        }
    )
    paper = {"document": "整改情况的复函", "signed_by": "虚构甲"}
    evidence = [{"name": "整改后照片", "on": str(found + timedelta(days=9))}]
    plan = ("duty", "measures", "funds", "time_limit", "contingency")
    steps = [
        ("register", "0004", "2026-1/T1", 0, {}),
        ("confirm", "0003", "2026-1/T1", 1, {"attest": "true and accurate"}),
        (
            "notify",
            "0003",
            "2026-1/T1",
            2,
            {
                "notice": f"督查反馈〔2026〕{sequence}号",
                "sent_to": [unit, place],
                "demand": "更换失效探测器，恢复联锁。",
                "due": str(found + timedelta(days=30)),
                "rectify": unit,
                "accept": "emergency-management",
            },
        ),
        ("rectification-plan", "0002", unit, 5, {"paper": paper} | dict.fromkeys(plan, "已落实")),
        (
            "submit",
            "0002",
            unit,
            9,
            {"paper": paper, "done": "已更换并标定。", "evidence": evidence},
        ),
    ]
    for n, (do, by, whom, days, facts) in enumerate(steps, 1):
        at = datetime.combine(found, datetime.min.time(), CHINA) + timedelta(days=days, hours=10)
        event = make_event(do, {"n": n, "at": at, "by": by, "for": whom, **facts})
        record = apply(record, event, context)
    return seal(record)


def write(root: Path, count: int) -> None:
    """Write `count` made-up issues below `root`, as their ledger would hold them."""
    context = world()
    for sequence in range(count):
        record = issue(context, sequence)
        path = root / layout.issue_path(record.number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canonical.emit(dump(record)))
