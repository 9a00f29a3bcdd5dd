"""What a row of the tables of refusals is, and the statuses it can end the program with."""

from typing import NamedTuple

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5


class Refusal(NamedTuple):
    """One row of the table: exit status, what is wrong, what to do next."""

    status: int
    message: str
    remedy: str
