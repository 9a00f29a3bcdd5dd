"""Work in several processes gives what one process gives, and ends well when something dies."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sfcheck.errors import Refused
from sfcheck.ledger.files import bulk
from tests.support.waiting import until

COUNT = 3 * bulk.CHUNK + 7
DEADLY = f"{COUNT - 3}.txt"

SLOW = """
import os, sys, time
from sfcheck.ledger.files import bulk

def work(place, chunk):
    open(os.path.join(place, str(os.getpid())), "w").close()
    time.sleep(0.05)
    return len(chunk)

if __name__ == "__main__":
    try:
        for size in bulk.spread(work, sys.argv[1], ["x"] * 1_000_000, jobs=3):
            print(size, flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(130)
"""


def read(root: Path, chunk: Sequence[str]) -> tuple[list[str], int]:
    return [(root / path).read_text(encoding="utf-8") for path in chunk], os.getpid()


def die(root: Path, chunk: Sequence[str]) -> int:
    if DEADLY in chunk:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return len(chunk)


def refuse(root: Path, chunk: Sequence[str]) -> int:
    if DEADLY in chunk:
        raise Refused("no-such-file", path=root / DEADLY)
    return len(chunk)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("files")
    for n in range(COUNT):
        (root / f"{n}.txt").write_text(f"第{n}个", encoding="utf-8")
    return root


PATHS = [f"{n}.txt" for n in range(COUNT)]


@pytest.fixture(params=["as it is", "beside another thread"])
def surroundings(request: pytest.FixtureRequest) -> Iterator[None]:
    """With another thread about, workers start afresh, as they do on Windows and macOS."""
    if request.param == "as it is":
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.thorough
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_path_once_and_in_order_however_many_processes(
    files: Path, jobs: int, surroundings: None
) -> None:
    told: list[tuple[int, int]] = []
    found = list(bulk.spread(read, files, PATHS, jobs=jobs, told=lambda *done: told.append(done)))
    assert [text for texts, _process in found for text in texts] == [
        f"第{n}个" for n in range(COUNT)
    ]
    own = {process for _texts, process in found} == {os.getpid()}
    assert own == (jobs == 1)
    assert told == sorted(told)
    assert told[0][0] <= bulk.CHUNK
    assert told[-1] == (COUNT, COUNT)


def test_few_paths_stay_in_this_process_and_none_are_no_work(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(bulk.JOBS, "3")
    found = list(bulk.spread(read, files, PATHS))
    assert {process for _texts, process in found} == {os.getpid()}
    assert list(bulk.spread(read, files, [], jobs=3)) == []


def test_a_worker_that_is_killed_is_a_refusal(files: Path, surroundings: None) -> None:
    with pytest.raises(Refused) as refused:
        list(bulk.spread(die, files, PATHS, jobs=2))
    assert refused.value.code == "worker-died"
    assert "SFCHECK_JOBS=1" in refused.value.remedy


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_refusal_comes_through_with_its_facts(files: Path, jobs: int) -> None:
    with pytest.raises(Refused) as refused:
        list(bulk.spread(refuse, files, PATHS, jobs=jobs))
    assert refused.value.code == "no-such-file"
    assert refused.value.facts == {"path": files / DEADLY}


def test_the_number_of_processes_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bulk.JOBS, "5")
    assert bulk.processes() == 5
    monkeypatch.delenv(bulk.JOBS)
    assert bulk.processes() >= 1
    for bad in ("0", "-1", "many", "²", ""):
        monkeypatch.setenv(bulk.JOBS, bad)
        with pytest.raises(Refused, match="SFCHECK_JOBS"):
            bulk.processes()


def test_garbage_is_collected_as_usual_when_work_ends_or_is_left(files: Path) -> None:
    import gc

    usual = gc.get_threshold()
    found = bulk.spread(read, files, PATHS, jobs=1)
    next(found)
    assert gc.get_threshold() == bulk.RARELY
    del found
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def at_work(place: Path) -> "subprocess.Popen[str]":
    """Start work that takes minutes; return when three workers are at it."""
    script = place / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    (place / "workers").mkdir()
    process = subprocess.Popen(
        [sys.executable, str(script), str(place / "workers")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until(lambda: len(list((place / "workers").iterdir())) == 3)
    return process


def gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_ctrl_c_ends_all_without_a_word_from_the_workers(tmp_path: Path) -> None:
    with at_work(tmp_path) as process:
        os.killpg(process.pid, signal.SIGINT)
        said, complaints = process.communicate()
    assert said.endswith("interrupted\n")
    assert complaints == ""
    assert process.returncode == 130
    until(lambda: gone(process.pid))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    with at_work(tmp_path) as process:
        process.kill()
    until(lambda: gone(process.pid))
