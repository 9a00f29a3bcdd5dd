"""Refusals of referrals."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "bad-cited": Refusal(
        USAGE,
        N_("“{given}” names no fact."),
        N_("Write an issue's number, or NUMBER:KIND, where KIND is one of: {known}."),
    ),
    "bad-finding": Refusal(
        USAGE,
        N_("“{given}” does not say of which fact it speaks."),
        N_("Write the fact's number in the list first, then the opinion: --verified '1 …'"),
    ),
    "no-fact": Refusal(
        LAW,
        N_("No such fact about {about} is on record in {number}: {kind}."),
        N_("`sfcheck refer candidates` shows the facts that are on record, and about whom."),
    ),
    "no-office-for-it": Refusal(
        LAW,
        N_("This ledger names no body to which it could be referred: {office}."),
        N_("A steward names it in ledger.yaml, under `offices`."),
    ),
    "referral-list": Refusal(
        LAW,
        N_("Referral {referral} does not list each fact once, in order, of the issues it pins."),
        N_("Restore its file from git, or propose it again: `sfcheck refer propose`."),
    ),
    "referral-elsewhere": Refusal(
        LAW,
        N_("A fact of the kind {kind} about {about} is not for the body it is referred to."),
        N_(
            "The organization department is told of bodies that did not perform their duty, "
            "discipline of what was found again or falsely rectified: `sfcheck refer candidates`."
        ),
    ),
    "answered-when": Refusal(
        LAW,
        N_(
            "It cannot have been answered on {signed}: it was proposed on {since}, and today is "
            "{day}."
        ),
        N_("Name the day on which the answer was signed, with --on."),
    ),
    "no-receiver": Refusal(
        LAW,
        N_("Referral {referral} goes to {receiver}, which is no body of the registry."),
        N_("A steward adds it: `sfcheck body add`."),
    ),
    "facts-left": Refusal(
        LAW,
        N_("Referral {referral} has facts 1 to {count}: each is to be spoken of once."),
        N_("Say of each whether it is verified: --verified 'N …' or --not-verified 'N …'"),
    ),
    "proposed-it": Refusal(
        LAW,
        N_("{who} proposed referral {referral}, and neither approves, verifies nor decides it."),
        N_("Let another person do it."),
    ),
    "no-instrument": Refusal(
        LAW,
        N_("No instrument is applied by referral {referral}, so nobody can be concerned."),
        N_("Name the measure that was applied with --instrument, or leave persons and bodies out."),
    ),
    "returned-when": Refusal(
        LAW,
        N_("The outcome cannot have come on {received}: the letter is of {since}, today is {day}."),
        N_("Name the day on which it came, with --on."),
    ),
}
