"""What is shown in columns, as fields, as a tree, as a paper: data, told in three manners.

On a terminal it is drawn (`drawn`); elsewhere it is plain text, made here: ten thousand rows in a
tenth of a second, where a general table library takes forty times as long. With `--plain` it is
spoken: each value on a line with what it is called, in the order in which one would say it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sfcheck.cli.frame.console import DRAWN, SPOKEN, manner
from sfcheck.cli.frame.shapes import GAP, Bar, Fields, Node, Rows, cell, with_bars
from sfcheck.language import _, cells, visible

if TYPE_CHECKING:
    from sfcheck.documents.paper import Paper

Layout = Sequence[tuple[str, str]]
"""What stands before the lines and before the fields of plain text, a pair for each depth."""
SHEET: Layout = (("", GAP), ("\n", GAP), (GAP, GAP * 3))


def show_columns(headings: Sequence[str], rows: Rows) -> None:
    """Print a table to stdout."""
    if (how := manner()) == DRAWN:
        from sfcheck.cli.frame import drawn

        for piece in drawn.table(headings, rows):
            click.echo(piece)
    else:
        click.echo("\n".join((spoken_table if how == SPOKEN else table)(headings, rows)))


def show_fields(pairs: Iterable[tuple[str, object]], indent: str = "") -> None:
    """Print labels and what they say; further lines of a text stand below its first."""
    show_tree(Node("", list(pairs)), ((indent, indent),))


def show_facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Print labels and what they say, in plain text as they are spoken: a label, a colon."""
    if manner() == DRAWN:
        show_fields(pairs)
    else:
        click.echo("\n".join(_spoken(pairs)))


def show_tree(root: Node, layout: Layout = SHEET) -> None:
    """Print a line, its fields, and all that hangs from it."""
    if (how := manner()) == DRAWN:
        from sfcheck.cli.frame import drawn

        lines = drawn.tree(root)
    else:
        lines = _spoken_tree(root) if how == SPOKEN else _plain_tree(root, layout)
    for line in lines:
        click.echo(line)


def paper_text(paper: "Paper", *, kept: bool) -> str:
    """Return a paper as it is read here; plain where it is `kept` in a file."""
    how = "" if kept else manner()
    if how == DRAWN:
        from sfcheck.cli.frame import drawn

        lines = drawn.paper(paper)
    else:
        lines = _paper(paper, spoken_table if how == SPOKEN else table)
    return "\n".join(lines) + "\n"


def table(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield the lines of a table in plain text: each row is a line."""
    grid = [[cell(value) for value in row] for row in (headings, *rows)]
    sizes = [[cells(text) for text in row] for row in grid]
    widths = [max(column) for column in zip(*sizes, strict=True)]
    lines = (
        GAP.join(
            text + " " * (width - size) for text, size, width in zip(*each, widths, strict=True)
        ).rstrip()
        for each in zip(grid, sizes, strict=True)
    )
    yield next(lines)
    yield GAP.join("─" * width for width in widths)
    yield from lines


def spoken_table(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield the lines of a table as they are spoken: row by row, each value after its heading.

    What is empty is passed over, and so is a bar, which says no more than its number.
    """
    empty = True
    for row in rows:
        if not empty:
            yield ""
        empty = False
        said = (pair for pair in zip(headings, row, strict=True) if not isinstance(pair[1], Bar))
        yield from _spoken((name, text) for name, each in said if (text := cell(each)))
    if empty:
        yield _("Nothing is listed.")


def _plain_tree(node: Node, layout: Layout) -> Iterator[str]:
    lead, indent = layout[0]
    if node.text:
        yield visible(lead + node.text)
    yield from _plain_fields(node.fields, indent if node.text else lead)
    for each in node.nodes:
        yield from _plain_tree(each, layout[1:])


def _plain_fields(pairs: Fields, indent: str) -> Iterator[str]:
    shown = [(visible(name), visible(value)) for name, value in pairs]
    wide = max((cells(name) for name, _value in shown), default=0)
    rest = "\n" + " " * (len(indent) + wide + len(GAP))
    for name, value in shown:
        lead = f"{indent}{name}{' ' * (wide - cells(name))}{GAP}"
        yield lead + value.rstrip("\n").replace("\n", rest)


def _spoken_tree(node: Node) -> Iterator[str]:
    if node.text:
        yield visible(node.text)
    yield from _spoken(node.fields)
    for each in node.nodes:
        yield from _spoken_tree(each)


def _spoken(pairs: Iterable[tuple[str, object]]) -> Iterator[str]:
    for name, value in pairs:
        said = visible(value).rstrip("\n")
        yield f"{visible(name)}: {said}" if name else said


def _paper(paper: "Paper", table: Callable[[Sequence[str], Rows], Iterator[str]]) -> Iterator[str]:
    yield visible(paper.title)
    yield visible(paper.basis)
    for each in paper.tables.values():
        yield f"\n{each.title}"
        if each.rows:
            yield from table(*with_bars(each))
        if each.note:
            yield each.note
