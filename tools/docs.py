"""Make the reference pages from the code, or check that they still say what the code says.

So, too, the words that completion offers, in each language.

usage: python tools/docs.py update | check
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["SFCHECK_LANG"] = "zh" if sys.argv[1:] == ["words"] else "en"
os.environ["COLUMNS"] = "100"

from sfcheck.language import _, choose

choose()

import click  # noqa: E402
import typer  # noqa: E402

from sfcheck.checks.registry import RULES  # noqa: E402
from sfcheck.checks.seen.rule import explained  # noqa: E402
from sfcheck.cli.frame.main import app, load  # noqa: E402
from sfcheck.cli.frame.table import COMMANDS  # noqa: E402
from sfcheck.domain.base.vocabulary import Status  # noqa: E402
from sfcheck.domain.issues.law import STEPS  # noqa: E402
from sfcheck.errors.table import REFUSALS  # noqa: E402
from sfcheck.ledger.index.schema import FLAT  # noqa: E402
from sfcheck.ledger.terms import TERMS  # noqa: E402

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FILES = ("FILE", "DIR", "KEYFILE")
"""Metavars of what is given as text but is the name of a file or a folder."""

DATA = """# Data

What the YAML records say, in flat tables: `<git common dir>/sfcheck/index.db`, SQLite, made by the
first command that asks and brought up to date by the next (`index-….db` for a ledger that is not at
the top of its repository). It is a cache: throw it away at any time, never write to it (then it is
made again), and let `sfcheck list` run before you read it. Dates and moments are ISO 8601 text, yes
and no are 1 and 0, words are those of `sfcheck explain`; so the same SQL runs on SQLite, DuckDB and
Spark.
"""

MADE = "<!-- Made from the code by `make docs`; do not edit. -->\n\n"


def law() -> str:
    """Return the page of the law: the table of steps as the program has it."""
    lines = [
        "# The law\n",
        "One table, in `sfcheck/domain/issues/law.py`; everything that is not in it is refused.\n",
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
        needs = " ".join(_first_line(need) for need in (*step.first, *step.requires, *step.sees))
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


def data() -> str:
    """Return the page of the flat tables that reports and searches ask."""
    lines = [DATA]
    for name, table in FLAT.items():
        lines += [
            f"## {name}\n",
            f"{table.about}\n",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [f"| `{c.name}` | {c.type} | {_cell(c.about)} |" for c in table.columns]
        lines.append("")
    lines += [
        "```sql",
        "-- what is open, by severity, and since when",
        "SELECT severity, count(*) AS issues, min(found_on) AS oldest",
        "FROM issues WHERE open = 1 GROUP BY severity;",
        "```\n",
        "The file has more tables; they are the program's own and change without notice.",
    ]
    return "\n".join(lines) + "\n"


def words() -> str:
    """Return the words that `cli/frame/completion.py` offers, in this process' language."""
    root = typer.main.get_command(app)
    rows = [*_words("", root), *(("", name, "command", _help(load(name))) for name in COMMANDS)]
    for name in COMMANDS:
        rows += _words(name, load(name))
    return "".join("\t".join(row) + "\n" for row in rows)


def _words(path: str, command: click.Command) -> Iterator[tuple[str, str, str, str]]:
    context = click.Context(command, info_name=path, help_option_names=["-h", "--help"])
    for parameter in command.get_params(context):
        if getattr(parameter, "hidden", False):
            continue
        if isinstance(parameter, click.Argument):
            yield path, "", _takes(parameter), ""
            continue
        assert isinstance(parameter, click.Option)
        for word in sorted((*parameter.opts, *parameter.secondary_opts), key=_short_first):
            yield path, word, _takes(parameter), " ".join((parameter.help or "").split())
    if path and isinstance(command, click.Group):
        subs = {name: command.get_command(context, name) for name in command.list_commands(context)}
        yield from ((path, name, "command", _help(sub)) for name, sub in subs.items() if sub)
        for name, sub in subs.items():
            if sub:
                yield from _words(f"{path} {name}", sub)


def _short_first(word: str) -> tuple[int, str]:
    return len(word), word


def _help(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


def _takes(parameter: click.Parameter) -> str:
    """Return what follows a word, as `completion` reads it."""
    kind = parameter.type
    if isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count):
        return ""
    if isinstance(kind, click.Choice):
        return "|".join(str(getattr(choice, "value", choice)) for choice in kind.choices)
    if isinstance(kind, click.Path | click.File) or parameter.metavar in FILES:
        return "file"
    term = TERMS.get((parameter.name or "").replace("_", "-"))
    if term and "|" in term.known and _(term.help) in (getattr(parameter, "help", None) or ""):
        return term.known
    return "text"


def _words_in_chinese() -> str:
    done = subprocess.run([sys.executable, __file__, "words"], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


WORDS = ROOT / "sfcheck" / "cli" / "frame"
MADE_FILES: dict[Path, Callable[[], str]] = {
    **{DOCS / f"{page.__name__}.md": page for page in (law, rules, refusals, commands, data)},
    WORDS / "words.en.tsv": words,
    WORDS / "words.zh.tsv": _words_in_chinese,
}


def main(task: str) -> int:
    """Write the files, or return 1 and name those that no longer fit the code."""
    stale = 0
    for path, made in MADE_FILES.items():
        text = MADE + made() if path.suffix == ".md" else made()
        if task == "update":
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} no longer says what the code says; run `make docs`")
            stale = 1
    return stale


if __name__ == "__main__":
    if sys.argv[1:] == ["words"]:
        sys.stdout.buffer.write(words().encode())
        sys.exit()
    sys.exit(main(sys.argv[1]) if sys.argv[1:] in (["update"], ["check"]) else __doc__)
