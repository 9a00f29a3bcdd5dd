"""The report of a round: its figures put into tables, in the user's language.

One set of tables for the terminal and for the Markdown template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sfcheck.documents.figures import Figures, Part, plain
from sfcheck.documents.markdown import render
from sfcheck.documents.rates import NOTHING, shown
from sfcheck.documents.waiting import Waiting
from sfcheck.domain.context import Context
from sfcheck.domain.vocabulary import field_label, label
from sfcheck.language import N_, _, ngettext

TEMPLATE = "round-report.md.j2"

COUNTS: Mapping[str, tuple[str, str]] = {
    "found": (N_("Found"), ""),
    "voided": (N_("Voided"), ""),
    "valid": (N_("Not voided"), ""),
    "confirmed": (N_("Confirmed"), N_("of those not voided")),
    "notified": (N_("Notified"), N_("of those not voided")),
    "submitted": (N_("Submitted (claimed to be rectified)"), N_("of those notified")),
    "accepted": (N_("Accepted (checked)"), N_("of those notified")),
    "closed": (N_("Closed"), N_("of those notified")),
    "open": (N_("Open"), ""),
    "overdue": (N_("Overdue"), N_("of those open")),
    "look_backs": (N_("Look-backs done"), ""),
    "look_backs_failed": (N_("Look-backs failed"), N_("of those done")),
}
"""The key figures in their order: what each is called, and what its rate is of."""

COLUMNS: Mapping[str, str] = {
    "count": N_("Count"),
    "share": N_("Share"),
    "major": N_("Major"),
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "closed": N_("Closed"),
}
_ALL = tuple(COLUMNS)

BREAKDOWNS: Mapping[str, tuple[str, Sequence[str]]] = {
    "status": (N_("Where the issues stand"), ("count", "share", "major")),
    "duty": (N_("By duty"), _ALL),
    "severity": (N_("By severity"), ("count", "share", "open", "overdue", "closed")),
    "mode": (N_("By kind of visit"), _ALL),
    "place": (N_("By place"), _ALL),
    "team": (N_("By team"), _ALL),
}
"""The breakdowns in their order: the title of each, and its columns."""


@dataclass(frozen=True)
class Table:
    """One table of the report; `note` is said below it, and alone where there are no rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class RoundReport:
    """The report: its title, on what it rests, its tables by name."""

    title: str
    basis: str
    tables: Mapping[str, Table]


def round_report(found: Figures, context: Context) -> RoundReport:
    """Return the report that `found` makes."""
    basis = ngettext(
        "As it stood on {on}; every figure is computed from the {count} issue of the ledger "
        "that the teams of this round registered.",
        "As it stood on {on}; every figure is computed from the {count} issues of the ledger "
        "that the teams of this round registered.",
        found.counts["found"],
    ).format(on=found.on, count=found.counts["found"])
    tables = {
        "counts": _counts(found),
        **{name: _breakdown(name, found, context) for name in BREAKDOWNS},
        "overdue": _overdue(found, context),
        "waiting": _waiting(found, context),
        "issues": _issues(found),
    }
    title = _("Report of the round {round}: {name}")
    return RoundReport(title.format(round=found.round.id, name=found.round.name), basis, tables)


def as_markdown(found: Figures, context: Context, folders: Sequence[Path]) -> str:
    """Return the report in Markdown, by the template of the first of `folders` that has one."""
    report = round_report(found, context)
    content: dict[str, Any] = {
        "title": report.title,
        "basis": report.basis,
        "tables": {name: vars(table) for name, table in report.tables.items()},
        "figures": plain(found),
    }
    return render(TEMPLATE, content, folders)


def _counts(found: Figures) -> Table:
    rows = []
    for name, (title, of) in COUNTS.items():
        rate = found.rates.get(name)
        told = f"{shown(rate.tenths)} {_(of)} ({rate.count}/{rate.of})" if rate else ""
        rows.append([_(title), str(found.counts[name]), told])
    headings = [_("Figure"), _("Count"), _("Rate")]
    note = _(
        "A voided issue was found, but is no issue: rates and shares are without it. "
        "Shares are rounded so that together they are 100.0 %."
    )
    return Table(_("Overview"), headings, rows, note)


def _breakdown(name: str, found: Figures, context: Context) -> Table:
    title, columns = BREAKDOWNS[name]
    headings = [field_label(name), *(_(COLUMNS[column]) for column in columns)]
    rows = []
    for part in found.parts[name]:
        numbers = {**vars(part), "share": shown(part.share)}
        rows.append([_named(name, part, context), *(str(numbers[each]) for each in columns)])
    return Table(_(title), headings, rows)


def _named(name: str, part: Part, context: Context) -> str:
    if part.key is None:
        return _("not named")
    return _who(part.key, context) if name in ("place", "team") else label(part.key)


def _who(known: str, context: Context) -> str:
    """Return what a place, body, unit or team is called."""
    team = context.team(known)
    return f"{known} {team.name or ''}".strip() if team else context.name(known)


def _overdue(found: Figures, context: Context) -> Table:
    late = [issue for issue in found.issues if issue["number"] in found.late]
    late.sort(key=lambda issue: (-found.late[str(issue["number"])], str(issue["number"])))
    fields = ("number", "title", "unit", "due", "rectify")
    rows = [
        [
            *(str(issue[name] or NOTHING) for name in fields[:-1]),
            _who(str(issue["rectify"] or NOTHING), context),
            str(found.late[str(issue["number"])]),
        ]
        for issue in late
    ]
    headings = [*map(field_label, fields), _("Days overdue")]
    return Table(_("Overdue"), headings, rows, "" if rows else _("Nothing is overdue."))


def _waiting(found: Figures, context: Context) -> Table:
    groups: dict[tuple[str, str, str], list[Waiting]] = {}
    for wait in found.waits:
        groups.setdefault((wait.whom or "", wait.hand, wait.step), []).append(wait)
    rows = [
        [
            _who(whom, context) if whom else _("nobody is named yet"),
            _(hand) if hand else NOTHING,
            label(step),
            str(len(waits)),
            str(min(wait.since for wait in waits)),
            _(", ").join(wait.number for wait in waits),
        ]
        for (whom, hand, step), waits in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    headings = [
        *(_("Waits for"), _("Which is"), _("Next step")),
        *(_("Count"), _("Longest since"), _("Issues")),
    ]
    note = "" if rows else _("Nothing waits for anybody.")
    return Table(_("What waits for whom"), headings, rows, note)


def _issues(found: Figures) -> Table:
    fields = ("number", "title", "unit", "place", "status", "due")
    rows = [
        [
            *(str(issue[name] or NOTHING) for name in fields[:3]),
            str(issue["place_name"] or issue["place"]),
            label(str(issue["status"])),
            str(issue["due"] or NOTHING),
        ]
        for issue in found.issues
    ]
    headings = [*map(field_label, fields)]
    note = "" if rows else _("No team of this round has registered anything yet.")
    return Table(_("Issues"), headings, rows, note)
