"""A chart as SVG: lines over sizes, both axes logarithmic. Plain text, no scripts, no fonts."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 460, 360
LEFT, RIGHT, TOP, BOTTOM = 62, 118, 40, 44
COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#7d3c98", "#b9770e", "#566573", "#117a65", "#b03a8c")
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">'
    '<rect width="100%" height="100%" fill="white"/>'
)

Series = Mapping[str, Mapping[int, float]]
"""Milliseconds by size, by whose they are."""


def chart(panels: Sequence[tuple[str, Series]]) -> str:
    """Return panels side by side, each with a title; the first name of all is drawn bold."""
    names = list(dict.fromkeys(name for _title, lines in panels for name in lines))
    drawn = [_panel(title, lines, names, at * WIDTH) for at, (title, lines) in enumerate(panels)]
    head = HEAD.format(width=WIDTH * len(panels), height=HEIGHT)
    return "\n".join([head, *drawn, "</svg>", ""])


def _panel(title: str, lines: Series, names: Sequence[str], shift: int) -> str:
    sizes = sorted({size for line in lines.values() for size in line})
    spent = [value for line in lines.values() for value in line.values()]
    low, high = floor(log10(min(spent))), ceil(log10(max(spent)))
    first, last = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        share = (log10(size) - first) / (last - first) if last > first else 0.5
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    out = [f'<g transform="translate({shift},0)">', _text(LEFT, 20, title, bold=True)]
    for power in range(low, high + 1):
        across = y(10**power)
        out.append(_line(LEFT, across, WIDTH - RIGHT, across, "#ddd", 1))
        out.append(_text(LEFT - 6, across + 4, f"{10**power:,g} ms", "end"))
    for size in sizes:
        out.append(_line(x(size), TOP, x(size), HEIGHT - BOTTOM, "#eee", 1))
        out.append(_text(x(size), HEIGHT - BOTTOM + 16, f"{size:,}", "middle"))
    out.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "issues", "middle"))
    ends = sorted((y(line[max(line)]), name) for name, line in lines.items())
    heights = _apart([height for height, _name in ends])
    labels = {name: height for (_end, name), height in zip(ends, heights, strict=True)}
    for name, line in lines.items():
        at = names.index(name)
        colour, width = COLOURS[at % len(COLOURS)], 3 if at == 0 else 1.5
        points = [(x(size), y(value)) for size, value in sorted(line.items())]
        joined = " ".join(f"{across:.1f},{up:.1f}" for across, up in points)
        out.append(
            f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )
        out += [f'<circle cx="{a:.1f}" cy="{u:.1f}" r="3" fill="{colour}"/>' for a, u in points]
        out.append(_line(*points[-1], WIDTH - RIGHT + 14, labels[name], colour, 0.5))
        out.append(_text(WIDTH - RIGHT + 17, labels[name] + 4, name, colour=colour, bold=at == 0))
    return "\n".join([*out, "</g>"])


def _apart(heights: Sequence[float]) -> list[float]:
    """Move labels so that none lies on another: from the lowest value up, then back into view."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + 14) if moved else height)
    over = max(0.0, moved[-1] - (HEIGHT - BOTTOM + 4)) if moved else 0.0
    return [height - over for height in moved]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _text(
    x: float, y: float, text: str, anchor: str = "start", colour: str = "#222", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {where} fill="{colour}"{weight}>{escape(text)}</text>'
