"""Any report as a paper: its figures put into tables, in the user's language.

One set of tables for the terminal and for every other form.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sfcheck.documents.figures.breakdowns import Grouping, ListBehind
from sfcheck.documents.figures.counting import Behind
from sfcheck.documents.figures.named import FIGURES
from sfcheck.documents.figures.values import Figures, Part
from sfcheck.documents.figures.waiting import Waiting, WaitingGroup, grouped
from sfcheck.documents.paper import Cell, Paper, Share, Table, called
from sfcheck.domain.base.vocabulary import field_label, label
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _, current, ngettext

FIELDS: Mapping[str, str] = {
    "late": N_("Days overdue"),
    "days_left": N_("Days left"),
    "age": N_("Days since found"),
    "moved_on": N_("Last moved on"),
    "like_issue": N_("Like which was closed before"),
    "taken_on": N_("Day"),
    "stands_for": N_("For"),
    "person": N_("Person"),
    "action": N_("Step"),
    "step": N_("Next step"),
    "passed": N_("Passed"),
    "before_that": N_("Which came back from"),
    "handed_place": N_("Place"),
    "handover": N_("Handover"),
    "giver": N_("Hands over"),
    "receiver": N_("Takes over"),
    "received_at": N_("Received at"),
    "first_on": N_("First day"),
    "last_on": N_("Last day"),
    "day": N_("Day"),
}
"""What the columns of figures are called that no record has."""

SENTENCES = ("title", "unit")
"""Columns with sentences in them."""

PLAIN = (*SENTENCES, "number", "recurs", "like_issue", "before_that", "received_at")
"""Columns whose values are shown as they stand there."""

DAYS = ("due", "found_on", "moved_on", "taken_on", "first_on", "last_on", "day")
"""Columns with a day in them."""


def report(found: Figures, context: Context) -> Paper:
    """Return the report that `found` makes."""
    kind, scope = found.kind, found.scope
    tables = {
        "counts": _counts(found),
        **{n: _breakdown(n, g, found, context) for n, g in kind.groupings.items()},
        **{n: _list(each, found.lists[n], context) for n, each in kind.lists.items()},
    }
    if kind.waits:
        tables["waiting"] = _waiting(found, context)
    if "issues" in tables:  # the long list comes last
        tables["issues"] = tables.pop("issues")
    title = _(kind.title).format(id=scope.id, name=scope.name)
    return Paper(title, _basis(found), tables)


def heading(name: str) -> str:
    """Return what a column of a figure's rows is called in the user's language."""
    return _(FIELDS[name]) if name in FIELDS else field_label(name)


def cell(name: str, value: object, context: Context) -> Cell:
    """Return a value of a figure's row as a cell, by its column: typed, and called by name."""
    if value is None or value == "":
        return None
    if name in DAYS:
        return date.fromisoformat(str(value))
    if name == "passed":
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return value
    return named(name, str(value), context)


def named(name: str, key: str, context: Context) -> str:
    """Return what the value of a column is called in the user's language."""
    if name == "nature":
        point = context.catalogue.point(key)
        return f"{label(point.duty)} · {_in_language(point)}" if point else key
    if name == "source":
        source = context.catalogue.source(key)
        return _in_language(source) if source else key
    if name == "round":
        rotation = context.rounds.get(key)
        return f"{key} {rotation.name}" if rotation else key
    if name == "person":
        return f"{key} {context.name(key)}" if key in context.people else key
    if name in ("place", "team", "rectify", "accept", "stands_for", "handed_place"):
        return called(key, context)
    if name in ("giver", "receiver"):
        return called(key, context)
    return key if name in PLAIN else label(key)


def _in_language(entry: object) -> str:
    return str(getattr(entry, current(), None) or getattr(entry, "zh", ""))


def doubts(count: int) -> str:
    """Return what is said of records that do not bear out what they say."""
    return " " + ngettext(
        "{count} record is not what its events make of it; `sfcheck validate` names it.",
        "{count} records are not what their events make of them; `sfcheck validate` names them.",
        count,
    ).format(count=count)


def _basis(found: Figures) -> str:
    told = ngettext(
        "As it stood on {on}; every figure is computed from the {count} issue of the ledger "
        "that belongs here, and from the handovers.",
        "As it stood on {on}; every figure is computed from the {count} issues of the ledger "
        "that belong here, and from the handovers.",
        found.about,
    ).format(on=found.on, count=found.about)
    if found.doubted:
        told += doubts(found.doubted)
    since, until = found.scope.since, found.scope.until
    if since is None and until is None:
        return told
    period = _("The period is from {since} to {until}.").format(
        since=since or "…", until=until or found.on
    )
    return f"{told} {period}"


def _counts(found: Figures) -> Table:
    rows: list[list[Cell]] = []
    for name, number in found.counts.items():
        rate, of = found.rates.get(name), found.kind.rates.get(name)
        rows.append([_(FIGURES[name].title), number, rate or "", of_what(of) if of else ""])
    headings = [_("Figure"), _("Count"), _("Rate"), _("Of what")]
    note = _(
        "A voided issue was found, but is no issue: rates and shares are without it. "
        "Shares are rounded so that together they are 100.0 %."
    )
    return Table(_("Overview"), headings, rows, note)


def _breakdown(name: str, grouping: Grouping, found: Figures, context: Context) -> Table:
    columns = [_("Count") if n == "count" else short(of) for n, of in grouping.columns.items()]
    share = [_("Share")] if grouping.shares else []
    rates = [_(FIGURES[each].rate) for each in grouping.rates]
    headings = [heading(grouping.by), columns[0], *share, *columns[1:], *rates]
    rows = [_line(grouping, part, context) for part in found.parts[name]]
    note = "" if rows else _("There is nothing here.")
    note = note or (_(grouping.note) if grouping.note else "")
    columns_named = list(grouping.columns)
    late = None
    if "overdue" in columns_named:
        at = columns_named.index("overdue")
        late = 1 + at + (len(share) if at else 0)
    wide = [0] if grouping.by in SENTENCES else []
    bars = 1 if grouping.bars else None
    return Table(_(grouping.title), headings, rows, note, bars=bars, wide=wide, late=late)


def _line(grouping: Grouping, part: Part, context: Context) -> list[Cell]:
    known = _("not named") if part.key is None else named(grouping.by, part.key, context)
    first, *others = part.counts.values()
    share: list[Cell] = [Share(part.share)] if grouping.shares else []
    return [known, first, *share, *others, *part.rates.values()]


def short(figure: str) -> str:
    """Return what a figure is called where it stands among others of its kind."""
    return _(FIGURES[figure].column or FIGURES[figure].title)


def of_what(figure: str) -> str:
    """Return of what a rate is one, by the figure of the whole."""
    return _(FIGURES[figure].of)


def _list(listing: ListBehind, rows: Sequence[Behind], context: Context) -> Table:
    return Table(
        _(listing.title),
        [heading(name) for name in listing.columns],
        [[cell(name, row[name], context) for name in listing.columns] for row in rows],
        "" if rows else _(listing.nothing),
        wide=[at for at, name in enumerate(listing.columns) if name in SENTENCES],
        late=listing.columns.index("late") if "late" in listing.columns else None,
    )


def _waiting(found: Figures, context: Context) -> Table:
    ranked = sorted(grouped(found.waits).items(), key=lambda group: -len(group[1]))
    rows = [
        [*waiting_row(group, waits, context), _(", ").join(wait.number for wait in waits)]
        for group, waits in ranked
    ]
    headings = [*waiting_headings(), _("Issues")]
    note = "" if rows else _("Nothing waits for anybody.")
    return Table(_("What waits for whom"), headings, rows, note, bars=3, wide=(1, 5))


def waiting_headings() -> list[str]:
    """Return what the columns of `waiting_row` are called."""
    return [_("Waits for"), _("Which is"), _("Next step"), _("Count"), _("Longest since")]


def waiting_row(group: WaitingGroup, waits: Sequence[Waiting], context: Context) -> list[Cell]:
    """Return for whom a group waits, for which step, how many they are, since when."""
    since = min(wait.since for wait in waits)
    hand = _(group.hand) if group.hand else None
    return [waits_for(group, context), hand, label(group.step), len(waits), since]


def waits_for(group: WaitingGroup, context: Context) -> str:
    """Return for whom a group waits."""
    return called(group.whom, context) if group.whom else _("nobody is named yet")
