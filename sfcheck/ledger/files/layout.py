"""Where everything lies in a ledger: every path follows from what it holds (DESIGN §4).

Paths are POSIX, relative to the ledger's folder.
"""

import os
from pathlib import Path

from sfcheck import LEDGER
from sfcheck.domain.base.numbers import Number, parse
from sfcheck.errors import Refused

CHARTER = "ledger.yaml"
POLICY = "policy.yaml"
PLACES = "places.yaml"
BODIES = "bodies.yaml"
CATALOGUE = "catalogue.yaml"
CALENDAR = "calendar.yaml"
EDITED = (CHARTER, POLICY, PLACES, BODIES, CATALOGUE, CALENDAR)
ISSUES, PEOPLE, BOOKS, ROUNDS, HANDOVERS, EVIDENCE = (
    "issues",
    "people",
    "books",
    "rounds",
    "handovers",
    "evidence",
)
CHECKLISTS = "checklists"
BULLETINS, REFERRALS, SCORES, VISITS = "bulletins", "referrals", "scores", "visits"
BYTES = f"{EVIDENCE}/** -text -diff -merge"
"""The attributes of evidence, which is bytes whatever its name ends in; the last word counts."""
_OF_GIT = (".git", "git~1")
_BESIDE = ("templates", "sealed", ".gitattributes", ".gitignore", ".gitmodules")
"""What else nobody but editors writes in a ledger."""


def attributes() -> str:
    """Return the `.gitattributes` of a ledger: git must not blend two records of commands."""
    from sfcheck.domain.procedures import PROCEDURES  # where things lie is asked without any law

    sealed = (ISSUES, HANDOVERS, *PROCEDURES)
    unblended = "".join(f"{folder}/** -text -merge\n" for folder in sealed)
    as_written = "".join(f"{folder}/**/*.yaml -text\n" for folder in sealed)
    return f"""\
# Records are stored as written; a plain `git merge` stops at them instead of blending them.
{unblended}*.yaml text eol=lf
{as_written}{BYTES}
"""


def is_edited(path: str) -> bool:
    """Whether people edit the file at `path` themselves: it may have comments and CRLF."""
    return path in EDITED or path.startswith((f"{ROUNDS}/", f"{CHECKLISTS}/"))


def issue_path(number: str | Number) -> str:
    """Return the path of an issue; folders of a hundred keep a commit small at any size."""
    known = parse(number) if isinstance(number, str) else number
    hundred = f"{int(known.sequence) // 100:02}"
    return f"{ISSUES}/{known.year}/{known.book}/{hundred}/{known}.yaml"


def person_path(person: str) -> str:
    """Return the path of a person's file."""
    return f"{PEOPLE}/{person}.yaml"


def book_path(book: str) -> str:
    """Return the path of a number book's file."""
    return f"{BOOKS}/{book}.yaml"


def round_path(rotation: str) -> str:
    """Return the path of a round's file."""
    return f"{ROUNDS}/{rotation}.yaml"


def checklist_path(code: str) -> str:
    """Return the path of a checklist."""
    return f"{CHECKLISTS}/{code}.yaml"


def handover_path(place: str, number: str) -> str:
    """Return the path of a handover's file."""
    return f"{HANDOVERS}/{place}/{number}.yaml"


def proceeding_path(folder: str, year: str, number: str) -> str:
    """Return the path of a record that is made step by step, such as a bulletin."""
    return f"{folder}/{year}/{number}.yaml"


def evidence_path(sha256: str, suffix: str) -> str:
    """Return the path of a piece of evidence, named by its content."""
    return f"{EVIDENCE}/{sha256[:2]}/{sha256}{suffix}"


def keep_out(path: Path) -> None:
    """Refuse (`among-records`) a file among a ledger's records, or in what git keeps for itself.

    Whatever leads there: links, `..`, or a name that the system takes for theirs.
    """
    from sfcheck.domain.base.portable import folded
    from sfcheck.domain.procedures import PROCEDURES

    ours = {
        *EDITED,
        *PROCEDURES,
        CHECKLISTS,
        PEOPLE,
        BOOKS,
        ROUNDS,
        HANDOVERS,
        ISSUES,
        EVIDENCE,
        *_BESIDE,
    }
    real = Path(os.path.realpath(path.parent), path.name)
    for folder in (real, *real.parents):
        if folded(folder.name) in _OF_GIT or _is_git(folder):
            raise Refused("among-records", path=path, folder=folder)
        if folder != real and os.path.lexists(folder / CHARTER):
            first = folded(real.relative_to(folder).parts[0])
            if first in ours:
                raise Refused("among-records", path=path, folder=folder / first)


def _is_git(folder: Path) -> bool:
    """Whether a folder is one that git works in, whatever its name: of a bare repository, say."""
    return all(os.path.lexists(folder / name) for name in ("HEAD", "objects", "refs"))


def find(given: Path | None = None) -> Path:
    """Return the folder of the ledger: `given` (-L), `SFCHECK_LEDGER`, or upward from here.

    Raises `Refused`: `not-a-ledger`, `is-a-link`.
    """
    named = given or (Path(os.environ[LEDGER]) if os.environ.get(LEDGER) else None)
    start = (named or Path()).resolve()
    candidates = [start] if named else [start, *start.parents]
    for folder in candidates:
        charter = folder / CHARTER
        if os.path.lexists(charter):
            if charter.is_symlink():
                raise Refused("is-a-link", path=charter)
            return folder
    raise Refused("not-a-ledger", path=start)
