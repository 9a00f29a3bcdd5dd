"""Refusals of records that are made step by step, and of bulletins."""

from sfcheck.errors.refusal import LAW, UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # What every such record shares.
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
    # Bulletins.
    "bad-demand": Refusal(
        USAGE,
        N_("“{given}” does not say by what day something is demanded."),
        N_("Write the day first, then the demand: --demand '2026-12-31 …'"),
    ),
    "bulletin-scope": Refusal(
        LAW,
        N_("Bulletin {bulletin} is to cover {what}, which is not in this ledger."),
        N_("Name a round and a place of the ledger: `sfcheck round list`, `sfcheck place list`."),
    ),
    "bulletin-list": Refusal(
        LAW,
        N_("The list of bulletin {bulletin} does not name each issue once, in order."),
        N_("Restore its file from git, or put it together again: `sfcheck bulletin consolidate`."),
    ),
    "bulletin-unsealed": Refusal(
        LAW,
        N_("{number} has no digest, by which it could be pinned."),
        N_("Somebody wrote the record by hand: `sfcheck validate` tells; restore it from git."),
    ),
    "demand-past": Refusal(
        LAW,
        N_("Something is demanded by {due}, which is before {day}."),
        N_("Name a day to come."),
    ),
    "signed-when": Refusal(
        LAW,
        N_(
            "It cannot have been signed on {signed}: it was put together on {since}, and today is "
            "{day}."
        ),
        N_("Name the day on which this text was signed, with --on."),
    ),
    "bulletin-number": Refusal(
        LAW,
        N_("“{number}” is no document number of {year}."),
        N_(
            "Write it as the office gives it, such as 某督通报〔{year}〕3号: the year in 〔〕, no "
            "leading zero, no 第."
        ),
    ),
    "number-taken": Refusal(
        LAW,
        N_("{what} has the number {number} already."),
        N_("Ask the office for the number that is next."),
    ),
    "issued-when": Refusal(
        LAW,
        N_("It cannot be issued on {issued}: it was signed on {signed}."),
        N_("Name that day or a later one, with --on."),
    ),
    "issued-ahead": Refusal(
        LAW,
        N_("It cannot be issued on {issued}: that is yet to come on {day}."),
        N_("Name the day on which it goes out, with --on."),
    ),
    # What was published is printed again.
    "no-such-commit": Refusal(
        UNREADABLE,
        N_("{what} rests on the commit {commit}, which is not in this clone."),
        N_("Fetch the whole history: `git fetch --unshallow`, then try again."),
    ),
    "pin-differs": Refusal(
        UNREADABLE,
        N_("{what} lists {number} otherwise than the commit has it on which it rests."),
        N_("Restore its file from git."),
    ),
    "no-kept-template": Refusal(
        UNREADABLE,
        N_("{what} was issued by a template that is not kept: {path}."),
        N_("Restore the file from git."),
    ),
    "paper-differs": Refusal(
        UNREADABLE,
        N_("{what} is not printed by this program ({program}) as it was issued."),
        N_("Print it with the version that issued it: {published}."),
    ),
}
