"""Charts as SVG, by themselves: no script, no font and no picture from elsewhere.

Each has a title and says its numbers in words, for those who cannot see it; the page has them in a
table besides. Colours are the page's own: a segment has a class. One unit of a drawing is one pixel
on a phone 360 wide.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from sfcheck.language import _, cells, visible

WIDTH = 328
"""Units across: a phone's 360 without its margins."""
MOST = 24
"""Bars of a chart at most; the table has all of them."""
UPRIGHT = 12
"""Columns of a chart at most: more have no room for their names on a phone."""

_SIZE = 12
"""Units of a letter's height; half of it is the width of one that is not Chinese."""
_LABELS = 126
_NUMBERS = 46
_ROW, _BAR = 24, 14
_TALL = 150
_GAP = 6


class Series(NamedTuple):
    """What one colour stands for: what it is called, its class, its number on each line."""

    name: str
    kind: str
    counts: Sequence[int]


def bars(name: str, title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return horizontal bars, a line for each label, its series one after the other.

    `name` is the chart's own on the page. Nothing to show is no chart.
    """
    labels, series = labels[:MOST], [each._replace(counts=each.counts[:MOST]) for each in series]
    totals = [sum(counts) for counts in zip(*(each.counts for each in series), strict=True)]
    if not any(totals):
        return ""
    top = _GAP + _legend_height(series)
    room = WIDTH - _LABELS - _NUMBERS
    drawn = [_legend(series)]
    for row, (label, total) in enumerate(zip(labels, totals, strict=True)):
        y = top + row * _ROW
        drawn.append(_text(_LABELS - _GAP, y + _BAR - 3, _cut(label, _LABELS - _GAP), "end"))
        ends = _ends([each.counts[row] for each in series], max(totals), room)
        for each, (start, end) in zip(series, ends, strict=True):
            if end > start:
                drawn.append(
                    _rect(each.kind, _LABELS + start, y, end - start, _BAR, each, label, row)
                )
        drawn.append(_text(_LABELS + ends[-1][1] + 4, y + _BAR - 3, str(total), "start"))
    return _svg(name, title, top + len(labels) * _ROW, drawn, _told(labels, series))


def columns(name: str, title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return upright columns, one for each label in its order, its series one upon the other.

    Of many labels the last are shown. Nothing to show is no chart.
    """
    labels = labels[-UPRIGHT:]
    series = [each._replace(counts=each.counts[-UPRIGHT:]) for each in series]
    totals = [sum(counts) for counts in zip(*(each.counts for each in series), strict=True)]
    if not any(totals):
        return ""
    top = _GAP + _legend_height(series) + _SIZE
    foot, step = top + _TALL, WIDTH // len(labels)
    wide = min(step - _GAP, 48)
    drawn = [_legend(series)]
    for at, (label, total) in enumerate(zip(labels, totals, strict=True)):
        x = at * step + (step - wide) // 2
        ends = _ends([each.counts[at] for each in series], max(totals), _TALL)
        for each, (start, end) in zip(series, ends, strict=True):
            if end > start:
                drawn.append(_rect(each.kind, x, foot - end, wide, end - start, each, label, at))
        middle = at * step + step // 2
        if _length(str(total)) <= step:
            drawn.append(_text(middle, foot - ends[-1][1] - 4, str(total), "middle"))
        drawn.append(_text(middle, foot + _SIZE + 3, _cut(label, step - 2), "middle"))
    drawn.append(f'<path class="axis" d="M0 {foot}H{WIDTH}"/>')
    return _svg(name, title, foot + _SIZE + _GAP + 2, drawn, _told(labels, series))


def _ends(counts: Sequence[int], most: int, room: int) -> list[tuple[int, int]]:
    """Return where each of some counts begins and ends; what there is can be seen."""
    ends, sofar, at = [], 0, 0
    for count in counts:
        sofar += count
        end = max(at + (1 if count else 0), room * sofar // most)
        ends.append((at, end))
        at = end
    return ends


def _svg(name: str, title: str, height: int, drawn: Sequence[str], told: str) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" '
        f'aria-labelledby="{escape(name)}-t {escape(name)}-d">'
        f'<title id="{escape(name)}-t">{_inert(title)}</title>'
        f'<desc id="{escape(name)}-d">{_inert(told)}</desc>{"".join(drawn)}</svg>'
    )


def _told(labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return the numbers of a chart in words."""
    lines = []
    for row, label in enumerate(labels):
        parts = [f"{each.name} {each.counts[row]}" for each in series]
        lines.append(
            _("{label}: {parts}").format(label=_cut(label, WIDTH), parts=_(", ").join(parts))
        )
    return _("; ").join(lines)


def _rect(
    kind: str, x: int, y: int, width: int, height: int, each: Series, label: str, row: int
) -> str:
    about = f"{_cut(label, WIDTH)} · {each.name} · {each.counts[row]}"
    return (
        f'<rect class="{escape(kind)}" x="{x}" y="{y}" width="{width}" height="{height}">'
        f"<title>{_inert(about)}</title></rect>"
    )


def _text(x: int, y: int, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{_inert(text)}</text>'


def _legend_height(series: Sequence[Series]) -> int:
    return _ROW if len(series) > 1 else 0


def _legend(series: Sequence[Series]) -> str:
    """Return what each colour stands for, in one line; one alone is told by the title."""
    if len(series) < 2:
        return ""
    drawn, x = [], 0
    room = WIDTH - 28 * len(series)
    fits = sum(_length(each.name) for each in series) <= room
    for each in series:
        name = each.name if fits else _cut(each.name, room // len(series))
        drawn.append(f'<rect class="{escape(each.kind)}" x="{x}" y="2" width="12" height="12"/>')
        drawn.append(_text(x + 16, 13, name, "start"))
        x += 28 + _length(name)
    return "".join(drawn)


def _inert(text: str) -> str:
    return escape(visible(text))


def _length(text: str) -> int:
    """Return about how many units a text takes."""
    return sum(_SIZE if cells(character) == 2 else _SIZE * 3 // 5 for character in text)


def _cut(text: str, room: int) -> str:
    """Return as much of a text, on one line, as fits into some units."""
    line = " ".join(visible(text[: room * 2]).split())
    if _length(line) <= room:
        return line
    while line and _length(line) + _SIZE > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
