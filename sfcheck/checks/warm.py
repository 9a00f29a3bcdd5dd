"""Checking a whole ledger, with the help of what earlier checks found.

An issue whose record is the very same, judged by the very same registries, needs no second
judgement; what was heard of other issues is asked again. The rules that compare all issues with
each other run over what is remembered of each.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sfcheck.checks import engine, memory
from sfcheck.checks.engine import Judged
from sfcheck.checks.seen.view import Misprinted, Remembered, View, nothing, open_view
from sfcheck.domain.base.findings import Report
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.past import Turn
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import current
from sfcheck.ledger.git import freshness
from sfcheck.ledger.git.freshness import State
from sfcheck.ledger.git.objects import object_id
from sfcheck.ledger.git.repository import Repository, open_repository
from sfcheck.ledger.index.making import LedgerFiles, listed

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class _Keys:
    """By what an outcome is remembered: the registries and the code, and what evidence there is."""

    world: str
    evidence: str


def check(
    root: Path,
    state: State,
    *,
    jobs: int | None = None,
    told: Told | None = None,
    misprinted: Misprinted = nothing,
) -> Report:
    """Check the ledger in the folder `root` as `engine.check` does; raises `Refused` as it does.

    `state` is what git just said of it. What was judged before is remembered, and what is judged
    now will be.
    """
    repository = open_repository(root)
    try:
        committed = dict(listed(LedgerFiles(root, repository), state.commit))
    except Refused:  # there is no commit yet
        return engine.check(root, jobs=jobs, told=told, misprinted=misprinted)
    view = open_view(root, engine.every, repository.algorithm)
    keys = _keys(view, repository.algorithm)
    blobs = {path: blob for path, blob in committed.items() if path not in state.changed}
    known: Mapping[str, Judged] = {}
    with suppress(sqlite3.Error), memory.memory(repository, root) as connection:
        known = dict(_recalled(connection, keys, blobs))
    fresh: dict[str, Judged] = {}
    found = engine.check(
        root,
        jobs=jobs,
        told=told,
        view=view,
        known=known,
        keep=fresh.__setitem__,
        misprinted=misprinted,
    )
    with suppress(sqlite3.Error, Refused):
        again = _state(repository, root)
        with memory.memory(repository, root) as connection:
            _keep(connection, keys, fresh, known)
            if again == state and not state.changed:
                memory.remember(connection, state, root, found)
    return found


def _state(repository: Repository, root: Path) -> State:
    return freshness.ask(repository.top).answer().below(repository.prefix(root))


def _keys(view: View, algorithm: str) -> _Keys:
    read = [
        (path, object_id("blob", file.data, algorithm))
        for path, file in view.files.items()
        if path.partition("/")[0] not in PROCEDURES  # which say nothing of what an issue may be
    ]
    return _Keys(
        _digest([sorted(read), memory.code_key(), current()]), _digest(sorted(view.survey.evidence))
    )


def _digest(data: object) -> str:
    return sha256(json.dumps(data).encode()).hexdigest()


def _recalled(
    connection: sqlite3.Connection, keys: _Keys, blobs: Mapping[str, str]
) -> Iterator[tuple[str, Judged]]:
    """Yield what came of the issues whose records are still the same."""
    rows = connection.execute(
        "SELECT path, blob, fact, findings FROM judged"
        " WHERE world = ? AND (evidence IS NULL OR evidence = ?)",
        (keys.world, keys.evidence),
    )
    for path, blob, known, findings in rows:
        if blobs.get(path) == blob:
            yield path, Judged(memory.read_findings(findings), _read_fact(known), blob)


def _keep(
    connection: sqlite3.Connection,
    keys: _Keys,
    fresh: Mapping[str, Judged],
    known: Mapping[str, Judged],
) -> None:
    if not known:
        connection.execute("DELETE FROM judged")
    connection.executemany(
        "INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                path,
                outcome.blob,
                keys.world,
                keys.evidence if outcome.fact and outcome.fact.evidence else None,
                _write_fact(outcome.fact),
                memory.write_findings(outcome.findings),
            )
            for path, outcome in fresh.items()
            if outcome.blob
        ),
    )


def _write_fact(fact: Remembered | None) -> str:
    if fact is None:
        return ""
    turns = [(turn.at.isoformat(), *turn[1:]) for turn in fact.turns]
    return json.dumps([*fact[:3], turns, *fact[4:]], ensure_ascii=False)


def _read_fact(text: str) -> Remembered | None:
    if not text:
        return None
    number, status, duplicate_of, turns, untrue, relies, *flags = json.loads(text)
    return Remembered(
        number,
        Status(status),
        duplicate_of,
        tuple(Turn(datetime.fromisoformat(at), *rest) for at, *rest in turns),
        tuple((path, tuple(way)) for path, way in untrue),
        tuple((other, said and Status(said)) for other, said in relies),
        *flags,
    )
