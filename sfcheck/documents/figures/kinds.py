"""Every kind of report as data: its figures, what they are broken down by, what it lists."""

from collections.abc import Mapping, Sequence

from sfcheck.documents.figures.breakdowns import (
    DUTY,
    ISSUES,
    LATE,
    LATE_STEPS,
    LOOKED,
    LOOKS,
    MODE,
    NATURE,
    OPEN_STEPS,
    PLACE,
    ROUND,
    SEVERITY,
    SOURCE,
    STANDING,
    STATE_RATES,
    STATES,
    STATUS,
    TEAM,
    Grouping,
    ListBehind,
    Rates,
    ReportKind,
)
from sfcheck.domain.base.vocabulary import Duty
from sfcheck.language import N_

_COMMON = (
    *STATES,
    *("open", "overdue", "covert", "overt"),
    *("look_backs", "look_backs_passed", "look_backs_failed"),
)
_OWN = ("looked_back", "looked_back_failed", "taken_over", "handed_on")
_ALL_RATES: Rates = {**STATE_RATES, **LOOKS, "looked_back_failed": "looked_back"}


def _of_issues(title: str, **groupings: Grouping) -> ReportKind:
    return ReportKind(
        title,
        (*_COMMON, *_OWN),
        _ALL_RATES,
        {"status": STATUS, "duty": DUTY, "severity": SEVERITY, "mode": MODE, **groupings},
        {"late": LATE, "issues": ISSUES},
        waits=True,
    )


def _ageing(title: str, by: str) -> Grouping:
    columns = ("overdue", "overdue_major", *LATE_STEPS)
    return Grouping(title, by, {name: name for name in columns}, shares=True, order="rank")


_AGAIN: Sequence[str] = ("recurring", "found_again", "failed", "reopenings")

KINDS: Mapping[str, ReportKind] = {
    "round": _of_issues(N_("Report of the round {id}: {name}"), place=PLACE, team=TEAM),
    "place": _of_issues(
        N_("Report of the place {id}: {name}"), place=PLACE, round=ROUND, team=TEAM
    ),
    "team": _of_issues(N_("Report of the team {id}: {name}"), place=PLACE),
    "bulletin": _of_issues("{name}", place=PLACE),
    "unit": ReportKind(
        N_("Report of the unit {name}"),
        (
            *("found", "voided", "valid", "major", "notified", "submitted", "accepted", "closed"),
            *("open", "overdue", "extensions", "returns", "objections", "reminders"),
            *("look_backs", "look_backs_passed", "look_backs_failed", *_AGAIN, "repeated"),
        ),
        {**{n: of for n, of in STATE_RATES.items() if n != "confirmed"}, **LOOKS}
        | {"repeated": "valid"},
        {"status": STATUS, "duty": DUTY, "nature": NATURE, "place": PLACE, "round": ROUND},
        {"late": LATE, "issues": ISSUES},
        waits=True,
    ),
    "units": ReportKind(
        N_("Inspected units: {name}"),
        ("found", "valid", "major", "open", "overdue", "closed", "repeated"),
        {"overdue": "open", "closed": "valid", "repeated": "valid"},
        {
            "unit": Grouping(
                N_("By unit"),
                "unit",
                {
                    "count": "valid",
                    "major": "major",
                    "open": "open",
                    "overdue": "overdue",
                    "closed": "closed",
                    "look_backs_failed": "look_backs_failed",
                    "repeated": "repeated",
                },
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
    ),
    "overdue": ReportKind(
        N_("Who is late: {name}"),
        ("open", "overdue", "overdue_major", *LATE_STEPS, *OPEN_STEPS, "supervised_now"),
        {"overdue": "open", "overdue_major": "overdue"},
        {
            "rectify": _ageing(N_("Late, by who rectifies"), "rectify"),
            "place": _ageing(N_("Late, by place"), "place"),
            "accept": _ageing(N_("Late, by who accepts"), "accept"),
            "age": Grouping(
                N_("Open issues by place and age"),
                "place",
                {"open": "open", **{name: name for name in OPEN_STEPS}},
                shares=True,
                order="rank",
            ),
        },
        {"late": LATE},
    ),
    "recurrence": ReportKind(
        N_("Not put right for good: {name}"),
        ("found", "valid", "recurring", "recurring_again", *_AGAIN[1:], "repeated", *LOOKED),
        {
            **dict.fromkeys(("recurring", "found_again", "failed", "repeated"), "valid"),
            **LOOKS,
        },
        {
            "unit": Grouping(
                N_("By unit"),
                "unit",
                {"count": "repeated", **{name: name for name in _AGAIN}},
                shares=True,
                order="rank",
            ),
            "nature": Grouping(
                N_("By point"),
                "nature",
                {"count": "repeated", **{name: name for name in _AGAIN}},
                shares=True,
                order="rank",
            ),
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
    ),
    "trend": ReportKind(
        N_("Round by round: {name}"),
        ("found", "valid", "major", "closed", "open", "overdue", "look_backs", "repeated"),
        {"major": "valid", "closed": "notified", "overdue": "open", "repeated": "valid"},
        {
            "round": Grouping(
                N_("Round by round"),
                "round",
                {
                    "found": "found",
                    "valid": "valid",
                    "major": "major",
                    "notified": "notified",
                    "closed": "closed",
                    "open": "open",
                    "overdue": "overdue",
                    "look_backs": "look_backs",
                    "look_backs_failed": "look_backs_failed",
                    "repeated": "repeated",
                },
                None,
                rates={"major": "valid", "closed": "notified", "overdue": "open"}
                | {**LOOKS, "repeated": "valid"},
            )
        },
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
                {
                    name: name
                    for name in (
                        *("rounds_served", "served", "found_by", "found_by_major"),
                        *("found_by_confirmed", "found_by_voided", "confirmed_by"),
                        *("look_backs_by", "look_backs_by_failed", "handovers_by"),
                    )
                },
                note=N_(
                    "Facts of the ledger, in order of the roster: they judge nobody. An issue that "
                    "several persons found counts for each of them."
                ),
                bars=False,
            )
        },
    ),
    "leader": ReportKind(
        N_("The leader's report on the team {id}: {name}"),
        (
            *("found_in", "done", "due_in", "valid", "major", "confirmed", "notified"),
            *("submitted", "accepted", "closed", "open", "overdue", "to_decide", "disputed"),
            *("supervised_now", "look_backs", "look_backs_failed", *_OWN),
        ),
        _ALL_RATES,
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
    ),
    "dashboard": ReportKind(
        N_("How things stand: {name}"),
        (
            *("valid", "open", "overdue", "overdue_major", "closed", "major", "notified"),
            *("submitted", "accepted", "disputed", "supervised_now"),
            *("look_backs", "look_backs_failed", "recurring", "failed", *LATE_STEPS, *OPEN_STEPS),
        ),
        {
            **{n: of for n, of in STATE_RATES.items() if n != "confirmed"},
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
            "rectify": _ageing(N_("Late, by who rectifies"), "rectify"),
        },
        waits=True,
    ),
}
"""Every kind of report by its name."""
