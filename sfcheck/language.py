"""The two languages: which one is spoken here, and the catalogue it is read from.

`choose()` must run before click or typer is imported: both look their own phrases up in the
process-wide gettext domain, and help texts are translated when a command module is imported.
"""

import gettext
import locale
import os
import sys
from functools import cache
from pathlib import Path

DOMAIN = "sfcheck"
LANGUAGES = ("en", "zh")
CATALOGUES = Path(__file__).parent / "locale"


def _(message: str) -> str:
    """Return `message` in the language chosen for this process."""
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a counted message that fits `n`, in the chosen language."""
    return _catalogue(current()).ngettext(singular, plural, n)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Read a catalogue once: `gettext.dgettext` looks for its file at every call."""
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark `message` for the catalogue; it is translated where it is shown."""
    return message


def current() -> str:
    """Return the chosen language, `"en"` or `"zh"`."""
    return "zh" if os.environ.get("LANGUAGE", "").startswith("zh") else "en"


def choose(wanted: str | None = None) -> str:
    """Set the language of this process and return it.

    Order: `wanted`, `SFCHECK_LANG`, what the user chose (`remember`), then what the system says
    (`LC_ALL`, `LC_MESSAGES`, `LANG`, on Windows the interface language). Not Chinese is English.
    """
    spoken = wanted or os.environ.get("SFCHECK_LANG") or _remembered() or _system_language()
    language = "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    return language


def remember(language: str) -> None:
    """Keep `language` for this user, on this machine."""
    path = _memory()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(language + "\n", encoding="utf-8")


def _memory() -> Path:
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "sfcheck" / "language"


def _remembered() -> str:
    try:
        return _memory().read_text(encoding="utf-8").strip()
    except (OSError, RuntimeError, UnicodeDecodeError):
        return ""


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
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
