"""What a row of the tables of refusals is, and the statuses it can end the program with."""

from typing import NamedTuple

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5
ENDS = {"findings": 1, "usage": USAGE, "unreadable": UNREADABLE, "git": GIT, "law": LAW}
"""The exit statuses by the words of the tables."""


class Refusal(NamedTuple):
    """One row of the table: exit status, what is wrong, what to do next."""

    status: int
    message: str
    remedy: str
