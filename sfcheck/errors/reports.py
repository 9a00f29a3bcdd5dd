"""Refusals of reading, printing, checking and explaining."""

from sfcheck.errors.refusal import LAW, UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Reading issues and putting them out.
    "bad-query-value": Refusal(
        USAGE,
        N_("“{value}” is nothing to ask “{term}” for."),
        N_("Possible: {known}."),
    ),
    "file-exists": Refusal(
        USAGE,
        N_("{path} exists already."),
        N_("Choose another name, or replace it with --force."),
    ),
    "cannot-save": Refusal(
        USAGE,
        N_("{path} cannot be written: {problem}."),
        N_("Choose another folder or make room; nothing was written."),
    ),
    # Documents and the demo.
    "demo-exists": Refusal(
        USAGE,
        N_("There is something at {path} already, and the demo touches nothing that exists."),
        N_("Name a new folder, or none: a free name is found."),
    ),
    "demo-astray": Refusal(
        LAW,
        N_("The demo expected “{step}” to be refused ({expected}), and it was not."),
        N_("Report it: the law and the demo's story do not agree."),
    ),
    "no-round": Refusal(
        USAGE,
        N_("This ledger has no round yet."),
        N_("Open one: `sfcheck round open`."),
    ),
    "no-template": Refusal(
        UNREADABLE,
        N_("There is no template {name}."),
        N_("Install sfcheck again, or restore the ledger's templates/documents/ from git."),
    ),
    "bad-template": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: the template cannot be used: {problem}"),
        N_("Correct it, or take it away: then the template that came with sfcheck is used."),
    ),
    # Checking and explaining.
    "outside-ledger": Refusal(
        USAGE,
        N_("{path} does not lie in the ledger {root}."),
        N_("Name files of this ledger, or another ledger with -L."),
    ),
    "worker-died": Refusal(
        UNREADABLE,
        N_("A process that was at work on part of the files was killed."),
        N_("Try again; if memory is short, with one process: {name}=1. Nothing was changed."),
    ),
    "bad-jobs": Refusal(
        USAGE,
        N_("{name} is “{given}”, which is no number of processes."),
        N_("Set it to a number from 1, or unset it."),
    ),
    "unknown-word": Refusal(
        USAGE,
        N_("There is nothing called “{given}” to explain."),
        N_("Did you mean {near}? `sfcheck explain` lists everything."),
    ),
    # Papers.
    "bad-word-template": Refusal(
        UNREADABLE,
        N_("{path}: the template cannot be used: {problem}"),
        N_("Correct it, or take it away: then the template that came with sfcheck is used."),
    ),
    "needs-a-file": Refusal(
        USAGE,
        N_("A .{form} file cannot be shown here."),
        N_("Name the file it is written to: -o FILE.{form}"),
    ),
}
