"""The ledgers that are measured: made once, kept in a cache, copied for each run."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import clock
from bench.make import make
from bench.office import members, open_office
from bench.records import Plan, versions
from sfcheck.ledger.files import layout

MAKERS = ("make.py", "office.py", "records.py")
"""The modules here that a made ledger depends on."""
LIVES = 100
"""Issues made to see whether a ledger kept is still what would be made now."""

HERE = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).with_name("sfcheck")
ISSUE = {
    "title": "甲醇罐区可燃气体报警器失效",
    "description": "现场抽查十二台可燃气体探测器，四台无信号。\n控制室未发现报警，值班记录缺失。",
    "suggestion": "立即更换失效探测器，恢复联锁，并对同类装置举一反三逐台标定。",
    "place": "640181",
    "unit": {"name": "虚构宁河化工有限公司"},
    "duty": "enterprise",
    "severity": "general",
    "nature": "equipment",
    "criterion": {"standard": "石油化工可燃气体检测报警设计标准", "version": "2019"},
    "found": {"mode": "covert", "site_record": "signed"},
}
FOLDER = 60
"""Issues entered first, so that the new one comes into a folder that is about half full."""


@dataclass(frozen=True)
class Copy:
    """A copied ledger of `count` issues, joined by a member of a team, and files beside it."""

    root: Path
    beside: Path
    count: int
    base: str
    """The commit every measurement starts from."""

    def sfcheck(self, *words: str | Path) -> clock.Command:
        """Return the command `sfcheck WORDS`."""
        return (PROGRAM, *words)

    def restore(self) -> None:
        """Bring branch, work tree and both indexes back to where every measurement starts."""
        git(self, "reset", "-q", "--hard", self.base)
        settle(self)


def git(copy: Copy, *words: str) -> str:
    """Run git in a copy, unmeasured."""
    return clock.ask(("git", *words), copy.root)


def settle(copy: Copy) -> None:
    """Let git and sfcheck write their indexes, so that neither pays for it while measured."""
    git(copy, "status")
    clock.ask(copy.sfcheck("list", "--limit", "1"), copy.root)
    git(copy, "status")


@contextmanager
def copied(cache: Path, count: int) -> Iterator[Copy]:
    """Yield a copy of the ledger of `count` issues; it is gone afterwards."""
    kept = _kept(cache, count)
    with TemporaryDirectory(dir=cache, prefix="run-") as folder:
        beside = Path(folder)
        root = beside / "ledger"
        clock.ask(("cp", "-a", "--reflink=auto", kept, root), beside)
        # Git's housekeeping would start at a moment of its own choice, in one side's time.
        for setting, value in (("gc.auto", "0"), ("maintenance.auto", "false")):
            clock.ask(("git", "config", setting, value), root)
        clock.ask(("git", "status"), root)
        clock.ask((PROGRAM, "join", "--person", members(0)[0]), root)
        several = [{**ISSUE, "title": f"{ISSUE['title']}（{at}）"} for at in range(FOLDER)]
        for name, content in (("issue.json", ISSUE), ("issues.json", {"issues": several})):
            text = json.dumps(content, ensure_ascii=False)
            (beside / name).write_text(text, encoding="utf-8")
        clock.ask((PROGRAM, "new-issue", "--yes", "--from", beside / "issues.json"), root)
        base = clock.ask(("git", "rev-parse", "HEAD"), root).strip()
        copy = Copy(root, beside, count, base)
        settle(copy)
        yield copy


def _kept(cache: Path, count: int) -> Path:
    """Return the ledger kept for this count, made now if there is none."""
    kept = cache / f"ledger-{count}-{_recipe(cache, count)}"
    if not kept.exists():
        for old in cache.glob(f"ledger-{count}-*"):
            shutil.rmtree(old)
        print(f"making a ledger of {count:,} issues …", file=sys.stderr)
        making = kept.with_name(f"making-{count}")
        shutil.rmtree(making, ignore_errors=True)
        make(making, count)
        making.rename(kept)
    return kept


def _recipe(cache: Path, count: int) -> str:
    """Return a digest of how a ledger is made and of what its office and first issues are."""
    mixed = hashlib.sha256()
    for name in MAKERS:
        mixed.update(Path(__file__).with_name(name).read_bytes())
    with TemporaryDirectory(dir=cache) as folder:
        root = Path(folder) / "office"
        context, plan = open_office(root).context, Plan(count)
        files = [path for path in root.glob("*/**/*.yaml") if path.parent.name != layout.BOOKS]
        for path in sorted(files):
            mixed.update(path.read_bytes())
        for at in range(min(count, LIVES)):
            mixed.update(versions(context, plan, at)[1][-1].data)
    return mixed.hexdigest()[:12]
