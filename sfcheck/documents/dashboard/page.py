"""The dashboard: one page of all that stands, from each figure down to the issues behind it.

It is made from the index alone, so that it costs about the same at 100,000 issues. Behind each
figure stand its most urgent issues and the command that lists them all; an issue that stands behind
many figures is on the page once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from pathlib import Path
from typing import Any

from sfcheck.documents.engines import html
from sfcheck.documents.paper import Table
from sfcheck.language import _, current

TEMPLATE = "dashboard.html.j2"

BEHIND = (10, 5, 3, 1)
"""How many issues are named behind a figure: the first of these with which the page stays small."""
ISSUES = 300
"""Issues on the page at most, but for one behind each figure: a line takes up to 2 kB."""
WORDS = 80
"""Characters shown of a title or a unit."""


@dataclass(frozen=True)
class Figure:
    """One number: what it counts, the issues behind it, and the command that lists them all.

    `count` may be more than the issues: two look-backs on one issue are two. Where no command lists
    just these, `whole` is false: they are among what it lists.
    """

    title: str
    count: int
    numbers: Sequence[str]
    command: str
    whole: bool = True


@dataclass(frozen=True)
class Panel:
    """One part of the page: a table, and for each of its cells the figure it shows, if any.

    `draw` makes its chart from the panel's name; None where there is none.
    """

    name: str
    table: Table
    figures: Sequence[Sequence[Figure | None]] = field(default=())
    draw: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Content:
    """All that the page says: title, on what it rests, the key figures, the panels.

    Each key figure has what is said of its rate. `order` are all numbers, the most urgent first;
    `lines` tells the cells of some issues by number.
    """

    title: str
    basis: str
    keys: Sequence[tuple[Figure, str]]
    panels: Sequence[Panel]
    order: Sequence[str]
    headings: Sequence[str]
    lines: Callable[[Sequence[str]], Mapping[str, Sequence[str]]]


def page(told: Mapping[str, Any], folders: Sequence[Path]) -> str:
    """Return the page of some content, by the template of the first of `folders` that has one.

    Raises `Refused`: `bad-template`, and what is wrong with the file.
    """
    return html.render(TEMPLATE, told, folders)


def content(told: Content) -> dict[str, Any]:
    """Return what the template is given, plain data but for the charts."""
    from markupsafe import Markup

    figures = _Figures(told)
    keys = [{**figures.cell(figure), "rate": rate} for figure, rate in told.keys]
    panels = [
        {
            "name": panel.name,
            "title": panel.table.title,
            "note": panel.table.note,
            "chart": Markup(panel.draw(panel.name) if panel.draw else ""),  # noqa: S704
            "worded": any(isinstance(c, str) for row in panel.table.rows for c in row[1:]),
            "headings": list(panel.table.headings),
            "rows": [
                [
                    figures.cell(figure) if figure else {"text": html.short(text, WORDS), "to": ""}
                    for text, figure in zip(texts, _behind(panel, row, len(texts)), strict=True)
                ]
                for row, texts in enumerate(panel.table.texts())
            ],
        }
        for panel in told.panels
    ]
    lines = told.lines(figures.named)
    return {
        "language": {"zh": "zh-CN"}.get(current(), current()),
        "title": told.title,
        "basis": told.basis,
        "keys": keys,
        "panels": panels,
        "behind": figures.behind(),
        "headings": list(told.headings),
        "issues": [
            {"number": number, "cells": [html.short(text, WORDS) for text in lines[number]]}
            for number in figures.named
            if number in lines
        ],
        "words": _words(),
    }


def _behind(panel: Panel, row: int, width: int) -> Sequence[Figure | None]:
    return panel.figures[row] if panel.figures else [None] * width


class _Figures:
    """The figures of a page, each with a place of its own there, and the issues it names."""

    def __init__(self, told: Content) -> None:
        every = [figure for figure, _rate in told.keys]
        every += [f for panel in told.panels for row in panel.figures for f in row if f is not None]
        kept = [figure for figure in every if figure.count]
        # What is told in two places is one figure.
        self.kept = list({(f.title, f.command): f for f in kept}.values())
        self.place = {(f.title, f.command): f"f{at}" for at, f in enumerate(self.kept, 1)}
        rank = {number: at for at, number in enumerate(told.order)}
        first = [nsmallest(BEHIND[0], set(f.numbers), key=rank.__getitem__) for f in self.kept]
        for most in BEHIND:
            self.issues = [numbers[:most] for numbers in first]
            named = {number for numbers in self.issues for number in numbers}
            if len(named) <= ISSUES:
                break
        self.named = sorted(named, key=rank.__getitem__)

    def cell(self, figure: Figure) -> dict[str, str]:
        """Return a figure as a cell; one that counts nothing leads nowhere."""
        to = self.place.get((figure.title, figure.command), "")
        return {"title": figure.title, "text": str(figure.count), "to": to}

    def behind(self) -> list[dict[str, Any]]:
        """Return each figure with the issues it names, and how many more there are."""
        return [
            {
                "id": self.place[figure.title, figure.command],
                "title": figure.title,
                "count": figure.count,
                "issues": issues,
                "more": len(set(figure.numbers)) - len(issues),
                "command": figure.command,
                "whole": figure.whole,
            }
            for figure, issues in zip(self.kept, self.issues, strict=True)
        ]


def _words() -> dict[str, str]:
    """Return what the page itself says, in the user's language."""
    return {
        "skip": _("Skip to the figures"),
        "contents": _("On this page"),
        "figures": _("Key figures"),
        "behind": _("The issues behind each figure"),
        "issues": _("Issues named on this page"),
        "most_urgent": _("The most urgent first: overdue longest, major, due soonest."),
        "all": _("All of them:"),
        "among": _("They are among these:"),
        "more": _("more"),
        "back": _("Back to the top"),
        "empty": _("Nothing has been registered in this ledger yet."),
        "offline": _("This page stands by itself: it loads nothing and sends nothing."),
    }
