"""What sheets of a workbook are called: legal for Excel, and each name once."""

import re

from sfcheck.language import visible

LONGEST = 31
"""UTF-16 units of a sheet's name."""
_ILLEGAL = re.compile(r"[\[\]:*?/\\\s]+")
_KEPT_BY_EXCEL = "history"


class Names:
    """The names given in a workbook."""

    def __init__(self) -> None:
        self._given = {_KEPT_BY_EXCEL}

    def name(self, title: str) -> str:
        """Return a legal name made of a title, other than those given before."""
        known = _ILLEGAL.sub(" ", visible(title)).strip("' ") or "–"
        number = 1
        found = _cut(known, LONGEST)
        while found.lower() in self._given:
            number += 1
            end = f" ({number})"
            found = _cut(known, LONGEST - len(end)) + end
        self._given.add(found.lower())
        return found


def _cut(text: str, units: int) -> str:
    cut = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    return cut.rstrip("' ")
