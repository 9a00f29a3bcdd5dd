"""Refusals of what is read, printed, reported, checked and explained."""

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
    "among-records": Refusal(
        USAGE,
        N_("{path} would lie in {folder}, where only commands write."),
        N_("Choose a place beside the ledger's records; nothing was written."),
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
    # Reports and their figures.
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
    # Notices and other papers about issues.
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
    # Finished papers that are handed in to be checked.
    "paper-kind": Refusal(
        USAGE,
        N_("{path} is no paper that is checked."),
        N_("Give a .docx, .xlsx or .md; save an old .doc or .wps as .docx first."),
    ),
    "paper-unreadable": Refusal(
        USAGE,
        N_("{path} cannot be read."),
        N_("Check the name, and close the file in other programs."),
    ),
    "paper-empty": Refusal(
        USAGE, N_("{path} holds nothing."), N_("Give the file that holds the paper.")
    ),
    "paper-too-large": Refusal(
        USAGE, N_("{path} is larger than {limit} MB."), N_("Take pictures out of it.")
    ),
    "paper-unpacks-too-large": Refusal(
        USAGE,
        N_("{path} would unpack to {size} MB; at most {limit} MB are read."),
        N_("Take pictures out of it."),
    ),
    "paper-too-much": Refusal(
        USAGE,
        N_("{path}, {where}: there is more text than is looked through ({limit} at one place)."),
        N_("Check a part of the paper at a time."),
    ),
    "paper-rates": Refusal(
        USAGE,
        N_("There are more percentages than are traced ({limit}), or too many lines to compare."),
        N_("Check a part of the paper at a time."),
    ),
    "paper-endless-number": Refusal(
        USAGE,
        N_("{path}, {where}: a number has more than a hundred digits."),
        N_("Correct it: no figure is counted in so many."),
    ),
    "paper-not-text": Refusal(
        USAGE, N_("{path} is no text in UTF-8."), N_("Save it again as UTF-8.")
    ),
    "paper-not-word": Refusal(
        USAGE,
        N_("{path} is no Word document, whatever its name says."),
        N_("Open it in Word or WPS and save it as .docx."),
    ),
    "paper-old-word": Refusal(
        USAGE,
        N_("{path} is a document of the old kind (.doc) under a new name."),
        N_("Open it in Word or WPS and save it as .docx."),
    ),
    "paper-encrypted": Refusal(
        USAGE,
        N_("{path} is protected by a password."),
        N_("Open it, take the password off, and save it."),
    ),
    "paper-damaged": Refusal(
        USAGE,
        N_("{path} is damaged, or was copied only in part."),
        N_("Copy it again, or open it in Word or WPS and save it again."),
    ),
    "paper-macros": Refusal(
        USAGE,
        N_("{path} holds macros, which no paper of ours does."),
        N_("Save it as .docx or .xlsx without macros."),
    ),
    "no-such-past": Refusal(
        UNREADABLE,
        N_("The commit {commit}, of which this paper is, is not in this clone."),
        N_("Fetch the whole history: `git fetch --unshallow`, then try again."),
    ),
    "not-our-past": Refusal(
        UNREADABLE,
        N_("The commit {commit}, of which this paper is, is no past of what is checked out here."),
        N_("Ask who made the paper for one of this ledger; a branch nobody shares proves nothing."),
    ),
}
