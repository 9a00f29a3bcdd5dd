"""How findings are shown: one function for each value of `--format`, from a report to lines."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from sfcheck.domain.base.findings import Finding, Gravity, Report
from sfcheck.language import N_, _, visible

VERSION = 1
"""The version of the JSON form."""

GRAVITIES: Mapping[Gravity, str] = {"error": N_("error"), "warning": N_("warning")}


def text(report: Report, prefix: str = "") -> Iterator[str]:
    """Give the findings of each file together, each with what to do and where to read on."""
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        shown = _one_line(path)
        for finding in findings:
            place = f"{shown}:{finding.line}:{finding.column}"
            yield f"{place} {finding.code} {_(GRAVITIES[finding.severity])}: {finding.message}"
            yield "    " + _("Fix: {fix} (`sfcheck explain {code}`)").format(
                fix=finding.fix, code=finding.code
            )
        yield ""


def as_json(report: Report, prefix: str = "") -> Iterator[str]:
    """Give one JSON object: `version`, `findings`, `counts`."""
    counts = {"errors": report.errors, "warnings": report.warnings, "files": report.files}
    findings = [finding._asdict() for finding in report.findings]
    whole = {"version": VERSION, "findings": findings, "counts": counts}
    yield json.dumps(whole, ensure_ascii=False, indent=2)


def github(report: Report, prefix: str = "") -> Iterator[str]:
    """Give workflow commands, which GitHub shows beside the lines of a pull request.

    `prefix` is the ledger's folder within the repository, as a POSIX path ending in a slash.
    """
    for finding in report.findings:
        place = {
            "file": prefix + finding.path,
            "line": finding.line,
            "col": finding.column,
            "title": finding.code,
        }
        shown = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        yield f"::{finding.severity} {shown}::{_data(_whole(finding))}"


FORMATS: Mapping[str, Callable[[Report, str], Iterator[str]]] = {
    "text": text,
    "json": as_json,
    "github": github,
}
"""Every format by its name on the command line."""


def _whole(finding: Finding) -> str:
    return f"{finding.message}\n{finding.fix}"


def _data(value: object) -> str:
    """Escape what stands behind the second pair of colons of a workflow command."""
    return visible(value).replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _property(value: object) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def _one_line(path: str) -> str:
    return visible(path).replace("\n", "\\n")
