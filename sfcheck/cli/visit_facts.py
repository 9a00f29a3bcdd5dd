"""What the commands of `visit` are told: by a file, by options, by answers on a terminal."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sfcheck.cli.frame import console
from sfcheck.domain.base.vocabulary import Duty, Mode
from sfcheck.language import N_, _

TEXTS: Mapping[str, Mapping[str, str]] = {
    "record": {"place": N_("Code of the place (`sfcheck place list`).")},
    "study": {
        "direct": N_("The direct cause."),
        "management": N_("What in management let it happen."),
        "root": N_("The root cause."),
        "elsewhere": N_("Where the like is to be looked for."),
    },
    "consult": {"conclusion": N_("The joint conclusion.")},
}
"""What is asked on a terminal for each step, in one line each."""


def form(source: str | None) -> dict[str, Any]:
    """Return what a file says, or nothing."""
    if source is None:
        return {}
    from sfcheck.actions import visits

    return visits.form(sys.stdin.buffer.read() if source == "-" else Path(source))


def given(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what options say, without what was not given."""
    return {name: value for name, value in said.items() if value}


def checked(all_kept: bool, not_kept: Sequence[str] | None) -> dict[str, Any]:
    """Return the answers of the checklist that options give, if they give any."""
    if not all_kept and not not_kept:
        return {}
    pairs = (text.strip().partition(" ") for text in not_kept or ())
    return {"check": {point: remark.strip() for point, _blank, remark in pairs}}


def account_asked(facts: dict[str, Any]) -> dict[str, Any]:
    """Ask on a terminal for what an account needs and was not given."""
    from sfcheck.domain.visits.law import POINTS

    asked = dict(facts)
    if "place" not in asked:
        asked |= _texts_asked("record")
    if "units" not in asked:
        asked["units"] = [click.prompt(_("Name of the unit visited"), err=True)]
    if "mode" not in asked:
        modes = click.Choice([*map(str, Mode)])
        asked["mode"] = click.prompt(_("Kind of visit"), type=modes, err=True)
    if asked["mode"] == Mode.COVERT and "check" not in asked:
        asked["check"] = {
            point: click.prompt(_("Why not"), err=True)
            for point, told in POINTS.items()
            if not click.confirm(_(told), err=True, default=True)
        }
    return asked


def study_asked() -> dict[str, Any]:
    """Ask on a terminal for a case study: its causes, who answers for it, where else to look."""
    asked = _texts_asked("study")
    elsewhere = asked.pop("elsewhere")
    answerable = _rows_asked(
        _("Who answers for it"),
        {
            "who": (_("Body or unit; empty: no more"), None),
            "position": (_("Position"), None),
            "duty": (_("Duty"), [*map(str, Duty)]),
            "omitted": (_("What was not done"), None),
        },
    )
    return {"causes": asked, "answerable": answerable, "elsewhere": elsewhere}


def consultation_asked() -> dict[str, Any]:
    """Ask on a terminal for a consultation: who was consulted, what they conclude together."""
    opinions = _rows_asked(
        _("Who was consulted"),
        {
            "who": (_("Number on the roster, or a name; empty: no more"), None),
            "body": (_("Body; empty: by the roster"), None),
            "field": (_("Field"), None),
            "finding": (_("Finding"), None),
        },
    )
    return {"opinions": opinions, **_texts_asked("consult")}


def _texts_asked(step: str) -> dict[str, Any]:
    return {
        name: click.prompt(console.question(text), err=True) for name, text in TEXTS[step].items()
    }


def _rows_asked(
    title: str, columns: Mapping[str, tuple[str, list[str] | None]]
) -> list[dict[str, str]]:
    """Ask for rows until one has no first answer; what is left empty is left out."""
    rows: list[dict[str, str]] = []
    while True:
        console.say(f"{title} ({len(rows) + 1})")
        row: dict[str, str] = {}
        for name, (text, choices) in columns.items():
            kind = click.Choice(choices) if choices else None
            default = None if choices else ""
            said = click.prompt(text, type=kind, default=default, show_default=False, err=True)
            if not said and not row:
                return rows
            row[name] = said
        rows.append({name: value for name, value in row.items() if value})
