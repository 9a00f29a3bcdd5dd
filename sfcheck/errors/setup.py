"""Refusals of a ledger and a clone: finding, starting, joining."""

from sfcheck.errors.refusal import GIT, LAW, UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Ledger and clone.
    "not-a-ledger": Refusal(
        UNREADABLE,
        N_("There is no ledger at {path}: no ledger.yaml there or above."),
        N_("Go into a ledger, name one with -L, or make one: `sfcheck init DIR`."),
    ),
    "bad-record": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: “{field}” cannot read so: {problem}."),
        N_("`sfcheck validate` lists everything that is wrong; restore the file from git."),
    ),
    "bent-record": Refusal(
        LAW,
        N_("{number} does not follow from its events: it was changed by hand."),
        N_(
            "`sfcheck log {number}` shows where: undo it by `git restore` or `git revert`, "
            "then make the change by a step."
        ),
    ),
    "edited-record": Refusal(
        LAW,
        N_("{path} was edited by hand; records are changed by steps alone."),
        N_('Undo it: `git restore ":/{path}"`, then make the change by a step.'),
    ),
    "not-canonical": Refusal(
        UNREADABLE,
        N_("{path} is not written in the one form records have."),
        N_("Restore it from git: records are changed by commands only."),
    ),
    "broken-lease": Refusal(
        UNREADABLE,
        N_("What this clone knows of itself cannot be read: {path}."),
        N_("Remove the file and `sfcheck join` again: you will get a new number book."),
    ),
    "copied-clone": Refusal(
        LAW,
        N_(
            "{path} is a copy of the clone that holds book {book}; two would give the same numbers."
        ),
        N_("`sfcheck join` gives this clone a book of its own."),
    ),
    "not-joined": Refusal(
        LAW,
        N_("This clone has no number book and no person yet."),
        N_("`sfcheck join --person NUMBER` takes both."),
    ),
    "unknown-me": Refusal(
        LAW,
        N_("{person} is not on the roster of this ledger."),
        N_(
            "`sfcheck person list` shows the roster; "
            "`sfcheck config person NUMBER` sets who you are."
        ),
    ),
    "not-your-office": Refusal(
        LAW,
        N_("{who} does not hold the office “{office}” today."),
        N_("Somebody who holds it does this; a steward grants offices: `sfcheck person grant`."),
    ),
    "field-missing": Refusal(
        USAGE,
        N_("“{field}” is missing."),
        N_("Give it as an option, in the file, or answer the question on a terminal."),
    ),
    "system-refused": Refusal(
        GIT,
        N_("The system refused: {problem}"),
        N_("Make room, or see to the rights; `git log -1` shows whether the step was made."),
    ),
    "internal": Refusal(
        1,
        N_("Something went wrong inside sfcheck: {problem}."),
        N_("Nothing was half done. Please report it with the details in {path}."),
    ),
    "no-completion": Refusal(
        USAGE,
        N_("There is no completion for this shell: {shell}."),
        N_("Run it in one of these: {known}."),
    ),
    "unknown-command": Refusal(
        USAGE,
        N_("There is no command “{given}”."),
        N_("Did you mean {near}? `sfcheck --help` lists the commands."),
    ),
    "bad-query": Refusal(
        USAGE,
        N_("“{term}” is no term of a query."),
        N_("Terms are {known}, e.g. --query 'status=submitted place=640100 overdue'."),
    ),
    # Setting up.
    "ledger-exists": Refusal(
        USAGE,
        N_("There is a ledger at {path} already."),
        N_("Use it as it is, or choose another folder."),
    ),
    "unknown-profile": Refusal(
        USAGE,
        N_("There is no profile “{given}”."),
        N_("The profiles are: {known}."),
    ),
    "already-joined": Refusal(
        USAGE,
        N_("This clone has joined already: person {person}, book {book}."),
        N_("`sfcheck config person NUMBER` lets somebody else use it."),
    ),
    "who-are-you": Refusal(
        USAGE,
        N_("Nobody, or more than one, on the roster is called {name}."),
        N_("Say who you are: `sfcheck join --person NUMBER`; a steward adds who is missing."),
    ),
    "book-taken": Refusal(
        USAGE,
        N_("Book {book} is leased to another clone."),
        N_("Ask the office for a free number, or leave --book out when the remote can be reached."),
    ),
    "book-on-trust": Refusal(
        GIT,
        N_("Book {book} is taken on the office's word; the remote does not answer: {said}"),
        N_("Push as soon as you can, so that everybody knows of it."),
    ),
    "remote-unreachable": Refusal(
        GIT,
        N_("The remote repository does not answer: {said}"),
        N_("Try again when connected, or take a number from the office: `sfcheck join --book N`."),
    ),
}
