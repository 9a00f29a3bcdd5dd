"""What is offered at TAB, told to a shell before any framework is loaded.

The words stand in `words.en.tsv` and `words.zh.tsv`, made from the real commands by `make docs`.
A line: the command it belongs to (empty: sfcheck itself), the word (empty: an argument), what
the word takes (`command`, `text`, `file`, choices between `|`, nothing), one line of help.

Shells ask as the scripts of typer's `--install-completion` do: `_SFCHECK_COMPLETE` says
`complete_` and the shell, other variables hold the line typed so far.
"""

import os
import sys

from sfcheck.language import wanted_here

ASKED = "_SFCHECK_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")

Word = tuple[str, str]
"""A word to offer, and its help."""


def answer(asked: str) -> int | None:
    """Answer a shell and return the exit status; None where it asks for something else."""
    shell = asked.removeprefix("complete_")
    if shell not in SHELLS:
        return None
    words, last = _typed(shell)
    offered, files = offer(words, last)
    if shell == "fish" and os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 1 if files else 0
    text = _told(shell, offered, files=files)
    # A Windows console of another code page reads what Python would write to it.
    own = sys.platform == "win32" and shell in ("powershell", "pwsh")
    data = text.encode(sys.stdout.encoding if own else "utf-8", "replace")
    sys.stdout.buffer.write(data + b"\n" if data else b"")
    sys.stdout.flush()
    return 0


def offer(words: list[str], last: str) -> tuple[list[Word], bool]:
    """Return what `last` may become behind `words`, and whether that is the name of a file."""
    rows = _read()
    path, taking, place, options_end = "", "", 0, False
    for word in words:
        if word == "=" and taking:  # bash cuts --option=value in three
            continue
        if taking:
            taking = ""
        elif word == "--":
            options_end = True
        elif word.startswith("-") and word != "-" and not options_end:
            taking = _takes(rows, path, word)
        elif _takes(rows, path, word) == "command":
            path, place = f"{path} {word}".lstrip(), 0
        else:
            place += 1
    if taking:
        return _values(taking, "" if last == "=" else last)
    if last.startswith("--") and "=" in last and not options_end:
        option, _equals, value = last.partition("=")
        values, files = _values(_takes(rows, path, option), value)
        return [(f"{option}={word}", help_) for word, help_ in values], files
    here = [row for row in rows if row[0] == path]
    options = [(word, said) for _path, word, _takes, said in here if word.startswith("-")]
    if last.startswith("-") and not options_end:
        return _fitting(options, last), False
    if commands := [(word, said) for _path, word, takes, said in here if takes == "command"]:
        return _fitting(commands, last), False
    arguments = [takes for _path, word, takes, _said in here if not word]
    if arguments:
        return _values(arguments[min(place, len(arguments) - 1)], last)
    return ([] if options_end else _fitting(options, last)), False


def _read() -> list[list[str]]:
    path = os.path.join(os.path.dirname(__file__), f"words.{wanted_here()}.tsv")  # noqa: PTH118, PTH120
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is half of the time
        return [line.rstrip("\n").split("\t") for line in file]


def _takes(rows: list[list[str]], path: str, word: str) -> str:
    """Return what a word takes; nothing for one that is unknown, and for --option=value."""
    return next((row[2] for row in rows if row[0] == path and row[1] == word), "")


def _values(takes: str, last: str) -> tuple[list[Word], bool]:
    if takes in ("file", "text", ""):
        return [], takes == "file"
    return _fitting([(choice, "") for choice in takes.split("|")], last), False


def _fitting(words: list[Word], last: str) -> list[Word]:
    return [word for word in words if word[0].startswith(last)]


def _typed(shell: str) -> tuple[list[str], str]:
    """Return the whole words typed so far, without the program's name, and the one begun."""
    if shell == "bash":
        words = os.environ.get("COMP_WORDS", "").split("\n")
        number = os.environ.get("COMP_CWORD", "")
        at = int(number) if number.isdecimal() else 1
        return words[1:at], words[at] if at < len(words) else ""
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(line)[1:]
    begun = words[-1:] and not line[-1].isspace()
    if shell in ("powershell", "pwsh"):
        begun = bool(os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE"))
    return (words[:-1], words[-1]) if begun and words else (words, "")


def _split(line: str) -> list[str]:
    if not any(mark in line for mark in "\"'\\"):
        return line.split()
    import shlex

    try:
        return shlex.split(line)
    except ValueError:  # a quotation that has not ended yet
        return line.split()


def _told(shell: str, offered: list[Word], *, files: bool) -> str:
    if shell == "bash":
        return "\n".join(word for word, _help in offered)
    if shell == "fish":
        return "\n".join(f"{word}\t{said}" if said else word for word, said in offered)
    if shell == "zsh":
        lines = [
            f'"{_zsh(word)}":"{_zsh(said)}"' if said else f'"{_zsh(word)}"'
            for word, said in offered
        ]
        shown = "\n".join(lines)
        return f"_arguments '*: :(({shown}))'" if lines else "_files" if files else ""
    return "\n".join(f"{word}:::{said or ' '}" for word, said in offered)


def _zsh(text: str) -> str:
    """Return a text as it stands between two kinds of quotes and before a colon."""
    for mark, written in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        text = text.replace(mark, written)
    return text
