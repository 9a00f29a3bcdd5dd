"""Refusals of papers about issues."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "step-not-taken": Refusal(
        LAW,
        N_("{number}: “{step}” is not on record, so there is nothing to print."),
        N_("Take the step first: `sfcheck {command} {number}`."),
    ),
    "nothing-claimed": Refusal(
        LAW,
        N_("{number} is at “{status}”: nobody claims that it is put right."),
        N_("The form is for what was submitted: `sfcheck submit {number}` comes first."),
    ),
    "notices-differ": Refusal(
        USAGE,
        N_("These issues are not of one letter: {shared}."),
        N_("Print one letter for each."),
    ),
}
