"""Refusals of the law: steps on issues, their numbers, and the answers to what a step asks."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # The law: steps on issues.
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
    "asked-before-notice": Refusal(
        LAW,
        N_("{number}: nobody asks on {asked} for what was first demanded on {notified}."),
        N_("Give the day on which the extension was asked for, in --asked-on."),
    ),
    "evidence-ahead": Refusal(
        LAW,
        N_("{number}: the evidence “{name}” is dated {on}, which is yet to come."),
        N_("Give the day on which it was taken: --evidence NAME@DATE."),
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
    "not-believed": Refusal(
        LAW,
        N_("{numbers}: not what the events make of it; nothing that goes out is built on that."),
        N_("`sfcheck validate` says what is wrong; then restore the file or let the head rule."),
    ),
    "moves-custody": Refusal(
        LAW,
        N_("{number}: {old} is held by {from_}, {new} by {to}; an amendment hands nothing over."),
        N_("Amend the place while one holder has both, or register the issue where it lies."),
    ),
    "moves-while-offered": Refusal(
        LAW,
        N_("{number}: {place} is offered to {to}; its list stays as it is."),
        N_("Amend the place after the receipt, or withdraw the offer first."),
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
    # Numbers.
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
