"""Refusals of assessments."""

from sfcheck.errors.refusal import LAW, UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "no-matrix": Refusal(
        LAW,
        N_("This ledger has no scoring matrix for {day}: what an issue costs, nobody has decided."),
        N_(
            "Write one into policy.yaml: `sfcheck score --example` prints a whole one, explained, "
            "to be pasted there and changed; its numbers are invented."
        ),
    ),
    "bad-matrix": Refusal(
        UNREADABLE,
        N_("The scoring matrix that begins on {since} cannot be used: {where}: {problem}."),
        N_("Correct it in policy.yaml: `sfcheck validate` names every place."),
    ),
    "score-by-example": Refusal(
        LAW,
        N_("The scoring matrix in force is marked as an example; nobody can be scored by it."),
        N_(
            "Let the assessment office decide on its own numbers, and name the paper that sets "
            "them as `basis` in policy.yaml."
        ),
    ),
    "no-assessment-office": Refusal(
        LAW,
        N_("The charter names no body that assesses."),
        N_("Let a steward name it in ledger.yaml: `offices: {{assessment: …}}`."),
    ),
    "score-period": Refusal(
        LAW,
        N_("From {first} through {last} is no period within {year}."),
        N_("Name days of that year, the first one first."),
    ),
    "score-taken": Refusal(
        LAW,
        N_("Assessment {score} is about {first} through {last} already; no day is assessed twice."),
        N_("Go on with that one, drop it, or name other days with --from and --until."),
    ),
    "score-unopened": Refusal(
        UNREADABLE,
        N_("Assessment {score} does not begin with its opening."),
        N_("Restore its file from git; such records are made by commands only."),
    ),
    "no-such-effect": Refusal(
        LAW,
        N_("“{effect}” is no effect of this assessment's matrix."),
        N_("It knows: {known}."),
    ),
    "rated-twice": Refusal(
        LAW,
        N_("{number} is named twice."),
        N_("Name each issue once."),
    ),
    "not-assessed": Refusal(
        LAW,
        N_("{number} has no finding within assessment {score}."),
        N_("Rate what `sfcheck score show {score}` lists."),
    ),
    "score-not-over": Refusal(
        LAW,
        N_("Assessment {score} cannot be settled before its last day, {last}, is over."),
        N_("Until then `sfcheck score show` tells what it would be."),
    ),
    "score-list": Refusal(
        LAW,
        N_("Assessment {score} does not name each body and place once, in order."),
        N_("Restore its file from git; such records are made by commands only."),
    ),
    "score-differs": Refusal(
        UNREADABLE,
        N_("Assessment {score} does not come to the totals that it settled."),
        N_("Restore its file from git; `sfcheck validate` tells more."),
    ),
    "score-commit": Refusal(
        UNREADABLE,
        N_("The commit {commit}, on which assessment {score} rests, is not in this clone."),
        N_("Fetch the whole history: `git fetch --unshallow`, then try again."),
    ),
    "nothing-scored": Refusal(
        USAGE,
        N_("Nothing is deducted from {name} in this assessment."),
        N_("`sfcheck score show` names all from whom something is."),
    ),
}
