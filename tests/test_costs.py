"""What commands cost, in git processes: counted by git itself, children included."""

import json
from pathlib import Path

import pytest

from tests.office import ISSUE, LEADER, MEMBER, Office, open_office

MOST = 9


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
        ("validate",),
        ("confirm", number, "--true-and-accurate", "--dry-run"),
    ):
        assert processes(office, monkeypatch, tmp_path, *command, by=LEADER) == 0, command
    office.done("list")
    for command in (("list",), ("export", "--format", "csv")):
        assert processes(office, monkeypatch, tmp_path, *command, by=LEADER) == 1, command
    assert processes(office, monkeypatch, tmp_path, "log", number) == 2
