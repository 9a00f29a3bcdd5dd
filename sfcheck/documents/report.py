"""The report of a round, a place or a team: its figures put into tables, in the user's language.

One set of tables for the terminal, for the templates and for Excel.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sfcheck.documents import word
from sfcheck.documents.figures import Figures, Part, plain
from sfcheck.documents.markdown import render
from sfcheck.documents.paper import Cell, Paper, Share, Table, called
from sfcheck.documents.rates import NOTHING
from sfcheck.documents.waiting import Waiting
from sfcheck.domain.context import Context
from sfcheck.domain.outline import Flat
from sfcheck.domain.vocabulary import field_label, label
from sfcheck.language import N_, _, ngettext

TEMPLATE = "report.md.j2"

TITLES: Mapping[str, str] = {
    "round": N_("Report of the round {id}: {name}"),
    "place": N_("Report of the place {id}: {name}"),
    "team": N_("Report of the team {id}: {name}"),
}
"""The title of a report on each kind of scope."""

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
    "covert": (N_("Found on a covert visit"), ""),
    "overt": (N_("Found on an overt visit"), ""),
    "look_backs": (N_("Look-backs done"), ""),
    "look_backs_failed": (N_("Look-backs failed"), N_("of those done")),
    "looked_back": (N_("Look-backs done by its teams, on inherited issues too"), ""),
    "looked_back_failed": (N_("Of these failed"), N_("of those done")),
    "taken_over": (N_("Open issues taken over from the holder before"), ""),
    "handed_on": (N_("Open issues handed on to the next holder"), ""),
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
    "round": (N_("By round"), _ALL),
    "team": (N_("By team"), _ALL),
}
"""The breakdowns in their order: the title of each, and its columns."""


def report(found: Figures, context: Context) -> Paper:
    """Return the report that `found` makes."""
    basis = ngettext(
        "As it stood on {on}; every figure is computed from the {count} issue of the ledger "
        "that belongs here, and from the handovers.",
        "As it stood on {on}; every figure is computed from the {count} issues of the ledger "
        "that belong here, and from the handovers.",
        found.counts["found"],
    ).format(on=found.on, count=found.counts["found"])
    tables = {
        "counts": _counts(found),
        **{n: _breakdown(n, found, context) for n in BREAKDOWNS if n in found.parts},
        "overdue": _overdue(found, context),
        "waiting": _waiting(found, context),
        "issues": _issues(found),
    }
    title = _(TITLES[found.scope.kind]).format(id=found.scope.id, name=found.scope.name)
    return Paper(title, basis, tables)


def as_markdown(found: Figures, context: Context, folders: Sequence[Path]) -> str:
    """Return the report in Markdown, by the template of the first of `folders` that has one."""
    content = {**report(found, context).content(), "figures": plain(found)}
    return render(TEMPLATE, content, folders)


def as_word(found: Figures, context: Context, folders: Sequence[Path]) -> bytes:
    """Return the report as a Word file, by the template of the first of `folders` with one."""
    return word.report(report(found, context), {"figures": plain(found)}, folders)


def _counts(found: Figures) -> Table:
    rows = [
        [_(title), found.counts[name], found.rates.get(name), _(of) if name in found.rates else ""]
        for name, (title, of) in COUNTS.items()
    ]
    headings = [_("Figure"), _("Count"), _("Rate"), _("Of which")]
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
        numbers: dict[str, Cell] = {**vars(part), "share": Share(part.share)}
        rows.append([_named(name, part, context), *(numbers[each] for each in columns)])
    return Table(_(title), headings, rows, bars=1)


def _named(name: str, part: Part, context: Context) -> str:
    if part.key is None:
        return _("not named")
    return called(part.key, context) if name in ("place", "team") else label(part.key)


def _overdue(found: Figures, context: Context) -> Table:
    late = [issue for issue in found.issues if issue["number"] in found.late]
    late.sort(key=lambda issue: (-found.late[str(issue["number"])], str(issue["number"])))
    fields = ("number", "title", "unit", "due", "rectify")
    rows = [
        [
            *(str(issue[name] or NOTHING) for name in fields[:3]),
            _day(issue["due"]),
            called(str(issue["rectify"] or NOTHING), context),
            found.late[str(issue["number"])],
        ]
        for issue in late
    ]
    headings = [*map(field_label, fields), _("Days overdue")]
    note = "" if rows else _("Nothing is overdue.")
    return Table(_("Overdue"), headings, rows, note, wide=(1,), late=5)


def _day(known: Flat) -> date | None:
    return date.fromisoformat(str(known)) if known else None


def _waiting(found: Figures, context: Context) -> Table:
    groups: dict[tuple[str, str, str], list[Waiting]] = {}
    for wait in found.waits:
        groups.setdefault((wait.whom or "", wait.hand, wait.step), []).append(wait)
    rows: list[list[Cell]] = [
        [
            called(whom, context) if whom else _("nobody is named yet"),
            _(hand) if hand else NOTHING,
            label(step),
            len(waits),
            min(wait.since for wait in waits),
            _(", ").join(wait.number for wait in waits),
        ]
        for (whom, hand, step), waits in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    headings = [
        *(_("Waits for"), _("Which is"), _("Next step")),
        *(_("Count"), _("Longest since"), _("Issues")),
    ]
    note = "" if rows else _("Nothing waits for anybody.")
    return Table(_("What waits for whom"), headings, rows, note, wide=(5,))


def _issues(found: Figures) -> Table:
    fields = ("number", "title", "unit", "place", "status", "due")
    rows = [
        [
            *(str(issue[name] or NOTHING) for name in fields[:3]),
            str(issue["place_name"] or issue["place"]),
            label(str(issue["status"])),
            _day(issue["due"]),
        ]
        for issue in found.issues
    ]
    headings = [*map(field_label, fields)]
    note = "" if rows else _("Nothing has been registered here yet.")
    return Table(_("Issues"), headings, rows, note, wide=(1,))
