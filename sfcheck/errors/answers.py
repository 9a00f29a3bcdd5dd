"""Refusals of answers to what a step or a new issue asks."""

from sfcheck.errors.refusal import USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Answers to what a step asks.
    "nothing-chosen": Refusal(
        USAGE,
        N_("No issue was named, or none fits the query."),
        N_("Give issue numbers or --query; `sfcheck list` shows what there is."),
    ),
    "not-attested": Refusal(
        USAGE,
        N_("The leader did not attest it."),
        N_("Add --true-and-accurate; the leader answers for every issue's truth."),
    ),
    "bad-evidence": Refusal(
        USAGE,
        N_("“{given}” is no evidence: name and date are needed."),
        N_("Write NAME@YYYY-MM-DD, or NAME@YYYY-MM-DD@FILE to keep a file with it."),
    ),
    "half-a-paper": Refusal(
        USAGE,
        N_("A paper needs both the document and who signed it."),
        N_("Give --document and --signed-by together."),
    ),
    "bad-json": Refusal(
        USAGE,
        N_("“{field}” is not JSON: {problem}."),
        N_('Write it like {{"name": "…", "uscc": "…"}}.'),
    ),
    "json-key-again": Refusal(
        USAGE,
        N_("{path}: the key “{name}” is given twice."),
        N_("Keep one of the two."),
    ),
    "not-a-form": Refusal(
        USAGE,
        N_("{path} holds no issues: one mapping, or a list of them, is expected."),
        N_(
            "Write the fields of an issue as `sfcheck show NUMBER --json` prints them; "
            "several in YAML as a list under `issues:`."
        ),
    ),
    "not-yours-to-say": Refusal(
        USAGE,
        N_("A new issue does not say {fields}: they follow from its steps."),
        N_("Leave them out."),
    ),
}
