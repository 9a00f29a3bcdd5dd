"""The two languages: which one is spoken here, and the catalogue it is read from.

`choose()` must run before click or typer is imported: both look their own phrases up in the
process-wide gettext domain, and help texts are translated when a command module is imported.
It loads nothing itself until there is something to translate: the entrance comes by here.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "sfcheck"
LANGUAGES = ("en", "zh")
CATALOGUES = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120

_catalogues: "dict[str, NullTranslations]" = {}
"""Those read: `gettext.dgettext` looks for its file at every call."""


def _(message: str) -> str:
    """Return `message` in the language chosen for this process."""
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a counted message that fits `n`, in the chosen language."""
    return _catalogue(current()).ngettext(singular, plural, n)


def _catalogue(language: str) -> "NullTranslations":
    if language not in _catalogues:
        import gettext

        found = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
        _catalogues[language] = found
    return _catalogues[language]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark `message` for the catalogue; it is translated where it is shown."""
    return message


def current() -> str:
    """Return the chosen language, `"en"` or `"zh"`."""
    return "zh" if os.environ.get("LANGUAGE", "").startswith("zh") else "en"


def choose(wanted: str | None = None) -> str:
    """Set the language of this process, which is `wanted_here`, and return it."""
    import gettext

    language = wanted_here(wanted)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    return language


def wanted_here(wanted: str | None = None) -> str:
    """Return the language to speak, `"en"` or `"zh"`.

    Order: `wanted`, `SFCHECK_LANG`, what the user chose (`remember`), then what the system says
    (`LC_ALL`, `LC_MESSAGES`, `LANG`, on Windows the interface language). Not Chinese is English.
    """
    spoken = wanted or os.environ.get("SFCHECK_LANG") or _remembered() or _system_language()
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def remember(language: str) -> None:
    """Keep `language` for this user, on this machine."""
    from pathlib import Path

    path = Path(_memory()).expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(language + "\n", encoding="utf-8")


def _memory() -> str:
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return os.path.join(base or os.path.expanduser("~/.config"), "sfcheck", "language")  # noqa: PTH111, PTH118


def _remembered() -> str:
    try:
        with open(_memory(), encoding="utf-8") as file:  # noqa: PTH123
            return file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    import locale

    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""


def visible(value: object) -> str:
    r"""Return `value` as text that cannot steer a terminal: what is not printable is spelt out.

    Newlines and tabs stay; escapes, other control characters, direction overrides and lone
    surrogates become `\\x1b`-like notation.
    """
    text = str(value)
    if text.isprintable():
        return text
    return "".join(
        ch if ch.isprintable() or ch in "\n\t\u3000" else ch.encode("unicode_escape").decode()
        for ch in text
    )


def cells(text: str) -> int:
    """Return how many cells wide a text is: a Chinese character takes two, a Latin letter one."""
    return len(text) if text.isascii() else sum(map(_CELLS.__getitem__, text))


class _Cells(dict[str, int]):
    """How many cells each character takes, found out once."""

    def __missing__(self, char: str) -> int:
        from unicodedata import combining, east_asian_width

        wide = 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
        return self.setdefault(char, wide)


_CELLS = _Cells()

RECKONED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or a program that writes one."""
_EXACT_DIGITS = 15
"""Digits a spreadsheet keeps of a number; more it rounds, and a credit code has eighteen."""


def reckoned(text: str) -> bool:
    """Return whether a spreadsheet would take `text` for a formula, or for a number to round."""
    return text.startswith(RECKONED) or (text.isdecimal() and len(text) > _EXACT_DIGITS)
