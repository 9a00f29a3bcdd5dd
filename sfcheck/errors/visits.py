"""Refusals of visits."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "visit-ahead": Refusal(
        LAW,
        N_("A visit of {on} cannot be put on record on {day}."),
        N_("Name the day of the visit; it is put on record afterwards."),
    ),
    "visit-stranger": Refusal(
        LAW,
        N_("{who} did not sit on {on} in team {team}, or its round did not give it {place}."),
        N_("Name those of the team who went: `sfcheck team show` tells who sat in it and when."),
    ),
    "visit-team": Refusal(
        USAGE,
        N_("No team of yours inspects {place} today."),
        N_("Name the team and the day: --team 2026-1/T2 --on 2026-03-01."),
    ),
    "visit-issue": Refusal(
        LAW,
        N_("There is no issue {number}, which the visit names."),
        N_("Register it first, by `sfcheck new-issue`; `sfcheck list` shows what there is."),
    ),
    "visit-issue-again": Refusal(LAW, N_("{number} is named twice."), N_("Name each issue once.")),
    "visit-issue-elsewhere": Refusal(
        LAW,
        N_("{number} does not lie in {place}, where the visit was."),
        N_("Name the visit that went there, or amend the place of whichever is wrong."),
    ),
    "visit-issue-of-others": Refusal(
        LAW,
        N_("{number} was not found by team {team}, whose visit this is."),
        N_("Name what the team found; of what others found there are studies and consultations."),
    ),
    "checklist-incomplete": Refusal(
        LAW,
        N_("A covert visit has six answers, one to each point, in this order: {points}."),
        N_("Answer each with yes or no; a no needs a remark."),
    ),
    "checklist-overt": Refusal(
        LAW,
        N_("An overt visit has no checklist of covert ones ({points})."),
        N_("Leave the answers out, or record it as a covert one."),
    ),
    "checklist-remark": Refusal(
        LAW,
        N_("What was not kept needs a remark: {points}."),
        N_("Say why: --not-kept 'no_escort what happened'."),
    ),
    "bad-answer": Refusal(
        USAGE,
        N_("“{given}” names none of the six points ({points})."),
        N_("Write the point first, then the remark: --not-kept 'no_escort what happened'."),
    ),
    "study-covert": Refusal(
        LAW,
        N_("{visit} was a covert visit; cases are studied on overt ones."),
        N_("Put the overt visit on record, with `--mode overt`, and study the case there."),
    ),
    "consult-when": Refusal(
        LAW,
        N_("They cannot have met on {on}: the visit was on {since}, and today is {day}."),
        N_("Name the day on which they met, with --on."),
    ),
    "consult-one-body": Refusal(
        LAW,
        N_("Only {body} speaks; a consultation is one of two bodies or more."),
        N_("Add what another department found."),
    ),
    "consult-unknown": Refusal(
        LAW,
        N_("Nobody on the roster has the number {person}."),
        N_("Give the number by the roster (`sfcheck person list`), or a name as it is written."),
    ),
    "consult-home": Refusal(
        LAW,
        N_("{who} did not belong to {body} on {on}."),
        N_("Leave the body of a person of the roster out, or correct the roster."),
    ),
    "consult-field": Refusal(
        LAW,
        N_("The pool does not know {field} as a field of {who}: {fields}."),
        N_("Name one of these fields, or correct the roster."),
    ),
    "consult-no-expert": Refusal(
        LAW,
        N_("None of them was in the expert pool on {on}: nobody of the roster with a field."),
        N_("Give at least one expert by the number on the roster (`sfcheck person list`)."),
    ),
}
