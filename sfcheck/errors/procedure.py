"""Refusals of records that are made step by step: bulletins, referrals."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "procedure-value": Refusal(
        USAGE,
        N_("“{field}” cannot read so: {problem}."),
        N_("Correct it, then repeat the command; nothing was changed."),
    ),
    "no-such-record": Refusal(
        USAGE,
        N_("There is no {what} “{given}”."),
        N_("`sfcheck {command} list` shows them all."),
    ),
    "procedure-state": Refusal(
        LAW,
        N_("{what} is at “{state}”; “{step}” comes after: {first}."),
        N_("`sfcheck {command} show {id}` tells its steps; take the missing one first."),
    ),
    "procedure-hand": Refusal(
        LAW,
        N_("“{step}” is not for {who} to do on behalf of {body}: it is for {hands}."),
        N_("Let one of them do it."),
    ),
    "procedure-turns-back": Refusal(
        LAW,
        N_("{what}: this step is dated {at}, before the last one, which is of {last}."),
        N_("Set the clock of this machine right, then repeat the step."),
    ),
    "procedure-seal": Refusal(
        LAW,
        N_("{what} does not read as step {n} sealed it."),
        N_("Restore its file from git; such records are made by commands only."),
    ),
}
