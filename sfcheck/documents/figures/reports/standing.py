"""Reports of where issues stand: of a round, a place, a team, a unit."""

from collections.abc import Mapping

from sfcheck.documents.figures.breakdowns import (
    AGAIN,
    DUTY,
    FROM_NOTICE,
    ISSUES,
    LATE,
    LOOKS,
    NATURE,
    PLACE,
    ROUND,
    SOURCE,
    STANDING,
    STATUS,
    TEAM,
    Grouping,
    ReportKind,
    of_issues,
    same,
)
from sfcheck.language import N_

REPORTS: Mapping[str, ReportKind] = {
    "round": of_issues(
        N_("Report of the round {id}: {name}"),
        "round",
        N_("Figures of a round, what is overdue, what waits for whom."),
        place=PLACE,
        team=TEAM,
    ),
    "place": of_issues(
        N_("Report of the place {id}: {name}"),
        "place",
        N_("The same of a place and all that lies in it, over all rounds."),
        place=PLACE,
        round=ROUND,
        team=TEAM,
        source=SOURCE,
    ),
    "team": of_issues(
        N_("Report of the team {id}: {name}"), "team", N_("The same of a team."), place=PLACE
    ),
    "bulletin": of_issues("{name}", "", "", place=PLACE),
    "unit": ReportKind(
        N_("Report of the unit {name}"),
        (
            *("found", "voided", "valid", "major", "notified", "given", "submitted", "accepted"),
            *("closed", "open", "overdue", "extensions", "returns", "objections", "reminders"),
            *("seen_again",),
            *("look_backs", "look_backs_passed", "look_backs_failed", *AGAIN, "repeated"),
        ),
        {**FROM_NOTICE, **LOOKS, "repeated": "valid"},
        {"status": STATUS, "duty": DUTY, "nature": NATURE, "place": PLACE, "round": ROUND},
        {"late": LATE, "issues": ISSUES},
        waits=True,
        command=N_("One inspected unit: its issues and how it rectified; or all."),
        about="unit",
    ),
    "units": ReportKind(
        N_("Inspected units: {name}"),
        ("found", "valid", "major", "open", "overdue", "closed", "repeated"),
        {"overdue": "open", "closed": "valid", "repeated": "valid"},
        {
            "unit": Grouping(
                N_("By unit"),
                "unit",
                {**STANDING, **same("look_backs_failed", "repeated")},
                order="rank",
            )
        },
    ),
}
