"""An issue's life told from git: branches and merges, what is lawful in form, and what it costs."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import fold, opening
from sfcheck.domain.issues.record import Issue, issue_digest
from sfcheck.history.story import Chapter, life
from sfcheck.history.walk import touches
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.git.repository import Repository, run
from tests.support.world import NUMBER, act, brought_to, event, world

PATH = layout.issue_path(NUMBER)
CONTEXT = world("own")


def packed(issue: Issue) -> bytes:
    """Return a record as a command would write it, sealed."""
    sealed = issue.model_copy(update={"digest": issue_digest(issue)})
    return canonical.emit(dump(sealed))


class History:
    """A repository whose one record is written commit by commit."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.file = repository.top / PATH

    def write(self, data: bytes, *options: str) -> str:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(data)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty-message", "-m", "", *options)
        return self.git("rev-parse", "HEAD")

    def git(self, *arguments: str) -> str:
        return run(self.repository.top, *arguments).decode().strip()

    def told(self) -> list[Chapter]:
        return life(self.repository, PATH, self.file.read_bytes())


@pytest.fixture
def history(make_repository: Callable[..., Repository]) -> History:
    return History(make_repository(files={"other": b""}))


def merged(history: History, ours: bytes, theirs: bytes, result: bytes) -> list[Chapter]:
    """Tell the life of a record that two branches changed and a merge put together."""
    history.git("switch", "-q", "-c", "theirs")
    history.write(theirs)
    history.git("switch", "-q", "main")
    history.write(ours)
    history.git("merge", "-q", "-s", "ours", "--no-commit", "theirs")
    history.write(result)
    return history.told()


def acts(chapters: Sequence[Chapter]) -> list[list[str]]:
    return [[event["do"] for event in chapter.events] for chapter in chapters]


def test_two_branches_and_their_lawful_merge_are_told_once_each(history: History) -> None:
    base = brought_to("rectifying")
    history.write(packed(base))
    mine = event("object", "r", 4, "2026-06-01")
    theirs = event("submit", "r", 4, "2026-06-02")
    sides = [fold(opening(base), (*base.events, one), CONTEXT) for one in (mine, theirs)]
    both = fold(opening(base), (*base.events, mine, theirs), CONTEXT)
    told = merged(history, *(packed(one) for one in (*sides, both)))
    assert acts(told)[0] == ["register", "confirm", "notify"]
    assert sorted(acts(told)[1:3]) == [["object"], ["submit"]]
    assert acts(told)[3] == []
    assert [chapter.faults for chapter in told] == [[]] * 4
    # The status is one branch's, so only what no branch had is new in the merge.
    assert [change.field for change in told[3].changes] == ["pending"]


def test_an_amendment_that_a_merge_put_into_pending_is_no_hand_edit(history: History) -> None:
    base = brought_to("registered")
    history.write(packed(base))
    void = event("void", "l", 2, "2026-05-06")
    amend = event("amend", "l", 2, "2026-05-07")
    sides = [fold(opening(base), (*base.events, one), CONTEXT) for one in (void, amend)]
    both = fold(opening(base), (*base.events, void, amend), CONTEXT)
    assert [pending.do for pending in both.pending] == ["amend"]
    told = merged(history, *(packed(one) for one in (*sides, both)))
    assert [chapter.faults for chapter in told] == [[]] * 4


def test_a_merge_that_changes_content_or_loses_an_event_is_marked(history: History) -> None:
    base = brought_to("registered")
    history.write(packed(base))
    first = act(base, CONTEXT, "note", "i")
    second = act(base, CONTEXT, "confirm", "l")
    bent = first.model_copy(update={"title": "另写一题"})
    told = merged(history, packed(first), packed(second), packed(bent))
    assert told[3].faults == ["events-changed", "content-changed"]
    assert [tuple(change) for change in told[3].changes] == [("title", base.title, "另写一题")]


def test_a_merge_that_takes_one_side_whole_is_not_told(history: History) -> None:
    base = brought_to("registered")
    history.write(packed(base))
    history.git("switch", "-q", "-c", "theirs")
    side = history.write(packed(act(base, CONTEXT, "confirm", "l")))
    history.git("switch", "-q", "main")
    (history.repository.top / "other").write_bytes(b"changed")
    history.git("commit", "-q", "-a", "-m", "elsewhere")
    history.git("merge", "-q", "--no-edit", "theirs")
    assert acts(history.told()) == [["register"], ["confirm"]]
    assert [touch.commit for touch in touches(history.repository, PATH)][1] == side


def test_an_amendment_explains_its_field_and_no_other(history: History) -> None:
    base = brought_to("registered")
    history.write(packed(base))
    amended = act(base, CONTEXT, "amend", "i", "2026-05-06")
    history.write(packed(amended))
    sly = act(amended, CONTEXT, "confirm", "l").model_copy(update={"description": "改了"})
    history.write(packed(sly))
    told = history.told()
    assert [chapter.faults for chapter in told] == [[], [], ["content-changed"]]
    assert ("title", base.title, amended.title) in [tuple(c) for c in told[1].changes]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("bend", "faults"),
    [
        (lambda data: data.replace(b"\nseverity: general", b"\nseverity:  general"), ["form"]),
        (lambda data: data.replace(b"status: confirmed", b"status: closed"), ["digest"]),
        (lambda data: data.replace(b"do: confirm", b"do: note"), ["digest"]),
        (lambda data: b"events: [1, {}, x]\npending: 7\nfound: no\n", None),
        (lambda data: b"[]", ["unreadable"]),
        (lambda data: b"\xff", ["unreadable"]),
        (lambda data: b"", ["unreadable"]),
    ],
)
def test_a_version_that_no_command_wrote_is_told_and_marked(
    history: History, bend: Callable[[bytes], bytes], faults: list[str] | None
) -> None:
    base = brought_to("registered")
    history.write(packed(base))
    confirmed = act(base, CONTEXT, "confirm", "l")
    history.write(bend(packed(confirmed)))
    last = history.told()[-1]
    assert last.faults == faults if faults is not None else "events-changed" in last.faults


def test_names_and_paths_that_git_would_quote_or_take_for_patterns(
    make_repository: Callable[..., Repository],
) -> None:
    path = "台账 [1]*/a.yaml"
    repository = make_repository(files={path: b"a: 1\n", "台账 11/a.yaml": b"b: 1\n"})
    run(repository.top, "config", "log.follow", "true")
    run(repository.top, "config", "log.showSignature", "true")
    (repository.top / path).write_bytes(b"a: 2\n")
    name = "\x02a\nb<c>|"
    run(repository.top, "-c", f"user.name={name}", "commit", "-q", "-a", "-m", "\x02:1 2\n\n\x02")
    found = touches(repository, path)
    assert [touch.action for touch in found] == ["", ""]
    assert found[1].before == (found[0].after,)
    assert found[0].before == (None,)


def test_a_file_does_not_inherit_the_life_of_one_it_was_moved_from(
    make_repository: Callable[..., Repository],
) -> None:
    repository = make_repository(files={"old.yaml": b"a: 1\n" * 20})
    run(repository.top, "config", "log.follow", "true")
    run(repository.top, "mv", "old.yaml", "new.yaml")
    run(repository.top, "commit", "-q", "-m", "moved")
    assert len(touches(repository, "new.yaml")) == 1


@pytest.mark.thorough
def test_a_life_costs_two_git_processes_however_long_it_is(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = brought_to("registered")
    history.write(packed(issue))
    for _year in range(12):
        issue = act(issue, CONTEXT, "note", "i")
        history.write(packed(issue))
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    assert len(history.told()) == 13
    events = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    assert len([event for event in events if event["event"] == "start"]) == 2
