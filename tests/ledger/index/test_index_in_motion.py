"""Whatever git, people and crashes do to a ledger: lists and checks say what its files say."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sfcheck.actions.assurance.checking import validate
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.files.layout import ISSUES
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.queries import parse_query
from sfcheck.ledger.store import Ledger
from tests.ledger.index.plainly import listed, read_plainly
from tests.support.amounts import FUZZ, of
from tests.support.copies import copied
from tests.support.office import LEADER, NOW, TODAY, Office, open_office

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(os.name == "nt", reason="links and kills as POSIX has them"),
]
CASES = max(1, min(40, FUZZ // 10))
WORDS = ("第", "status: confirmed", "status: registered", "虚构", "severity: general", "title: ")

picks = st.integers(0, 99)


class Motion(RuleBasedStateMachine):
    """An office with six issues, and all that can happen to it between two lists."""

    def __init__(self, kept: Path, root: Path) -> None:
        super().__init__()
        shutil.rmtree(root, ignore_errors=True)
        copied(kept, root)
        self.office, self.root, self.count = Office(root), root, 0
        self.index = root / ".git" / "sfcheck" / "index.db"

    def git(self, *words: str) -> None:
        """Run git; what it refuses to do, it has not done."""
        with suppress(Refused):
            git.run(self.root, "-c", "core.editor=true", *words)

    def record(self, pick: int) -> Path | None:
        """Return one of the files that lie where issues do."""
        found = sorted(path for path in (self.root / ISSUES).rglob("*.yaml") if path.is_file())
        return found[pick % len(found)] if found else None

    @rule()
    def registers(self) -> None:
        self.count += 1
        with suppress(AssertionError):
            self.office.found(title=f"新{self.count}条")

    @rule()
    def confirms(self) -> None:
        self.office("confirm", "-q", "status=registered", "--true-and-accurate", by=LEADER)

    @rule(pick=picks)
    def attaches(self, pick: int) -> None:
        if path := self.record(pick):
            picture = self.root.parent / "picture.jpg"
            picture.write_bytes(b"picture %d" % pick)
            self.office(
                "attach",
                path.stem,
                "--file",
                picture,
                "--class",
                "scene",
                "--caption",
                "照片",
                by=LEADER,
            )

    @rule(pick=picks)
    def loses_evidence(self, pick: int) -> None:
        found = sorted(self.root.glob("evidence/*/*"))
        if found:
            found[pick % len(found)].unlink()

    @rule()
    def gains_a_person(self) -> None:
        name = ("--name", f"新{self.count}（化名）", "--body", "inspection-office")
        self.office("person", "add", *name, "--invented")

    @rule(pick=picks, word=st.sampled_from(WORDS), other=st.sampled_from(("丙", "s", "")))
    def edits(self, pick: int, word: str, other: str) -> None:
        if path := self.record(pick):
            text = path.read_text(encoding="utf-8", errors="replace")
            path.write_text(text.replace(word, other, 1), encoding="utf-8")

    @rule(pick=picks)
    def edits_within_the_size(self, pick: int) -> None:
        # Git itself sees no edit that also puts the time back within the same second.
        if path := self.record(pick):
            path.write_bytes(path.read_bytes().replace("第".encode(), "弟".encode()))

    @rule(pick=picks, ahead=st.sampled_from((-86400, 3600, 10**8)))
    def dates_a_file(self, pick: int, ahead: int) -> None:
        if path := self.record(pick):
            os.utime(path, (time.time() + ahead,) * 2)

    @rule(pick=picks, data=st.sampled_from((b"", b"\xff\xfe", b"a: [", b"number: x\n")))
    def spoils(self, pick: int, data: bytes) -> None:
        if path := self.record(pick):
            path.write_bytes(data)

    @rule(
        pick=picks, name=st.sampled_from(("copy.yaml", "x/copy.yaml", "copy.txt", "c.yaml/d.yaml"))
    )
    def copies(self, pick: int, name: str) -> None:
        if path := self.record(pick):
            target = path.parent / name
            with suppress(OSError):
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, target)

    @rule(pick=picks)
    def deletes(self, pick: int) -> None:
        if path := self.record(pick):
            path.unlink()

    @rule(pick=picks)
    def links(self, pick: int) -> None:
        if path := self.record(pick):
            moved = self.root / f"moved{self.count}.yaml"
            self.count += 1
            path.rename(moved)
            path.symlink_to(moved)

    @rule(pick=picks)
    def moves_a_folder(self, pick: int) -> None:
        if path := self.record(pick):
            self.count += 1
            path.parent.rename(path.parent.with_name(f"moved{self.count}"))

    @precondition(lambda self: self.count % 4 == 3)
    @rule()
    def links_a_folder(self) -> None:
        self.count += 1
        (self.root / ISSUES / f"linked{self.count}").symlink_to(self.root / "people")

    @rule(days=st.sampled_from((0, 3, 30)))
    def edits_a_registry(self, days: int) -> None:
        path = self.root / "policy.yaml"
        text = f"overdue_grace_days:\n- {{value: {days}, since: 2020-01-01, basis: preset}}\n"
        path.write_text(text, encoding="utf-8")

    @rule(name=st.sampled_from(("灵武市", "另一市")))
    def renames_a_place(self, name: str) -> None:
        path = self.root / "places.yaml"
        with suppress(OSError):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("灵武市", name).replace("另一市", name), encoding="utf-8")

    @rule(
        words=st.sampled_from(
            (
                ("add", "-A"),
                ("commit", "-qm", "x"),
                ("commit", "-qam", "x"),
                ("commit", "-q", "--amend", "-m", "y"),
                ("checkout", "-q", "-B", "other"),
                ("checkout", "-q", "main"),
                ("checkout", "-q", "-f", "main"),
                ("checkout", "-q", "--detach", "HEAD~2"),
                ("checkout", "-q", "-f", "HEAD~1"),
                ("stash", "-q"),
                ("stash", "-u", "-q"),
                ("stash", "pop", "-q"),
                ("reset", "-q", "--hard"),
                ("reset", "-q", "--soft", "HEAD~1"),
                ("reset", "-q", "HEAD~1"),
                ("merge", "-q", "--no-edit", "other"),
                ("merge", "--abort"),
                ("clean", "-fdq"),
                ("rm", "-rq", "--cached", "issues"),
                ("gc", "-q", "--prune=now"),
                ("update-ref", "-d", "HEAD"),
            )
        )
    )
    def uses_git(self, words: tuple[str, ...]) -> None:
        self.git(*words)

    @rule(
        harm=st.sampled_from(
            (
                lambda path: path.unlink(),
                lambda path: path.write_bytes(b"not a database"),
                lambda path: path.write_bytes(b""),
                lambda path: path.write_bytes(path.read_bytes()[:20_000]),
                lambda path: path.write_bytes(path.read_bytes()[:-4096]),
            )
        ),
        name=st.sampled_from(("index.db", "checks.db")),
    )
    def harms_what_is_remembered(self, harm: Callable[[Path], object], name: str) -> None:
        with suppress(OSError):
            harm(self.index.with_name(name))

    @rule(after=st.floats(0, 0.3))
    def kills_a_list(self, after: float) -> None:
        self.index.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "sfcheck", "list"],
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()

    @invariant()
    def a_list_says_what_the_files_say(self) -> None:
        with time_machine.travel(NOW, tick=False):
            plain = read_plainly(self.root, TODAY)
            assert listed(self.root, TODAY) == plain
            assert listed(self.root, TODAY) == plain

    @invariant()
    def a_filtered_list_is_a_part_of_it(self) -> None:
        with time_machine.travel(NOW, tick=False):
            whole = read_plainly(self.root, TODAY)
            some = listed(self.root, TODAY, parse_query("status=confirmed text=第"))
        if isinstance(whole, str):
            assert some == whole
            return
        ledger = Ledger(self.root)
        said = [row for row in whole[0] if "第" in ledger.load(Issue, row["path"]).title]
        assert some == ([row for row in said if row["status"] == "confirmed"], whole[1])

    @invariant()
    def a_check_finds_what_it_would_find_afresh(self) -> None:
        with time_machine.travel(NOW, tick=False):
            assert validate(self.root) == validate(self.root, afresh=True)


def test_a_list_says_what_the_files_say_whatever_happens(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    office = open_office(tmp_path / "made")
    for n in range(6):
        office.found(title=f"第{n}条", place=("640181", "640121")[n % 2])
    office.done("confirm", "-q", "place=640181", "--true-and-accurate", by=LEADER)
    kept = office.root.rename(tmp_path / "kept")
    run_state_machine_as_test(
        lambda: Motion(kept, office.root),
        settings=settings(
            max_examples=CASES,
            stateful_step_count=of(20),
            deadline=None,
            phases=(Phase.generate,),  # a shorter way to the same failure takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
