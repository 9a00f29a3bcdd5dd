"""Every kind of report as data: its figures, what they are broken down by, what it lists."""

from collections.abc import Mapping
from dataclasses import replace

from sfcheck.documents.figures.breakdowns import (
    AGAIN,
    ALL_RATES,
    DUTY,
    FROM_NOTICE,
    ISSUES,
    LATE,
    LATE_STEPS,
    LOOKED,
    LOOKS,
    NATURE,
    OPEN_STEPS,
    OWN,
    PLACE,
    ROUND,
    SEVERITY,
    SOURCE,
    STANDING,
    STATUS,
    TEAM,
    Grouping,
    ListBehind,
    ReportKind,
    again,
    ageing,
    of_issues,
    same,
)
from sfcheck.documents.figures.named import FIGURES
from sfcheck.domain.base.vocabulary import Duty
from sfcheck.language import N_

_KINDS: Mapping[str, ReportKind] = {
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
    ),
    "team": of_issues(
        N_("Report of the team {id}: {name}"), "team", N_("The same of a team."), place=PLACE
    ),
    "bulletin": of_issues("{name}", "", "", place=PLACE),
    "unit": ReportKind(
        N_("Report of the unit {name}"),
        (
            *("found", "voided", "valid", "major", "notified", "submitted", "accepted", "closed"),
            *("open", "overdue", "extensions", "returns", "objections", "reminders"),
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
    "duty": ReportKind(
        N_("The three duties: {name}"),
        ("found", "valid", "major", "open", "overdue", "closed"),
        {"major": "valid", "overdue": "open", "closed": "valid"},
        {
            "duty": Grouping(
                N_("By duty"),
                "duty",
                {"count": "valid", "general": "general", **STANDING},
                tuple(Duty),
                rates={"major": "valid", "closed": "valid", "overdue": "open"},
                shares=True,
            ),
            "nature": NATURE,
            "severity": SEVERITY,
        },
        command=N_("The three duties by point and severity."),
        narrowing=("rotation", "place"),
    ),
    "overdue": ReportKind(
        N_("Who is late: {name}"),
        ("open", "overdue", "overdue_major", *LATE_STEPS, *OPEN_STEPS, "supervised_now"),
        {"overdue": "open", "overdue_major": "overdue"},
        {
            "rectify": ageing(N_("Late, by who rectifies"), "rectify"),
            "place": ageing(N_("Late, by place"), "place"),
            "accept": ageing(N_("Late, by who accepts"), "accept"),
            "age": Grouping(
                N_("Open issues by place and age"),
                "place",
                same("open", *OPEN_STEPS),
                shares=True,
                order="rank",
            ),
        },
        {"late": LATE},
        command=N_("Who is late, and by how long; how old open issues are."),
        narrowing=("rotation", "place"),
    ),
    "recurrence": ReportKind(
        N_("Not put right for good: {name}"),
        ("found", "valid", "recurring", "recurring_again", *AGAIN[1:], "repeated", *LOOKED),
        {
            **dict.fromkeys(("recurring", "found_again", "failed", "repeated"), "valid"),
            **LOOKS,
        },
        {
            "unit": again(N_("By unit"), "unit"),
            "nature": again(N_("By point"), "nature"),
        },
        {
            "recurring": ListBehind(
                N_("Come back after closing, as registered"),
                "recurring",
                ("number", "title", "unit", "status", "recurs"),
                N_("Nothing was registered as come back."),
            ),
            "found_again": ListBehind(
                N_("Same unit, same point, found again after closing"),
                "found_again",
                ("number", "title", "unit", "nature", "status", "like_issue"),
                N_("Nothing of the kind was found."),
            ),
            "failed": ListBehind(
                N_("Issues that failed a look-back"),
                "look_backs_failed",
                ("number", "title", "unit", "taken_on", "stands_for", "status"),
                N_("No look-back has failed."),
            ),
        },
        command=N_("What was not put right for good, and where it came back."),
        narrowing=("rotation", "place"),
    ),
    "trend": ReportKind(
        N_("Round by round: {name}"),
        ("found", "valid", "major", "closed", "open", "overdue", "look_backs", "repeated"),
        {"major": "valid", "closed": "notified", "overdue": "open", "repeated": "valid"},
        {
            "round": Grouping(
                N_("Round by round"),
                "round",
                same(
                    *("found", "valid", "major", "notified", "closed", "open", "overdue"),
                    *("look_backs", "look_backs_failed", "repeated"),
                ),
                None,
                rates={"major": "valid", "closed": "notified", "overdue": "open"}
                | {**LOOKS, "repeated": "valid"},
            )
        },
        command=N_("The rounds side by side."),
        narrowing=("place",),
    ),
    "locality": ReportKind(
        N_("Clearance and acceptance by the locality {id}: {name}"),
        (
            *("found", "valid", "major", "notified", "closed", "open", "overdue"),
            *("own_rectify", "own_rectify_open", "own_rectify_overdue"),
            *("own_accept", "own_accepted", "own_accept_waiting"),
        ),
        {
            "closed": "valid",
            "open": "valid",
            "overdue": "open",
            "own_rectify_open": "own_rectify",
            "own_rectify_overdue": "own_rectify_open",
            "own_accepted": "own_accept",
            "own_accept_waiting": "own_accept",
        },
        {"status": STATUS, "source": SOURCE, "duty": DUTY, "place": PLACE},
        {
            "own_rectify": ListBehind(
                N_("Still to be rectified by itself"),
                "own_rectify_open",
                ("number", "title", "unit", "place", "status", "due"),
                N_("Nothing is left to be rectified by itself."),
            ),
            "own_accept": ListBehind(
                N_("Waits for its acceptance"),
                "own_accept_waiting",
                ("number", "title", "unit", "place", "moved_on", "due"),
                N_("Nothing waits for its acceptance."),
            ),
            "left": ListBehind(
                N_("Left until nothing is left"),
                "open",
                ("number", "title", "unit", "place", "status", "due", "age"),
                N_("Nothing is left: all is cleared."),
                first="age",
            ),
        },
        command=N_("A city's or county's own clearance and acceptance: what is left."),
        about="place",
    ),
    "inspectors": ReportKind(
        N_("The work of inspectors: {name}"),
        (
            *("found_in", "found_by", "found_by_major", "found_by_confirmed", "found_by_voided"),
            *("confirmed_by", "look_backs_by", "look_backs_by_failed", "handovers_by"),
        ),
        {"look_backs_by_failed": "look_backs_by"},
        {
            "person": Grouping(
                N_("By person"),
                "person",
                same(
                    *("rounds_served", "served", "found_by", "found_by_major"),
                    *("found_by_confirmed", "found_by_voided", "confirmed_by"),
                    *("look_backs_by", "look_backs_by_failed", "handovers_by"),
                ),
                note=N_(
                    "Facts of the ledger, in order of the roster: they judge nobody. An issue that "
                    "several persons found counts for each of them."
                ),
                bars=False,
            )
        },
        command=N_("What each inspector and leader did: facts, no judgement."),
        narrowing=("since", "until"),
    ),
    "leader": ReportKind(
        N_("The leader's report on the team {id}: {name}"),
        (
            *("found_in", "done", "due_in", "valid", "major", "confirmed", "notified"),
            *("submitted", "accepted", "closed", "open", "overdue", "to_decide", "disputed"),
            *("supervised_now", "look_backs", "look_backs_failed", *OWN),
        ),
        ALL_RATES,
        {
            "action": Grouping(
                N_("Done in the period"), "action", {"count": "done"}, order="rank", shares=True
            ),
            "status": STATUS,
            "severity": SEVERITY,
            "place": PLACE,
        },
        {
            "found_in": ListBehind(
                N_("Found in the period"),
                "found_in",
                ("number", "title", "unit", "place", "severity", "status"),
                N_("Nothing was found in the period."),
            ),
            "to_decide": ListBehind(
                N_("To be decided"),
                "to_decide",
                ("number", "title", "unit", "place", "step", "moved_on", "due"),
                N_("Nothing waits to be decided."),
            ),
            "late": LATE,
        },
        waits=True,
        command=N_("A leader's regular report: done, standing, to be decided."),
        about="team",
        narrowing=("since", "until"),
    ),
    "dashboard": ReportKind(
        N_("How things stand: {name}"),
        (
            *("valid", "open", "overdue", "overdue_major", "closed", "major", "notified"),
            *("submitted", "accepted", "disputed", "supervised_now"),
            *("look_backs", "look_backs_failed", "recurring", "failed", *LATE_STEPS, *OPEN_STEPS),
        ),
        {
            **FROM_NOTICE,
            **LOOKS,
            "recurring": "valid",
            "failed": "valid",
            "overdue_major": "overdue",
            "major": "valid",
        },
        {
            "status": STATUS,
            "duty": DUTY,
            "severity": SEVERITY,
            "place": PLACE,
            "round": Grouping(
                N_("Round by round"),
                "round",
                STANDING,
                None,
                rates={"closed": "notified", "overdue": "open"},
            ),
            "rectify": ageing(N_("Late, by who rectifies"), "rectify"),
        },
        waits=True,
    ),
}


def _with_further(name: str, kind: ReportKind) -> ReportKind:
    """Return a kind of report with the figures that name it themselves."""
    further = [figure for figure, row in FIGURES.items() if name in row.told_by]
    return replace(kind, counts=(*kind.counts, *further))


KINDS: Mapping[str, ReportKind] = {n: _with_further(n, kind) for n, kind in _KINDS.items()}
"""Every kind of report by its name."""
