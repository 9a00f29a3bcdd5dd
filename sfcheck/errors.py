"""Every refusal of the program: its code, what it says, what to do next, its exit status.

One table. A refusal is raised as `Refused("code", fact=value, ...)`; the facts fill the braces of
both sentences, which are translated only when shown. Statuses are those of the command line:
2 usage, 3 ledger unreadable, 4 git, 5 refused by the law.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sfcheck.language import N_, _, visible

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5


class Refusal(NamedTuple):
    """One row of the table: exit status, what is wrong, what to do next."""

    status: int
    message: str
    remedy: str


class Refused(Exception):  # noqa: N818 - the design's word for it
    """A step, a file or an argument that is not accepted; nothing was changed."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.others: tuple[Refused, ...] = ()

    def along_with(self, others: Iterable["Refused"]) -> "Refused":
        """Return this refusal carrying those of the other records of the same action."""
        self.others = tuple(others)
        return self

    @property
    def status(self) -> int:
        """The exit status this refusal ends the program with."""
        return REFUSALS[self.code].status

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return self._fill(REFUSALS[self.code].message)

    @property
    def remedy(self) -> str:
        """What to do next, in the user's language."""
        return self._fill(REFUSALS[self.code].remedy)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def _fill(self, sentence: str) -> str:
        return _(sentence).format_map({name: visible(fact) for name, fact in self.facts.items()})


REFUSALS: dict[str, Refusal] = {
    # -- files and records
    "not-utf8": Refusal(
        UNREADABLE,
        N_("{path} is not UTF-8 text (byte {byte})."),
        N_("Save it again as UTF-8; from Excel choose “CSV UTF-8”."),
    ),
    # -- the law: steps on issues
    "illegal-step": Refusal(
        LAW,
        N_("{number} is {status}; the step “{step}” is not open to it."),
        N_("What can be done now: {allowed}."),
    ),
    "wrong-hand": Refusal(
        LAW,
        N_("{number}: “{step}” is not for {who} (for {whom}) to do."),
        N_("It is done by {hands}."),
    ),
    "wrong-order": Refusal(
        LAW,
        N_("{number}: event n = {n} does not follow; {expected} would."),
        N_("Read the issue again and repeat the step."),
    ),
    "missing-field": Refusal(
        LAW,
        N_("{number}: a registration shows “{field}”, and it is missing."),
        N_("Give it; `sfcheck new-issue --help` names the option."),
    ),
    "unknown-place": Refusal(
        LAW,
        N_("{number}: there is no place {place}."),
        N_("`sfcheck place list` shows the places; a steward adds one."),
    ),
    "unknown-source": Refusal(
        LAW,
        N_("{number}: there is no source of issues called {source}."),
        N_("catalogue.yaml lists the sources."),
    ),
    "unknown-nature": Refusal(
        LAW,
        N_("{number}: there is no point to look for called {nature}."),
        N_("catalogue.yaml lists the points of each duty."),
    ),
    "nature-of-other-duty": Refusal(
        LAW,
        N_("{number}: {nature} is a point of the duty “{duty}”."),
        N_("Choose a point of the issue's own duty, or the other duty."),
    ),
    "unknown-body": Refusal(
        LAW,
        N_("{number}: there is no body {body}."),
        N_("`sfcheck body list` shows the bodies; a steward adds one."),
    ),
    "unknown-person": Refusal(
        LAW,
        N_("{number}: nobody on the roster has the number {person}."),
        N_("`sfcheck person list` shows the roster; a steward adds somebody."),
    ),
    "unknown-issue": Refusal(
        LAW,
        N_("There is no issue {number} in this ledger."),
        N_("Check the number; `sfcheck list --text …` searches."),
    ),
    "found-in-the-future": Refusal(
        LAW,
        N_("{number}: found on {on} lies in the future."),
        N_("Give the day it was found."),
    ),
    "found-before-round": Refusal(
        LAW,
        N_("{number}: found on {on}, before the round began on {start}."),
        N_("Give the right day or the right team."),
    ),
    "not-in-team": Refusal(
        LAW,
        N_("{number}: {person} was not in team {team} on {on}."),
        N_("Name inspectors of the team, or let a steward correct the team."),
    ),
    "nobody-rectifies": Refusal(
        LAW,
        N_("{number}: no rectifying body is named yet."),
        N_("Notify first: the notice names it."),
    ),
    "nobody-accepts": Refusal(
        LAW,
        N_("{number}: no accepting body is named yet."),
        N_("Name it: `sfcheck amend {number} --field accept --new BODY --why …`."),
    ),
    "no-duty": Refusal(
        LAW,
        N_("{number}: it is not said whose duty was not performed."),
        N_("Name it: `sfcheck amend {number} --field duty --new DUTY --why …`."),
    ),
    "notice-misses-unit": Refusal(
        LAW,
        N_("{number}: the notice is not addressed to the unit, {unit}."),
        N_("Add the unit's name with --sent-to."),
    ),
    "notice-misses-locality": Refusal(
        LAW,
        N_("{number}: the notice is not addressed to the city or county of {place}."),
        N_("Add the code of the city or county with --sent-to."),
    ),
    "same-body": Refusal(
        LAW,
        N_("{number}: {body} would both rectify or accept and check itself."),
        N_("Rectifying, accepting and closing are for three different bodies."),
    ),
    "superior-accepts": Refusal(
        LAW,
        N_("{number}: {body} is itself inspected; its superior {name} accepts."),
        N_("Name {superior} as the accepting body."),
    ),
    "due-in-the-past": Refusal(
        LAW,
        N_("{number}: the due date {due} lies before {day}, the day it is set."),
        N_("Give a later date."),
    ),
    "asked-too-late": Refusal(
        LAW,
        N_("{number}: the extension was asked for on {asked}, after the due date {due}."),
        N_("A late request is refused; it stays overdue until submitted."),
    ),
    "asked-in-the-future": Refusal(
        LAW,
        N_("{number}: the extension was asked for on {asked}, which is still to come."),
        N_("Give the day the request arrived."),
    ),
    "not-an-extension": Refusal(
        LAW,
        N_("{number}: {due} is not later than the due date {old}."),
        N_("Give a later date, or leave the due date as it is."),
    ),
    "not-pending": Refusal(
        LAW,
        N_("{number}: no pending event has the digest {event}."),
        N_("`sfcheck show {number}` lists what is pending."),
    ),
    "nothing-to-settle": Refusal(
        LAW,
        N_("{number}: the ruling settles nothing."),
        N_("Name the pending events with --settles, or rule on a dispute."),
    ),
    "not-disputed": Refusal(
        LAW,
        N_("{number} is not in dispute."),
        N_("Only pending events can be settled: --outcome settled --settles DIGEST."),
    ),
    "ruling-needs-due": Refusal(
        LAW,
        N_("{number}: a finding that stands needs a new due date."),
        N_("Add --due."),
    ),
    "ruling-without-due": Refusal(
        LAW,
        N_("{number}: this ruling sets no due date."),
        N_("Leave out --due."),
    ),
    "notify-again": Refusal(
        LAW,
        N_("{number}: the unit was amended since the last notice."),
        N_("Notify again, then repeat the step."),
    ),
    "no-plan": Refusal(
        LAW,
        N_("{number}: a major hazard is rectified by a plan, and there is none."),
        N_("Record it first: `sfcheck rectification-plan {number} …`."),
    ),
    "old-evidence": Refusal(
        LAW,
        N_("{number}: all evidence is older than the last demand of {since}."),
        N_("Show evidence of {since} or later."),
    ),
    "same-hand": Refusal(
        LAW,
        N_("{number}: {who} already had a hand in it."),
        N_("Rectifying, accepting, looking back and closing are for different people."),
    ),
    "own-work": Refusal(
        LAW,
        N_("{number}: {who} comes from {body}, which rectified or accepted."),
        N_("Somebody from elsewhere looks back."),
    ),
    "pending": Refusal(
        LAW,
        N_("{number}: {count} pending event(s) wait for a ruling."),
        N_("The head of the place rules on them: `sfcheck rule {number} --outcome settled …`."),
    ),
    "no-look-back": Refusal(
        LAW,
        N_("{number}: the policy asks for a look-back passed since the acceptance."),
        N_("Look back first: `sfcheck look-back {number} …`."),
    ),
    "void-too-late": Refusal(
        LAW,
        N_("{number}: the unit was notified; it can only be voided as a duplicate."),
        N_("Use --duplicate-of, or let the unit object and rule on it."),
    ),
    "no-survivor": Refusal(
        LAW,
        N_("{number}: {survivor} is no living issue it could be a duplicate of."),
        N_("Name another issue that is not void."),
    ),
    "is-survivor": Refusal(
        LAW,
        N_("{number}: {others} were voided as its duplicates."),
        N_("It has to stay; void another one as its duplicate instead."),
    ),
    "amends-another-value": Refusal(
        LAW,
        N_("{number}: “{field}” does not read as the amendment says it did."),
        N_("Read the issue again and repeat the amendment."),
    ),
    "amends-nothing": Refusal(
        LAW,
        N_("{number}: “{field}” already reads so."),
        N_("Nothing needs to be done."),
    ),
    "bad-value": Refusal(
        USAGE,
        N_("“{field}” cannot read so: {problem}."),
        N_("Correct the value; `sfcheck explain {field}` describes the field."),
    ),
    "not-your-place": Refusal(
        LAW,
        N_("{number}: {place} is not a place of the team."),
        N_("Choose one of the team's places, or ask the head of the place."),
    ),
    "already-supervised": Refusal(
        LAW,
        N_("{number} is listed for supervision already."),
        N_("Nothing needs to be done."),
    ),
    "not-supervised": Refusal(
        LAW,
        N_("{number} is not listed for supervision."),
        N_("Nothing needs to be done."),
    ),
    # -- numbers
    "not-a-number": Refusal(
        USAGE,
        N_("“{given}” is not an issue number."),
        N_("A number looks like 26-037-0142-6: year, book, sequence, check digit."),
    ),
    "wrong-check-digit": Refusal(
        USAGE,
        N_("{given} is mistyped: its check digit does not fit."),
        N_("Did you mean one of {near}?"),
    ),
    "missing-fact": Refusal(
        USAGE,
        N_("The step “{step}” shows “{field}”, and it is missing."),
        N_("Give it as an option; the command's --help names it."),
    ),
    "bad-fact": Refusal(
        USAGE,
        N_("“{field}” of the step “{step}” cannot read so: {problem}."),
        N_("Correct the value and repeat the step."),
    ),
    # -- ledger and clone
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
            "See `sfcheck log {number}`, restore the file from git, then make the change by a step."
        ),
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
            "`sfcheck person list` shows the roster; `sfcheck config person NUMBER` sets who you are."
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
    "internal": Refusal(
        1,
        N_("Something went wrong inside sfcheck: {problem}."),
        N_("Nothing was half done. Please report it with the details in {path}."),
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
    # -- setting up
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
    "remote-unreachable": Refusal(
        GIT,
        N_("The remote repository does not answer: {said}"),
        N_("Try again when connected, or take a number from the office: `sfcheck join --book N`."),
    ),
    # -- answers to what a step asks
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
    "not-a-form": Refusal(
        USAGE,
        N_("{path} holds no issues: one mapping, or a list of them, is expected."),
        N_("Write the fields of an issue as `sfcheck show NUMBER --json` prints them."),
    ),
    "not-yours-to-say": Refusal(
        USAGE,
        N_("A new issue does not say {fields}: they follow from its steps."),
        N_("Leave them out."),
    ),
    # -- YAML files
    "no-such-file": Refusal(
        UNREADABLE,
        N_("There is no file {path}."),
        N_("Check the name; a file of the ledger can be restored from git."),
    ),
    "is-a-link": Refusal(
        UNREADABLE,
        N_("{path} is a link, and links are not followed."),
        N_("Put the file itself there."),
    ),
    "not-a-file": Refusal(
        UNREADABLE,
        N_("{path} is no regular file."),
        N_("Put a file there, or give the name of one."),
    ),
    "unreadable-file": Refusal(
        UNREADABLE,
        N_("{path} cannot be read: {problem}."),
        N_("Check who may read the file, and whether another program holds it."),
    ),
    "too-big": Refusal(
        UNREADABLE,
        N_("{path} has {size} bytes; at most {limit} are read."),
        N_("Look what got into it; a file of the ledger can be restored from git."),
    ),
    "has-bom": Refusal(
        UNREADABLE,
        N_("{path} begins with a byte order mark."),
        N_("Save it again as UTF-8 without BOM."),
    ),
    "has-cr": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: the line ends as on Windows (CR)."),
        N_("Save it with LF line ends; a file of the ledger can be restored from git."),
    ),
    "control-character": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the control character {character}."),
        N_("Remove the character, or write it as an escape in double quotes."),
    ),
    "bad-yaml": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: not valid YAML: {problem}."),
        N_("Correct that place: often a quote, a bracket or the indent; or restore it from git."),
    ),
    "yaml-too-deep": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: nested more than {limit} deep."),
        N_("No file of a ledger is nested like this; restore it from git."),
    ),
    "yaml-documents": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: a second document begins; a file holds one."),
        N_("Remove the line of three hyphens, or make two files."),
    ),
    "yaml-directive": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: a YAML directive (%)."),
        N_("Remove the lines that begin with %."),
    ),
    "yaml-tag": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the tag “{name}”."),
        N_("Remove the tag, or put text that begins with ! in double quotes."),
    ),
    "yaml-anchor": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: “{name}” is an anchor or an alias."),
        N_("Write the value out where it is meant, or put text with & or * in double quotes."),
    ),
    "yaml-merge-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the merge key “{name}”."),
        N_("Write the keys out."),
    ),
    "duplicate-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the key “{name}” is there already."),
        N_("Keep one of the two."),
    ),
    "bad-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the key “{name}” is not text."),
        N_("Put the key in double quotes."),
    ),
    "not-a-mapping": Refusal(
        UNREADABLE,
        N_("{path} holds no fields: a mapping of keys and values is expected."),
        N_("Write it as `key: value` lines; a file of the ledger can be restored from git."),
    ),
}
