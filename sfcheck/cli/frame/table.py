"""Every command: its name, where its code is, one line of help. The root help is made from this.

Nothing is imported for a command that is not run: the table names modules, it does not load them.
"""

from sfcheck.language import N_


class Command:
    """One command: `module:function`, or `module:app` where the command has sub-commands.

    A `fresh` one asks git what the work tree holds, which is begun before anything is imported.
    No NamedTuple, because `typing` would be loaded for it, before that.
    """

    __slots__ = ("fresh", "help", "panel", "target")

    def __init__(self, panel: str, target: str, help: str, *, fresh: bool = False) -> None:  # noqa: A002
        self.panel = panel
        self.target = target
        self.help = help
        self.fresh = fresh


SETUP = N_("Set up")
REGISTRIES = N_("Registries")
ISSUES = N_("Issues")
ROTATION = N_("Rotation")
RESULTS = N_("Results")
ASSURANCE = N_("Assurance")
EXCHANGE = N_("Exchange")

COMMANDS: dict[str, Command] = {
    "init": Command(SETUP, "setup:init", N_("Make a new ledger, ready to use by one desk.")),
    "join": Command(
        SETUP, "setup:join", N_("Say who you are and lease a number book for this clone.")
    ),
    "demo": Command(
        SETUP, "demo:demo", N_("Play two rounds with invented people in a new folder.")
    ),
    "config": Command(SETUP, "setup:config", N_("Show or change what this clone knows of itself.")),
    "person": Command(
        REGISTRIES,
        "registries.people:person",
        N_("The roster: who there is, which offices they hold."),
    ),
    "body": Command(
        REGISTRIES, "registries.bodies:body", N_("The bodies: departments, offices, localities.")
    ),
    "place": Command(
        REGISTRIES, "registries.bodies:place", N_("The places, by their GB/T 2260 codes.")
    ),
    "round": Command(REGISTRIES, "rotation.rounds:round_", N_("The rounds of inspection.")),
    "team": Command(
        REGISTRIES, "rotation.teams:team", N_("The teams of a round: leader, experts, members.")
    ),
    "new-issue": Command(
        ISSUES, "issues.register:new_issue", N_("Register an issue that was found.")
    ),
    "list": Command(ISSUES, "issues.reading:list_", N_("List issues, filtered."), fresh=True),
    "show": Command(ISSUES, "issues.reading:show", N_("Show one issue whole.")),
    "log": Command(
        ISSUES, "issues.reading:log", N_("Tell an issue's life from git: who, when, what changed.")
    ),
    "confirm": Command(ISSUES, "issues.steps:confirm", N_("The leader answers for its truth.")),
    "notify": Command(
        ISSUES, "issues.steps:notify", N_("Give notice to the unit and its city or county.")
    ),
    "acknowledge": Command(
        ISSUES, "issues.steps:acknowledge", N_("Record that an addressee received the notice.")
    ),
    "seen-again": Command(
        ISSUES, "issues.steps:seen_again", N_("Record that it was found there again, unsolved.")
    ),
    "rectification-plan": Command(
        ISSUES,
        "issues.steps:rectification_plan",
        N_("Record the plan: duty, measures, funds, time, contingency."),
    ),
    "extend": Command(
        ISSUES, "issues.steps:extend", N_("Grant more time that was asked for in time.")
    ),
    "object": Command(
        ISSUES, "issues.steps:object_", N_("The rectifying body disputes the finding.")
    ),
    "rule": Command(
        ISSUES, "issues.steps:rule", N_("The head decides a dispute or settles pending steps.")
    ),
    "submit": Command(
        ISSUES, "issues.steps:submit", N_("Claim that it is put right, with evidence.")
    ),
    "accept": Command(
        ISSUES, "issues.steps:accept", N_("The department in charge has checked it.")
    ),
    "return": Command(
        ISSUES, "issues.steps:return_", N_("Not accepted: say what is still demanded.")
    ),
    "look-back": Command(
        ISSUES, "issues.steps:look_back", N_("Go back and see, with three verdicts.")
    ),
    "close": Command(ISSUES, "issues.steps:close", N_("Strike it off the list.")),
    "reopen": Command(ISSUES, "issues.steps:reopen", N_("Put a closed one back on the list.")),
    "void": Command(ISSUES, "issues.steps:void", N_("Not an issue after all, or a duplicate.")),
    "amend": Command(
        ISSUES, "issues.steps:amend", N_("Correct one field; old and new stay on record.")
    ),
    "attach": Command(ISSUES, "issues.steps:attach", N_("Add a file as evidence.")),
    "supervise": Command(ISSUES, "issues.steps:supervise", N_("List it for supervision.")),
    "progress": Command(
        ISSUES, "issues.steps:progress", N_("Record what a listed one's rectifying body reports.")
    ),
    "lift": Command(ISSUES, "issues.steps:lift", N_("Take it off the supervised list.")),
    "remind": Command(ISSUES, "issues.steps:remind", N_("Press for rectification.")),
    "note": Command(
        ISSUES, "issues.steps:note", N_("Write down progress or anything worth keeping.")
    ),
    "visit": Command(
        ROTATION,
        "visits:visit",
        N_("Put a visit on record, with its checklist; study a case; consult."),
    ),
    "checklist": Command(
        ROTATION, "checklists:checklist", N_("Show and print the checklists of sectors.")
    ),
    "handover": Command(
        ROTATION,
        "handovers:handover",
        N_("Hand a place and its list over to the next holder."),
        fresh=True,
    ),
    "report": Command(
        RESULTS,
        "reports:report",
        N_("Reports of every kind, and what is behind their figures."),
        fresh=True,
    ),
    "bulletin": Command(
        RESULTS,
        "bulletins:bulletin",
        N_("Draft, put together, sign off and publish a bulletin."),
    ),
    "refer": Command(
        RESULTS,
        "referrals:refer",
        N_("Refer problems to the organization department or to discipline."),
    ),
    "audit": Command(
        RESULTS,
        "audits:audit",
        N_("Look again at a sample of what was closed, drawn by what nobody could choose."),
    ),
    "clear": Command(
        RESULTS,
        "clearances:clear",
        N_("Compare what a locality states to be cleared with the ledger."),
    ),
    "score": Command(
        RESULTS,
        "scores:score",
        N_("Tell what is deducted from whom; open, rate and settle an assessment."),
        fresh=True,
    ),
    "notice": Command(
        RESULTS, "notices:notice", N_("Print papers about issues: feedback, extension, reminder …")
    ),
    "validate": Command(
        ASSURANCE,
        "assurance.checking:validate",
        N_("Check the whole ledger; never writes."),
        fresh=True,
    ),
    "explain": Command(
        ASSURANCE, "assurance.checking:explain", N_("Explain a rule, a refusal or a word.")
    ),
    "sync": Command(
        ASSURANCE,
        "assurance.syncing:sync",
        N_("Bring this clone and the others together; nothing is lost."),
    ),
    "import": Command(EXCHANGE, "exchange.intake:import_", N_("Take over a spreadsheet.")),
    "export": Command(
        EXCHANGE,
        "exchange.export:export",
        N_("Write the issues as JSON, CSV or Excel."),
        fresh=True,
    ),
}
