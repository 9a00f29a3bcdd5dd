"""Reports of who has what to do, and did it: a locality, inspectors, a leader."""

from collections.abc import Mapping

from sfcheck.documents.figures.breakdowns import (
    ALL_RATES,
    DUTY,
    LATE,
    OWN,
    PLACE,
    SEVERITY,
    SOURCE,
    STATUS,
    Grouping,
    ListBehind,
    ReportKind,
    same,
)
from sfcheck.language import N_

REPORTS: Mapping[str, ReportKind] = {
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
            *("given", "submitted", "accepted", "closed", "open", "overdue", "to_decide"),
            *("disputed", "supervised_now", "look_backs", "look_backs_failed", *OWN),
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
}
