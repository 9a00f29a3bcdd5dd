"""Reports of all issues from one side: duties, lateness, what comes back, rounds."""

from collections.abc import Mapping

from sfcheck.documents.figures.breakdowns import (
    AGAIN,
    DUTY,
    FROM_NOTICE,
    IN_ROUND,
    LATE,
    LATE_STEPS,
    LOOKED,
    LOOKS,
    NATURE,
    OPEN_STEPS,
    PLACE,
    SEVERITY,
    SOON,
    STANDING,
    STATUS,
    Grouping,
    ListBehind,
    ReportKind,
    again,
    ageing,
    same,
)
from sfcheck.domain.base.vocabulary import Duty
from sfcheck.language import N_

REPORTS: Mapping[str, ReportKind] = {
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
        (
            *("open", "overdue", "overdue_major", *LATE_STEPS, "due_soon", "due_in_round"),
            *(*OPEN_STEPS, "supervised_now"),
        ),
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
        {"late": LATE, "in_round": IN_ROUND, "soon": SOON},
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
        {"major": "valid", "closed": "given", "overdue": "open", "repeated": "valid"},
        {
            "round": Grouping(
                N_("Round by round"),
                "round",
                same(
                    *("found", "valid", "major", "given", "closed", "open", "overdue"),
                    *("look_backs", "look_backs_failed", "repeated"),
                ),
                None,
                rates={"major": "valid", "closed": "given", "overdue": "open"}
                | {**LOOKS, "repeated": "valid"},
            )
        },
        command=N_("The rounds side by side."),
        narrowing=("place",),
    ),
    "dashboard": ReportKind(
        N_("How things stand: {name}"),
        (
            *("valid", "open", "overdue", "overdue_major", "due_soon", "due_in_round"),
            *("closed", "major", "notified"),
            *("given", "submitted", "accepted", "disputed", "supervised_now"),
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
                rates={"closed": "given", "overdue": "open"},
            ),
            "rectify": ageing(N_("Late, by who rectifies"), "rectify"),
        },
        waits=True,
    ),
}
