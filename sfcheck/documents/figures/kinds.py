"""Every kind of report as data: its figures, what they are broken down by, what it lists."""

from collections.abc import Mapping
from dataclasses import replace

from sfcheck.collecting import modules
from sfcheck.documents.figures.breakdowns import ReportKind
from sfcheck.documents.figures.named import FIGURES


def _with_further(name: str, kind: ReportKind) -> ReportKind:
    """Return a kind of report with the figures that name it themselves."""
    further = [figure for figure, row in FIGURES.items() if name in row.told_by]
    return replace(kind, counts=(*kind.counts, *further))


KINDS: Mapping[str, ReportKind] = {
    name: _with_further(name, kind)
    for module in modules("sfcheck.documents.figures.reports")
    for name, kind in module.REPORTS.items()
}
"""Every kind of report by its name."""
