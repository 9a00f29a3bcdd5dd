"""Refusals of rounds, teams and handovers."""

from sfcheck.errors.refusal import LAW, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Handovers.
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
    # Custody, and places that change.
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
    # How a team is made up (refused or told: domain/composition.py).
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
