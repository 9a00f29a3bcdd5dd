"""Names that every system can hold, and which of them a system takes for one.

Windows keeps the names of its devices for itself, whatever they end in, and drops dots and blanks
at an end; macOS and Windows do not tell `a` from `A`; macOS writes an accent apart; git and it pass
over characters that cannot be seen.
"""

import re
import unicodedata

_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(?:\..*)?", re.IGNORECASE
)
_STRANGE = re.compile(r"[\x00-\x1f\x7f\\/:<>\"|?*\ud800-\udfff]")
_LONGEST = 255
"""Bytes of the longest name."""


def is_fit(name: str) -> bool:
    """Whether every system can hold a file or a folder of this name."""
    if not name or _STRANGE.search(name) or name[-1] in ". " or _DEVICES.fullmatch(name):
        return False
    return len(name.encode()) <= _LONGEST


def folded(name: str) -> str:
    """Return a name as systems compare it that see no difference where others do."""
    plain = unicodedata.normalize("NFC", name)
    seen = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", seen.casefold()).rstrip(". ")
