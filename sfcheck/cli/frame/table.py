"""Every command: its name, where its code is, one line of help. The root help is made from this.

Nothing is imported for a command that is not run: the table names modules, it does not load them.
"""

from sfcheck.language import N_


class Entry:
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

COMMANDS: dict[str, Entry] = {
    "init": Entry(SETUP, "setup:init", N_("Make a new ledger, ready to use by one desk.")),
    "join": Entry(
        SETUP, "setup:join", N_("Say who you are and lease a number book for this clone.")
    ),
    "demo": Entry(SETUP, "demo:demo", N_("Play two rounds with invented people in a new folder.")),
    "config": Entry(SETUP, "setup:config", N_("Show or change what this clone knows of itself.")),
    "person": Entry(
        REGISTRIES,
        "registries.people:person",
        N_("The roster: who there is, which offices they hold."),
    ),
    "body": Entry(
        REGISTRIES, "registries.bodies:body", N_("The bodies: departments, offices, localities.")
    ),
    "place": Entry(
        REGISTRIES, "registries.bodies:place", N_("The places, by their GB/T 2260 codes.")
    ),
    "round": Entry(REGISTRIES, "rotation:round_", N_("The rounds of inspection.")),
    "team": Entry(
        REGISTRIES, "rotation:team", N_("The teams of a round: leader, experts, members.")
    ),
    "new-issue": Entry(
        ISSUES, "issues.register:new_issue", N_("Register an issue that was found.")
    ),
    "list": Entry(ISSUES, "issues.reading:list_", N_("List issues, filtered."), fresh=True),
    "show": Entry(ISSUES, "issues.reading:show", N_("Show one issue whole.")),
    "log": Entry(
        ISSUES, "issues.reading:log", N_("Tell an issue's life from git: who, when, what changed.")
    ),
    "confirm": Entry(ISSUES, "issues.steps:confirm", N_("The leader answers for its truth.")),
    "notify": Entry(
        ISSUES, "issues.steps:notify", N_("Give notice to the unit and its city or county.")
    ),
    "rectification-plan": Entry(
        ISSUES,
        "issues.steps:rectification_plan",
        N_("Record the plan: duty, measures, funds, time, contingency."),
    ),
    "extend": Entry(
        ISSUES, "issues.steps:extend", N_("Grant more time that was asked for in time.")
    ),
    "object": Entry(
        ISSUES, "issues.steps:object_", N_("The rectifying body disputes the finding.")
    ),
    "rule": Entry(
        ISSUES, "issues.steps:rule", N_("The head decides a dispute or settles pending steps.")
    ),
    "submit": Entry(
        ISSUES, "issues.steps:submit", N_("Claim that it is put right, with evidence.")
    ),
    "accept": Entry(ISSUES, "issues.steps:accept", N_("The department in charge has checked it.")),
    "return": Entry(
        ISSUES, "issues.steps:return_", N_("Not accepted: say what is still demanded.")
    ),
    "look-back": Entry(
        ISSUES, "issues.steps:look_back", N_("Go back and see, with three verdicts.")
    ),
    "close": Entry(ISSUES, "issues.steps:close", N_("Strike it off the list.")),
    "reopen": Entry(ISSUES, "issues.steps:reopen", N_("Put a closed one back on the list.")),
    "void": Entry(ISSUES, "issues.steps:void", N_("Not an issue after all, or a duplicate.")),
    "amend": Entry(
        ISSUES, "issues.steps:amend", N_("Correct one field; old and new stay on record.")
    ),
    "attach": Entry(ISSUES, "issues.steps:attach", N_("Add a file as evidence.")),
    "supervise": Entry(ISSUES, "issues.steps:supervise", N_("List it for supervision.")),
    "lift": Entry(ISSUES, "issues.steps:lift", N_("Take it off the supervised list.")),
    "remind": Entry(ISSUES, "issues.steps:remind", N_("Press for rectification.")),
    "note": Entry(
        ISSUES, "issues.steps:note", N_("Write down progress or anything worth keeping.")
    ),
    "visit": Entry(
        ROTATION,
        "visits:visit",
        N_("Put a visit on record, with its checklist; study a case; consult."),
    ),
    "handover": Entry(
        ROTATION,
        "handovers:handover",
        N_("Hand a place and its list over to the next holder."),
        fresh=True,
    ),
    "report": Entry(
        RESULTS,
        "reports:report",
        N_("Reports of every kind, and what is behind their figures."),
        fresh=True,
    ),
    "bulletin": Entry(
        RESULTS,
        "bulletins:bulletin",
        N_("Draft, put together, sign off and publish a bulletin."),
    ),
    "refer": Entry(
        RESULTS,
        "referrals:refer",
        N_("Refer problems to the organization department or to discipline."),
    ),
    "score": Entry(
        RESULTS,
        "scores:score",
        N_("Tell what is deducted from whom; open, rate and settle an assessment."),
        fresh=True,
    ),
    "notice": Entry(
        RESULTS, "notices:notice", N_("Print papers about issues: feedback, extension, reminder …")
    ),
    "validate": Entry(
        ASSURANCE, "assurance:validate", N_("Check the whole ledger; never writes."), fresh=True
    ),
    "explain": Entry(ASSURANCE, "assurance:explain", N_("Explain a rule, a refusal or a word.")),
    "import": Entry(EXCHANGE, "exchange.intake:import_", N_("Take over a spreadsheet.")),
    "export": Entry(
        EXCHANGE,
        "exchange.export:export",
        N_("Write the issues as JSON, CSV or Excel."),
        fresh=True,
    ),
}
