"""What commands cost: git processes, counted by git itself, objects and bytes; never seconds."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import seal
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.repository import FoundObject, Repository
from sfcheck.ledger.store import Ledger
from tests.support.office import ISSUE, LEADER, MEMBER, Office, open_office

MOST, FOLDERS = 9, 6


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def processes(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *command: object, **how: str
) -> int:
    trace = tmp_path / "trace.json"
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TRACE2_EVENT", str(trace))
        office.done(*command, **how)
    if not trace.exists():
        return 0
    events = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    trace.unlink()
    return sum(event["event"] == "start" for event in events)


def test_registering_and_every_step_cost_few_processes_however_many_issues(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def cost(*command: object, **how: str) -> int:
        return processes(office, monkeypatch, tmp_path, *command, **how)

    one = json.dumps(ISSUE)
    assert 0 < cost("new-issue", "--yes", "--from", "-", by=MEMBER, typed=one) <= MOST
    many = json.dumps(
        [{**ISSUE, "title": f"第{n}条", "description": f"第{n}条"} for n in range(150)]
    )
    assert 0 < cost("new-issue", "--yes", "--from", "-", by=MEMBER, typed=many) <= MOST
    step = ("confirm", "-q", "status=registered", "--true-and-accurate")
    assert 0 < cost(*step, by=LEADER) <= MOST


def test_reading_starts_few_processes_and_a_dry_run_without_a_query_none(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    number = office.found()
    for command in (
        ("show", number),
        ("confirm", number, "--true-and-accurate", "--dry-run"),
    ):
        assert processes(office, monkeypatch, tmp_path, *command, by=LEADER) == 0, command
    office.done("list")
    office.done("validate")
    explained = ("report", "place", "640000", "--explain", "open")
    for command in (("list",), explained):
        assert processes(office, monkeypatch, tmp_path, *command, by=LEADER) == 1, command
    # A check looks before and after whether the branch moved meanwhile.
    assert processes(office, monkeypatch, tmp_path, "validate", by=LEADER) == 3
    reports = (("report", kind, "--json") for kind in ("overdue", "trend", "inspectors", "unit"))
    for command in (*reports, ("export", "--format", "csv")):  # the index and the check each ask
        assert processes(office, monkeypatch, tmp_path, *command, by=LEADER) == 4, command
    assert processes(office, monkeypatch, tmp_path, "log", number) == 2


class Cost(NamedTuple):
    """What one new issue costs."""

    processes: int
    read: int
    """Objects asked of git: the branch and the trees on the way."""
    objects: int
    size: int
    """Bytes of the objects stored."""


def filled(folder: Path, count: int) -> Office:
    """Return an office that has `count` issues in its first book, written by git alone."""
    folder.mkdir()
    office = open_office(folder)
    pattern = Ledger(office.root).issue(office.found())
    for sequence in range(2, count + 1):
        number = make(2026, "001", sequence)
        issue = seal(pattern.model_copy(update={"number": number, "title": f"第{sequence}条"}))
        path = office.root / layout.issue_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canonical.emit(dump(issue)))
    git.run(office.root, "add", "issues")
    git.run(office.root, "commit", "-q", "-m", "many")
    git.run(office.root, "gc", "-q")
    (lease,) = (office.root / ".git" / "sfcheck").glob("lease-*.json")
    lease.write_text(json.dumps({**json.loads(lease.read_bytes()), "used": {"26": count}}))
    office.done("list")
    return office


def cost_of_a_new_issue(office: Office, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Cost:
    asked: list[str] = []
    plain = git.reading

    @contextmanager
    def reading(repository: Repository) -> Iterator[Callable[[str], FoundObject | None]]:
        with plain(repository) as read:
            yield lambda name: asked.append(name) or read(name)

    def stored() -> dict[Path, int]:
        objects = office.root / ".git" / "objects"
        return {path: path.stat().st_size for path in objects.rglob("*") if path.is_file()}

    before = stored()
    with monkeypatch.context() as patch:
        patch.setattr(git, "reading", reading)
        command = ("new-issue", "--yes", "--from", "-")
        count = processes(office, patch, folder, *command, by=MEMBER, typed=json.dumps(ISSUE))
    new = {path: size for path, size in stored().items() if path not in before}
    return Cost(count, len(asked), len(new), sum(new.values()))


@pytest.mark.thorough
def test_a_new_issue_costs_the_same_in_a_small_and_in_a_large_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = cost_of_a_new_issue(filled(tmp_path / "few", 40), monkeypatch, tmp_path)
    many = cost_of_a_new_issue(filled(tmp_path / "many", 40 + 100 * FOLDERS), monkeypatch, tmp_path)
    # The branch; the folders on the way to the record and to what it rests on. The record, the new
    # trees of its folders, the commit.
    assert (few.read, few.objects) == (14, 7)
    assert many[:3] == few[:3]
    # The one folder that has grown, by folders of a hundred issues each.
    assert few.size < many.size < few.size + FOLDERS * len("40000 00\0" + 20 * "i") + 64
