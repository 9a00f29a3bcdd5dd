"""The figures by name: what each is called. What it counts stands in `queries/NAME.sql`.

A figure is the number of the rows its query answers with, so that these rows are what is behind it.
Each query is a view that later ones may rest on.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sfcheck.language import N_

QUERIES = Path(__file__).with_name("queries")


class NamedFigure(NamedTuple):
    """What a figure is called, and what is made of it.

    `column` heads its column in a breakdown where `title` would say more than is needed, `rate` the
    column of its rate; `of` is how a rate is told that is one of it. `told_by` are reports that
    tell it after the figures in their own row.
    """

    title: str
    column: str = ""
    rate: str = ""
    of: str = ""
    told_by: Sequence[str] = ()


FIGURES: Mapping[str, NamedFigure] = {
    "found": NamedFigure(N_("Found")),
    "voided": NamedFigure(N_("Voided")),
    "valid": NamedFigure(N_("Not voided"), of=N_("of those not voided")),
    "major": NamedFigure(N_("Major"), rate=N_("Share of major hazards")),
    "general": NamedFigure(N_("General")),
    "found_major": NamedFigure(N_("Major")),
    "given": NamedFigure(
        N_("To be rectified (notified or taken over)"),
        column=N_("To be rectified"),
        of=N_("of those to be rectified"),
    ),
    "submitted": NamedFigure(N_("Submitted (claimed to be rectified)")),
    "accepted": NamedFigure(N_("Accepted (checked)")),
    "closed": NamedFigure(N_("Closed"), rate=N_("Rate of closing")),
    "open": NamedFigure(N_("Open"), of=N_("of those open")),
    "overdue": NamedFigure(
        N_("Overdue"), rate=N_("Rate of overdue ones"), of=N_("of those overdue")
    ),
    "due_soon": NamedFigure(N_("Due soon")),
    "due_in_round": NamedFigure(N_("Due before the round ends")),
    "overdue_major": NamedFigure(N_("Major hazards overdue"), column=N_("Of these major")),
    "overdue_to_7": NamedFigure(N_("Overdue up to 7 days"), column=N_("Up to 7 days")),
    "overdue_to_30": NamedFigure(N_("Overdue 8 to 30 days"), column=N_("8 to 30 days")),
    "overdue_to_90": NamedFigure(N_("Overdue 31 to 90 days"), column=N_("31 to 90 days")),
    "overdue_beyond_90": NamedFigure(N_("Overdue more than 90 days"), column=N_("Over 90 days")),
    "open_to_30": NamedFigure(N_("Found up to 30 days ago"), column=N_("Up to 30 days")),
    "open_to_90": NamedFigure(N_("Found 31 to 90 days ago"), column=N_("31 to 90 days")),
    "open_to_180": NamedFigure(N_("Found 91 to 180 days ago"), column=N_("91 to 180 days")),
    "open_beyond_180": NamedFigure(N_("Found more than 180 days ago"), column=N_("Over 180 days")),
    "covert": NamedFigure(N_("Found on a covert visit")),
    "overt": NamedFigure(N_("Found on an overt visit")),
    "supervised_now": NamedFigure(N_("Open and listed for supervision")),
    "disputed": NamedFigure(N_("Disputed, or with steps that wait for a ruling")),
    "waiting": NamedFigure(N_("Waits for its next step")),
    "to_decide": NamedFigure(N_("Waits to be decided")),
    "taken": NamedFigure(N_("Steps taken")),
    "confirmed": NamedFigure(N_("Confirmed")),
    "notified": NamedFigure(N_("Notified")),
    "look_backs": NamedFigure(N_("Look-backs done"), of=N_("of those done")),
    "look_backs_passed": NamedFigure(N_("Look-backs passed")),
    "look_backs_failed": NamedFigure(N_("Look-backs failed"), rate=N_("Rate of failed look-backs")),
    "looked_back": NamedFigure(
        N_("Look-backs done by its teams, on inherited issues too"), of=N_("of those done")
    ),
    "looked_back_failed": NamedFigure(N_("Of these failed")),
    "handed": NamedFigure(N_("Open issues handed over")),
    "taken_over": NamedFigure(N_("Open issues taken over from the holder before")),
    "handed_on": NamedFigure(N_("Open issues handed on to the next holder")),
    "returns": NamedFigure(N_("Claims returned")),
    "extensions": NamedFigure(N_("Extensions granted")),
    "objections": NamedFigure(N_("Objections raised")),
    "seen_again": NamedFigure(N_("Found there again, unsolved")),
    "reminders": NamedFigure(N_("Reminders sent")),
    "reopenings": NamedFigure(N_("Reopened after closing"), column=N_("Reopened")),
    "recurring": NamedFigure(N_("Come back after closing, as registered"), column=N_("Come back")),
    "recurring_again": NamedFigure(N_("Of these come back more than once")),
    "found_again": NamedFigure(
        N_("Same unit, same point, found again after closing"), column=N_("Found again")
    ),
    "failed": NamedFigure(N_("Issues that failed a look-back"), column=N_("Failed a look-back")),
    "repeated": NamedFigure(
        N_("Not put right for good, in one of these ways"),
        column=N_("Not put right for good"),
        rate=N_("Rate not put right for good"),
    ),
    "own_rectify": NamedFigure(
        N_("To be rectified by itself"), of=N_("of what it must rectify itself")
    ),
    "own_rectify_open": NamedFigure(N_("Of these still open"), of=N_("of these still open")),
    "own_rectify_overdue": NamedFigure(N_("Of these overdue")),
    "own_accept": NamedFigure(
        N_("To be accepted by itself"), of=N_("of what it must accept itself")
    ),
    "own_accept_waiting": NamedFigure(N_("Claims that wait for its acceptance")),
    "own_accepted": NamedFigure(N_("Accepted by itself")),
    "found_in": NamedFigure(N_("Found in the period")),
    "done": NamedFigure(N_("Steps taken in the period")),
    "due_in": NamedFigure(N_("Open and due in the period")),
    "served": NamedFigure(N_("Days served")),
    "rounds_served": NamedFigure(N_("Rounds served")),
    "found_by": NamedFigure(N_("Issues found")),
    "found_by_major": NamedFigure(N_("Major ones")),
    "found_by_confirmed": NamedFigure(N_("Confirmed ones")),
    "found_by_voided": NamedFigure(N_("Voided ones")),
    "done_by": NamedFigure(N_("Steps taken by persons of the roster")),
    "confirmed_by": NamedFigure(N_("Confirmed as leader")),
    "look_backs_by": NamedFigure(N_("Look-backs done"), of=N_("of those done")),
    "look_backs_by_failed": NamedFigure(N_("Look-backs that found a no")),
    "handovers_by": NamedFigure(N_("Handovers offered or received")),
}
"""Every figure; a query rests only on tables and on queries that stand before it."""


@cache
def sql(name: str) -> str:
    """Return the query of a figure."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
