"""Refusals of reports and their figures."""

from sfcheck.errors.refusal import USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "no-such-figure": Refusal(
        USAGE,
        N_("This report has no figure “{given}”."),
        N_("Near: {near}. It has: {known}."),
    ),
    "no-such-line": Refusal(
        USAGE,
        N_("The figure “{figure}” has no line “{given}” in this report."),
        N_("Lines: {known}."),
    ),
    "no-such-unit": Refusal(
        USAGE,
        N_("“{given}” is no one unit of this ledger."),
        N_("Near: {near}. Give the whole name or the credit code."),
    ),
    "period-reversed": Refusal(
        USAGE,
        N_("The period ends ({until}) before it begins ({since})."),
        N_("Give --since a day that is not after --until."),
    ),
}
