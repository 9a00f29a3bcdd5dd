"""Refusals of the registries: persons, bodies, places."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Registries: persons, bodies, places, rounds, teams.
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
    "acted-since": Refusal(
        LAW,
        N_("{who} acted for {team} on {day} ({number}) and must have had the seat on that day."),
        N_("End the seat that day or later: seat the next one with --since {next}."),
    ),
    "acts-on-record": Refusal(
        LAW,
        N_("{count} record(s) rest on what was in force, the last on {last}: {acts}."),
        N_("Choose a later day; what was done stays lawful, and nothing was changed."),
    ),
    "seated-already": Refusal(
        LAW,
        N_("{person} has a seat in team {team}, since {since}."),
        N_("End it first: `sfcheck team leave {team} {person} --until DATE`."),
    ),
}
