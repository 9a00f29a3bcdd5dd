"""Which records were made twice in a ledger's history: by two clones, under one number."""

from pathlib import Path

from sfcheck.domain.procedures import PROCEDURES
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.repository import Repository, open_repository, run

NUMBERED = (
    *(layout.ISSUES, layout.PEOPLE, layout.BOOKS, layout.ROUNDS, layout.HANDOVERS),
    *PROCEDURES,
)
"""The folders whose files are named by numbers that are given once."""
SETTLES = "Sfcheck-Settles"
"""The trailer of a commit in which somebody says that one made twice was seen to: its path."""
_MARK = "\x02"
_LOG = (
    *("--literal-pathspecs", "log", "--full-history", "--diff-filter=A", "--raw", "-z"),
    *("--no-abbrev", "--no-renames", "--no-color", "--no-show-signature", "--format=%x02%h"),
)


def made_twice(root: Path) -> dict[str, list[str]]:
    """Return the paths that two commits made with other contents, and these, the last one first.

    Only a merge brings two such commits together.
    """
    repository = open_repository(root)
    prefix = repository.prefix(root.resolve())
    made = _made(repository, prefix).items()
    return {path.removeprefix(prefix): [*by.values()] for path, by in made if len(by) > 1}


def settled(root: Path) -> set[str]:
    """Return the paths of which a commit says that what was made twice was seen to."""
    wanted = f"--format=%(trailers:key={SETTLES},valueonly)"
    said = run(open_repository(root).top, "log", f"--grep=^{SETTLES}: ", wanted, "HEAD")
    return {line.strip() for line in said.decode(errors="replace").splitlines()}


def _made(repository: Repository, prefix: str) -> dict[str, dict[str, str]]:
    """Return, by path and blob, the commits that made a numbered file."""
    folders = (f"{prefix}{folder}" for folder in NUMBERED)
    said = run(repository.top, *_LOG, "HEAD", "--", *folders).decode(errors="replace")
    made: dict[str, dict[str, str]] = {}
    commit, tokens = "", iter(said.split("\0"))
    for token in tokens:
        if token.startswith(_MARK):
            commit = token[1:]
        elif raw := token.strip():
            made.setdefault(next(tokens), {}).setdefault(raw.split(" ")[3], commit)
    return made
