"""The figures by name: what each is called. What it counts stands in `queries/NAME.sql`.

A figure is the number of the rows its query answers with, so that these rows are what is behind it.
Each query is a view that later ones may rest on.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sfcheck.language import N_

QUERIES = Path(__file__).with_name("queries")

FIGURES: Mapping[str, str] = {
    "found": N_("Found"),
    "voided": N_("Voided"),
    "valid": N_("Not voided"),
    "major": N_("Major"),
    "general": N_("General"),
    "found_major": N_("Major"),
    "confirmed": N_("Confirmed"),
    "notified": N_("Notified"),
    "submitted": N_("Submitted (claimed to be rectified)"),
    "accepted": N_("Accepted (checked)"),
    "closed": N_("Closed"),
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "overdue_major": N_("Major hazards overdue"),
    "overdue_to_7": N_("Overdue up to 7 days"),
    "overdue_to_30": N_("Overdue 8 to 30 days"),
    "overdue_to_90": N_("Overdue 31 to 90 days"),
    "overdue_beyond_90": N_("Overdue more than 90 days"),
    "open_to_30": N_("Found up to 30 days ago"),
    "open_to_90": N_("Found 31 to 90 days ago"),
    "open_to_180": N_("Found 91 to 180 days ago"),
    "open_beyond_180": N_("Found more than 180 days ago"),
    "covert": N_("Found on a covert visit"),
    "overt": N_("Found on an overt visit"),
    "supervised_now": N_("Open and listed for supervision"),
    "disputed": N_("Disputed, or with steps that wait for a ruling"),
    "waiting": N_("Waits for its next step"),
    "to_decide": N_("Waits to be decided"),
    "taken": N_("Steps taken"),
    "look_backs": N_("Look-backs done"),
    "look_backs_passed": N_("Look-backs passed"),
    "look_backs_failed": N_("Look-backs failed"),
    "looked_back": N_("Look-backs done by its teams, on inherited issues too"),
    "looked_back_failed": N_("Of these failed"),
    "handed": N_("Open issues handed over"),
    "taken_over": N_("Open issues taken over from the holder before"),
    "handed_on": N_("Open issues handed on to the next holder"),
    "returns": N_("Claims returned"),
    "extensions": N_("Extensions granted"),
    "objections": N_("Objections raised"),
    "reminders": N_("Reminders sent"),
    "reopenings": N_("Reopened after closing"),
    "recurring": N_("Come back after closing, as registered"),
    "recurring_again": N_("Of these come back more than once"),
    "found_again": N_("Same unit, same point, found again after closing"),
    "failed": N_("Issues that failed a look-back"),
    "repeated": N_("Not put right for good, in one of these ways"),
    "own_rectify": N_("To be rectified by itself"),
    "own_rectify_open": N_("Of these still open"),
    "own_rectify_overdue": N_("Of these overdue"),
    "own_accept": N_("To be accepted by itself"),
    "own_accept_waiting": N_("Claims that wait for its acceptance"),
    "own_accepted": N_("Accepted by itself"),
    "found_in": N_("Found in the period"),
    "done": N_("Steps taken in the period"),
    "due_in": N_("Open and due in the period"),
    "served": N_("Days served"),
    "rounds_served": N_("Rounds served"),
    "found_by": N_("Issues found"),
    "found_by_major": N_("Major ones"),
    "found_by_confirmed": N_("Confirmed ones"),
    "found_by_voided": N_("Voided ones"),
    "done_by": N_("Steps taken by persons of the roster"),
    "confirmed_by": N_("Confirmed as leader"),
    "look_backs_by": N_("Look-backs done"),
    "look_backs_by_failed": N_("Look-backs that found a no"),
    "handovers_by": N_("Handovers offered or received"),
}
"""Every figure; a query rests only on tables and on queries that stand before it."""


@cache
def sql(name: str) -> str:
    """Return the query of a figure."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
