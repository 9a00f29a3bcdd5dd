"""Make the reference pages from the code, or check that they still say what the code says.

usage: python tools/docs.py update | check
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["SFCHECK_LANG"] = "en"
os.environ["COLUMNS"] = "100"

from sfcheck.language import choose

choose("en")

import click  # noqa: E402

from sfcheck.checks.registry import RULES  # noqa: E402
from sfcheck.checks.rule import explained  # noqa: E402
from sfcheck.cli.main import load  # noqa: E402
from sfcheck.cli.table import COMMANDS  # noqa: E402
from sfcheck.domain.vocabulary import Status  # noqa: E402
from sfcheck.domain.workflow import STEPS  # noqa: E402
from sfcheck.errors.table import REFUSALS  # noqa: E402

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made from the code by `make docs`; do not edit. -->\n\n"


def law() -> str:
    """Return the page of the law: the table of steps as the program has it."""
    lines = [
        "# The law\n",
        "One table, in `sfcheck/domain/workflow.py`; everything that is not in it is refused.\n",
        "| step | from | to | whose hand | what else must hold |",
        "|---|---|---|---|---|",
    ]
    for do, step in STEPS.items():
        if callable(step.target):
            target = "depends on what it says"
        else:
            target = step.target.value if step.target else "stays"
        sources = ", ".join(state.value for state in Status if state in step.sources)
        hands = "; ".join(hand.label for hand in step.hands)
        needs = " ".join(_first_line(need) for need in (*step.requires, *step.sees))
        lines.append(f"| `{do}` | {sources} | {target} | {hands} | {needs} |")
    return "\n".join(lines) + "\n"


def _first_line(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().splitlines()[0]


def rules() -> str:
    """Return the page of the rules `validate` checks."""
    lines = ["# What `validate` checks\n", "`sfcheck explain CODE` shows examples of each.\n"]
    lines += ["| code | severity | rule | why |", "|---|---|---|---|"]
    for code, rule in sorted(RULES.items()):
        said = explained(rule)
        lines.append(f"| {code} | {rule.severity} | {_cell(said.summary)} | {_cell(said.why)} |")
    return "\n".join(lines) + "\n"


def refusals() -> str:
    """Return the page of everything the program can refuse."""
    lines = ["# What the program refuses\n", "Exit status, what it says, what to do next.\n"]
    lines += ["| code | status | says | next |", "|---|---|---|---|"]
    lines += [
        f"| `{code}` | {row.status} | {_cell(row.message)} | {_cell(row.remedy)} |"
        for code, row in sorted(REFUSALS.items())
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def commands() -> str:
    """Return the page of all commands, as `--help` prints them."""
    lines = ["# Commands\n"]
    for name in COMMANDS:
        command = load(name)
        context = click.Context(command, info_name=f"sfcheck {name}", max_content_width=100)
        lines += [f"## {name}\n", "```text", command.get_help(context).rstrip(), "```\n"]
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                inner = command.get_command(context, sub)
                if inner is not None:
                    below = click.Context(inner, info_name=sub, parent=context)
                    lines += ["```text", inner.get_help(below).rstrip(), "```\n"]
    return "\n".join(lines)


PAGES = {"law": law, "rules": rules, "refusals": refusals, "commands": commands}


def main(task: str) -> int:
    """Write the pages, or return 1 and name those that no longer fit the code."""
    stale = 0
    for name, page in PAGES.items():
        path, text = DOCS / f"{name}.md", MADE + page()
        if task == "update":
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} no longer says what the code says; run `make docs`")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if sys.argv[1:] in (["update"], ["check"]) else __doc__)
