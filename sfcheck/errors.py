"""Every refusal of the program: its code, what it says, what to do next, its exit status.

One table. A refusal is raised as `Refused("code", fact=value, ...)`; the facts fill the braces of
both sentences, which are translated only when shown. Statuses are those of the command line:
2 usage, 3 ledger unreadable, 4 git, 5 refused by the law.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sfcheck.language import N_, _, visible

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5

LONGEST = 1000
"""Characters of a fact that are shown."""


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
        self.status = REFUSALS[code].status
        """The exit status this refusal ends the program with."""
        self.others: tuple[Refused, ...] = ()

    def along_with(self, others: Iterable["Refused"]) -> "Refused":
        """Return this refusal carrying those of the other records of the same action."""
        self.others = tuple(others)
        return self

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
        return _(sentence).format_map({name: _short(fact) for name, fact in self.facts.items()})


def _short(fact: object) -> str:
    """Return a fact as it is shown; one that would bury the message is cut."""
    text = visible(fact)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


REFUSALS: dict[str, Refusal] = {
    # -- files and records
    "not-utf8": Refusal(
        UNREADABLE,
        N_("{path} is not UTF-8 text (byte {byte})."),
        N_(
            "Save it again as UTF-8 (in Notepad under Save as); "
            "a file of the ledger can be restored from git."
        ),
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
        N_("A number looks like 26-037-0142-1: year, book, sequence, check digit."),
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
    # -- YAML files
    "no-such-file": Refusal(
        UNREADABLE,
        N_("There is no file {path}."),
        N_("Check the name; a file of the ledger can be restored from git."),
    ),
    "is-a-link": Refusal(
        UNREADABLE,
        N_("{path} is a link, and links are not followed."),
        N_("Put the file or folder itself there."),
    ),
    "not-a-file": Refusal(
        UNREADABLE,
        N_("{path} is no regular file."),
        N_("Put a file there, or give the name of one."),
    ),
    "not-a-folder": Refusal(
        UNREADABLE,
        N_("{path} is no folder."),
        N_('Move it away; `git restore ":/{path}"` brings back what the ledger has there.'),
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
    "not-editable": Refusal(
        UNREADABLE,
        N_("{path} cannot be rewritten without losing a comment or a value in it."),
        N_("Make the change in a text editor, then run `sfcheck validate`."),
    ),
    # -- spreadsheets
    "spreadsheet-unreadable": Refusal(
        USAGE,
        N_("{path} cannot be read."),
        N_("Check the name, and close the file in other programs."),
    ),
    "spreadsheet-empty": Refusal(
        USAGE,
        N_("{path} holds nothing."),
        N_("Give the file that holds the list, or save it again."),
    ),
    "spreadsheet-other-file": Refusal(
        USAGE,
        N_("{path} is no spreadsheet, whatever its name says."),
        N_("Give .xlsx, .xlsm, .xls, .ods or .csv; a text table must be called .csv or .tsv."),
    ),
    "spreadsheet-web-page": Refusal(
        USAGE,
        N_("{path} is a web page or XML text under the name of a spreadsheet."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    "spreadsheet-binary-workbook": Refusal(
        USAGE,
        N_("{path} is a binary workbook (.xlsb), which is not read."),
        N_("Save it as .xlsx."),
    ),
    "spreadsheet-encrypted": Refusal(
        USAGE,
        N_("{path} is protected by a password."),
        N_("Open it in Excel or WPS, take the password off, and save it."),
    ),
    "spreadsheet-damaged": Refusal(
        USAGE,
        N_("{path} is damaged, or was copied only in part."),
        N_("Copy it again, or open it in Excel or WPS and save it as .xlsx."),
    ),
    "spreadsheet-too-large": Refusal(
        USAGE,
        N_("{path} is larger than {limit} MB."),
        N_("Take pictures out of it, or divide it."),
    ),
    "spreadsheet-unpacks-too-large": Refusal(
        USAGE,
        N_("{path} would unpack to {size} MB; at most {limit} MB are read."),
        N_("Take pictures out of it, or divide it."),
    ),
    "spreadsheet-too-many-rows": Refusal(
        USAGE,
        N_("Sheet “{sheet}” of {path} has {rows} rows; at most {limit} are read at once."),
        N_("Delete stray cells far below the table, or divide the list."),
    ),
    "spreadsheet-too-wide": Refusal(
        USAGE,
        N_("Sheet “{sheet}” of {path} spreads over {rows} rows and {columns} columns."),
        N_("Delete stray cells far away from the table."),
    ),
    "spreadsheet-no-head": Refusal(
        USAGE,
        N_("No head of an issue list was found in {path}. Looked for: {names}. Seen: {seen}"),
        N_("Name the sheet with --sheet, or the columns with --mapping."),
    ),
    "sheet-unknown": Refusal(
        USAGE,
        N_("{path} has no sheet “{sheet}”."),
        N_("Its sheets: {sheets}."),
    ),
    "table-encoding": Refusal(
        USAGE,
        N_("{path} is written neither in UTF-8 nor in GB 18030."),
        N_("Save it again as UTF-8; from Excel choose “CSV UTF-8”."),
    ),
    "table-broken": Refusal(
        USAGE,
        N_("{path} cannot be read as a table from row {line} on."),
        N_("Look for a quotation mark that is not closed, or save it as .xlsx."),
    ),
    "mapping-form": Refusal(
        USAGE,
        N_("{path} is not a mapping of fields to headings."),
        N_("Write lines such as `description: Observation`; a column letter will do as well."),
    ),
    "mapping-field": Refusal(
        USAGE,
        N_("{path}: there is no field “{field}”."),
        N_("Perhaps: {near}."),
    ),
    "mapping-heading": Refusal(
        USAGE,
        N_("The heading “{heading}”, mapped to {field}, is not in the sheet."),
        N_("Its headings: {seen}."),
    ),
    # -- taking over a spreadsheet
    "row-without-date": Refusal(
        USAGE,
        N_("No day on which it was found."),
        N_("Fill in the date, or name its column with --mapping."),
    ),
    "row-without-unit": Refusal(
        USAGE,
        N_("No unit that has to rectify it."),
        N_("Fill in the unit, or name its column with --mapping."),
    ),
    "set-without-register": Refusal(
        USAGE,
        N_("--set goes with --register."),
        N_("An old ledger is imported as it stands; `amend` adds what it lacks."),
    ),
    "bad-setting": Refusal(
        USAGE,
        N_("“{given}” is not FIELD=VALUE."),
        N_("The fields are: {known}."),
    ),
    # -- registries: persons, bodies, places, rounds, teams
    "no-such-entry": Refusal(
        LAW,
        N_("There is no {kind} “{given}”."),
        N_("The nearest: {near}. `sfcheck {command} list` shows what there is."),
    ),
    "exists-already": Refusal(
        LAW,
        N_("There is a {kind} {given} already."),
        N_("Choose another; `sfcheck {command} list` shows what there is."),
    ),
    "has-ended": Refusal(
        LAW,
        N_("The {kind} {name} ended on {until}."),
        N_("Choose another, or an earlier day."),
    ),
    "name-taken": Refusal(
        LAW,
        N_("“{name}” is what {id} is called."),
        N_("Choose a name of its own: an import tells bodies by their names."),
    ),
    "overlaps": Refusal(
        LAW,
        N_("{what}: this is held already, from {since} to {until}."),
        N_("End that first, or choose days that do not overlap."),
    ),
    "already-so": Refusal(
        LAW,
        N_("{what}: it is so since {since}."),
        N_("Nothing needs to be done."),
    ),
    "begins-too-early": Refusal(
        LAW,
        N_("{what}: what it follows began on {since}; it cannot begin on {day}."),
        N_("Give a later day: what was is ended the day before, never rewritten."),
    ),
    "ends-before-it-begins": Refusal(
        LAW,
        N_("{what}: it begins on {since} and cannot end on {until}."),
        N_("Give a last day that is not before the first."),
    ),
    "nothing-to-end": Refusal(
        LAW,
        N_("{what}: there is nothing to end."),
        N_("It was never so, or it has its last day already; `show` tells."),
    ),
    "office-by-seat": Refusal(
        LAW,
        N_("“{office}” is not granted: a seat in a team gives it."),
        N_("`sfcheck team seat ROUND/TEAM …` gives a seat."),
    ),
    "office-needs-body": Refusal(
        USAGE,
        N_("“{office}” is held for a body, and none is named."),
        N_("Add --body BODY, or write department_officer:BODY."),
    ),
    "office-without-body": Refusal(
        USAGE,
        N_("“{office}” is not held for a body."),
        N_("Leave the body out."),
    ),
    "not-an-overall-officer": Refusal(
        LAW,
        N_("{person} {name} is not an officer of the overall office on {day}."),
        N_("Grant it first: `sfcheck person grant {person} overall_officer`."),
    ),
    "last-steward": Refusal(
        LAW,
        N_("{person} {name} is the last steward: nobody could change the roster any more."),
        N_("Grant the office to somebody else first: `sfcheck person grant PERSON steward`."),
    ),
    "private-key": Refusal(
        USAGE,
        N_("{path} is a private key; it must never leave its owner."),
        N_("Give the file beside it that ends in .pub."),
    ),
    "not-a-public-key": Refusal(
        USAGE,
        N_("{path} is not one public key of a kind that is taken: {types}."),
        N_("`ssh-keygen -t ed25519` makes one; give its file that ends in .pub."),
    ),
    "key-of-another": Refusal(
        LAW,
        N_("The key in {path} is that of {person} {name}."),
        N_("Everybody has a key of their own."),
    ),
    "not-a-team": Refusal(
        USAGE,
        N_("“{given}” does not name a team."),
        N_("Write round and team, such as 2026-1/T2; `sfcheck round list` shows the rounds."),
    ),
    "round-closed": Refusal(
        LAW,
        N_("The round {round} was closed on {closed}."),
        N_("Its teams stay as they were; open the next round."),
    ),
    "before-round": Refusal(
        LAW,
        N_("{day} lies before {start}, the start of the round {round}."),
        N_("Give that day or a later one."),
    ),
    "seated-already": Refusal(
        LAW,
        N_("{person} has a seat in team {team}, since {since}."),
        N_("End it first: `sfcheck team leave {team} {person} --until DATE`."),
    ),
    # -- git and the work tree
    "git-missing": Refusal(
        GIT,
        N_("The program git was not found."),
        N_("Install it from https://git-scm.com and open a new terminal."),
    ),
    "git-failed": Refusal(
        GIT,
        N_("`git {command}` failed: {said}"),
        N_("See what git says above; `git status` and `git fsck` look further."),
    ),
    "not-a-repository": Refusal(
        GIT,
        N_("{path} is in no git repository."),
        N_(
            "A ledger that was copied without its repository can only be read: work in a clone. "
            "`sfcheck init DIR` makes a new ledger."
        ),
    ),
    "bare-repository": Refusal(
        GIT,
        N_("{path} is a repository without files (bare)."),
        N_("Clone it and work in the clone."),
    ),
    "not-trusted": Refusal(
        GIT,
        N_("The repository {path} belongs to another user, and git does not trust it."),
        N_("If you trust it: `git config --global --add safe.directory '{path}'`."),
    ),
    "no-identity": Refusal(
        GIT,
        N_("Git does not know who you are, and every commit says who made it."),
        N_("`git config --global user.name NAME` and `git config --global user.email ADDRESS`."),
    ),
    "cannot-sign": Refusal(
        GIT,
        N_("The commit could not be signed: {said}"),
        N_("See `git config user.signingkey` and `git config gpg.format`; nothing was changed."),
    ),
    "disk-full": Refusal(
        GIT,
        N_("The disk is full: {said}"),
        N_("Make room and repeat the step; nothing was changed."),
    ),
    "cannot-write": Refusal(
        GIT,
        N_("The ledger cannot be written here: {said}"),
        N_("See who may write in the folder, then repeat the step; nothing was changed."),
    ),
    "missing-object": Refusal(
        GIT,
        N_("Git lacks the object {id} of {path}."),
        N_("`git fsck` tells more; a fresh clone has all objects."),
    ),
    "busy": Refusal(
        GIT,
        N_("Another sfcheck has been writing in this clone for two minutes."),
        N_("Let it end or end it, then repeat the step. Its lock is {path}; it may stay there."),
    ),
    "ref-moved": Refusal(
        GIT,
        N_("Another program keeps making commits on this branch."),
        N_("Wait until it is done, then repeat the step."),
    ),
    "ref-locked": Refusal(
        GIT,
        N_("Another git program holds the branch: {said}"),
        N_("Wait until it is done; if none is running, remove the .lock file named above."),
    ),
    "index-locked": Refusal(
        GIT,
        N_("Another git program holds the index: {said}"),
        N_("Wait until it is done; if none is running, remove the .lock file named above."),
    ),
    "detached-head": Refusal(
        GIT,
        N_("No branch is checked out (detached HEAD); a commit here would be lost."),
        N_("`git switch BRANCH` goes back to a branch."),
    ),
    "merge-in-progress": Refusal(
        GIT,
        N_("A merge is in progress."),
        N_("`git merge --abort` gives it up; then `sfcheck sync` merges record by record."),
    ),
    "rebase-in-progress": Refusal(
        GIT,
        N_("A rebase is in progress."),
        N_("`git rebase --abort` gives it up; a ledger is never rebased."),
    ),
    "cherry-pick-in-progress": Refusal(
        GIT,
        N_("A cherry-pick is in progress."),
        N_("`git cherry-pick --continue` finishes it, `git cherry-pick --abort` gives it up."),
    ),
    "revert-in-progress": Refusal(
        GIT,
        N_("A revert is in progress."),
        N_("`git revert --abort` gives it up; a step is undone by another step."),
    ),
    "bisect-in-progress": Refusal(
        GIT,
        N_("A bisection is in progress."),
        N_("`git bisect reset` ends it."),
    ),
    "path-outside": Refusal(
        UNREADABLE,
        N_("{path} cannot be a file of a ledger: it leads out of it, or not every system has it."),
        N_("Use plain names below the ledger's folder."),
    ),
    "changed-underneath": Refusal(
        GIT,
        N_("{path} has changed since it was read; nothing was changed."),
        N_("Repeat the step: it will read the file again."),
    ),
    "file-in-the-way": Refusal(
        GIT,
        N_("{path} is to be made, and there is a file already."),
        N_("Look at it and move it away, then repeat the step."),
    ),
    "uncommitted-change": Refusal(
        GIT,
        N_("{path} differs from the last commit; nothing was changed."),
        N_('Undo it: `git restore ":/{path}"`; or commit it, where it was edited on purpose.'),
    ),
    "nothing-changed": Refusal(
        USAGE,
        N_("There is nothing to record: everything already reads so."),
        N_("Nothing needs to be done."),
    ),
    # -- what a finished commit left to do, or a killed one; told as notices, the ledger is whole
    "refresh-waits": Refusal(
        GIT,
        N_("The step is committed, but not all files here show it yet: {problem}"),
        N_("The next command that writes finishes this; nothing is lost."),
    ),
    "refresh-finished": Refusal(
        GIT,
        N_("An interrupted command had been committed; {count} file(s) were brought up to date."),
        N_("Nothing needs to be done."),
    ),
    "refresh-left": Refusal(
        GIT,
        N_("{path} was edited while a command was at work, and is left as it is."),
        N_('Compare: `git diff ":/{path}"`; `git restore ":/{path}"` takes the committed one.'),
    ),
    "broken-journal": Refusal(
        GIT,
        N_("The note of an interrupted command could not be read and was removed: {path}."),
        N_("See `git status`; `git restore FILE` brings a file to the last commit."),
    ),
    # -- reading issues and putting them out
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
    # -- documents and the demo
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
    # -- checking and explaining
    "outside-ledger": Refusal(
        USAGE,
        N_("{path} does not lie in the ledger {root}."),
        N_("Name files of this ledger, or another ledger with -L."),
    ),
    "unknown-word": Refusal(
        USAGE,
        N_("There is nothing called “{given}” to explain."),
        N_("Did you mean {near}? `sfcheck explain` lists everything."),
    ),
    # -- handovers
    "not-the-holder": Refusal(
        LAW,
        N_("{place} is held by {holder}; only the holder hands it over."),
        N_("`sfcheck handover` shows who holds what."),
    ),
    "offered-already": Refusal(
        LAW,
        N_("{place} is offered already."),
        N_("Wait until it is received, or withdraw it first: `sfcheck handover withdraw`."),
    ),
    "hands-to-itself": Refusal(
        LAW,
        N_("{team} would hand over to itself."),
        N_("Name the team that takes over."),
    ),
    "no-such-team": Refusal(
        LAW,
        N_("There is no team {team} in a round that is open."),
        N_("`sfcheck team list` shows the teams; a steward adds one to the next round."),
    ),
    "not-posted": Refusal(
        LAW,
        N_("No round gives {place} to {team}."),
        N_("A steward posts the team there, or another team is named."),
    ),
    "unconfirmed": Refusal(
        LAW,
        N_("{count} issue(s) there are not confirmed: {numbers}."),
        N_("The leader confirms or voids them first: a list is handed over answered for."),
    ),
    "list-misses": Refusal(
        LAW,
        N_("{count} open issue(s) of the place are not on the list: {numbers}."),
        N_("The giver withdraws the offer and makes a new one: nothing may be lost."),
    ),
    "list-foreign": Refusal(
        LAW,
        N_("{count} issue(s) on the list are no open ones of the place: {numbers}."),
        N_("The giver withdraws the offer and makes a new one."),
    ),
    "list-digest": Refusal(
        LAW,
        N_("The list of {place} does not read as it was sealed."),
        N_("Restore the handover's file from git; lists are made by commands only."),
    ),
    "handover-state": Refusal(
        LAW,
        N_("{place}: “{step}” does not fit the state of this handover."),
        N_("`sfcheck handover show` tells its state."),
    ),
    "not-for-you": Refusal(
        LAW,
        N_("“{step}” is not for {who} to do: it is for {side}."),
        N_(
            "{leader} does it; an officer of the overall office may offer or withdraw for an "
            "absent leader, with --reason."
        ),
    ),
    "no-offer": Refusal(
        LAW,
        N_("Nothing is offered of {place}."),
        N_("`sfcheck handover` shows what waits."),
    ),
    "who-takes-over": Refusal(
        USAGE,
        N_("It is not plain who takes over {place}: {teams}."),
        N_("Name the team, or the overall office's body, with --to."),
    ),
    "round-held": Refusal(
        LAW,
        N_("The round cannot close: {hindrances}."),
        N_("Every place of it is handed over and received first: `sfcheck handover`."),
    ),
    "no-such-handover": Refusal(
        USAGE,
        N_("{place} has no handover {number}."),
        N_("`sfcheck handover show PLACE` shows the last one."),
    ),
    # -- papers
    "bad-word-template": Refusal(
        UNREADABLE,
        N_("{path}: the template cannot be used: {problem}"),
        N_("Correct it, or take it away: then the template that came with sfcheck is used."),
    ),
    "needs-a-file": Refusal(
        USAGE,
        N_("A Word document cannot be shown here."),
        N_("Name the file it is written to: -o FILE.docx"),
    ),
    # -- custody, and places that change
    "handover-turns-back": Refusal(
        LAW,
        N_("{place}: this step is dated {at}, before the last one, which is of {last}."),
        N_("Set the clock of this machine right, then repeat the step."),
    ),
    "list-altered": Refusal(
        LAW,
        N_("{count} line(s) of the list do not read as the issues stand: {numbers}."),
        N_("Lists are drawn up by `sfcheck handover offer`; make a new offer."),
    ),
    "no-reason": Refusal(
        LAW,
        N_("“{step}” asks for a reason."),
        N_("Say why, with --reason."),
    ),
    "place-became": Refusal(
        LAW,
        N_("{place} is no place any more: it became {later}."),
        N_("Name the place it became; its issues go along with that one."),
    ),
    "held-apart": Refusal(
        LAW,
        N_("The places are held by different holders: {holders}."),
        N_("Hand them over to one holder first: `sfcheck handover offer`; or choose a new code."),
    ),
    # -- how a team is made up (refused or told: domain/composition.py)
    "own-place": Refusal(
        LAW,
        N_("{who} comes from {body}: nobody inspects {place}, where that body is."),
        N_("Seat somebody from elsewhere, or this person in a team posted elsewhere."),
    ),
    "leader-rank": Refusal(
        LAW,
        N_("A leader has {ranks} by the policy; {who} has not, on {day}."),
        N_("Name another leader, or put the rank on record: `sfcheck person rank`."),
    ),
    "lead-body": Refusal(
        LAW,
        N_("A leader comes from a lead body of the policy ({bodies}); {who} does not, on {day}."),
        N_("Name another leader, or correct lead_bodies in policy.yaml."),
    ),
    "too-few-experts": Refusal(
        LAW,
        N_("{team} has {count} expert(s) from {day} on; the policy asks for {least}."),
        N_("Seat an expert: `sfcheck team seat {team} --expert PERSON`."),
    ),
    "fields-uncovered": Refusal(
        LAW,
        N_("No expert of {team} covers {fields}, from {day} on."),
        N_("Seat an expert of that field: `sfcheck team seat {team} --expert PERSON`."),
    ),
    "not-released": Refusal(
        LAW,
        N_("{who} is in {team} and not released from home work, without a reason."),
        N_("Release the person, or say why not, with --not-released --reason."),
    ),
    "repeated-place": Refusal(
        LAW,
        N_("{who} is sent to {place} {times} times in a row; places are not fixed."),
        N_("Send the person elsewhere; the policy says how often is a repeat (repeat_place)."),
    ),
    "repeated-leader": Refusal(
        LAW,
        N_("{who} serves under {leader} {times} times in a row; people are not fixed."),
        N_("Mix the teams anew; the policy says how often is a repeat (repeat_leader)."),
    ),
    "repeated-weekday": Refusal(
        LAW,
        N_(
            "{place} is reached on one weekday {times} times in a row ({days}); times are not "
            "fixed."
        ),
        N_("Go on another day; the policy says how often is a repeat (repeat_days)."),
    ),
    "repeated-day": Refusal(
        LAW,
        N_(
            "{place} is reached on one day of the month {times} times in a row ({days}); times are "
            "not fixed."
        ),
        N_("Go on another day; the policy says how often is a repeat (repeat_days)."),
    ),
    "reason-for-nothing": Refusal(
        USAGE,
        N_("A reason is given for somebody who is not released from home work, and only then."),
        N_("Add --not-released, or leave out --reason."),
    ),
    "offered-on": Refusal(
        LAW,
        N_("{number}: {team} has offered {place} to the next holder and registers no more there."),
        N_("Let the next holder register it, or withdraw: `sfcheck handover withdraw`."),
    ),
    "handed-over-since": Refusal(
        LAW,
        N_("{place} was handed over on {on}; it cannot change from {since} on."),
        N_("Name a later day with --since."),
    ),
}
