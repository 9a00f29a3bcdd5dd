"""Make the sample ledger from the demo's cast and story, or check that it is what they make.

usage: python tools/sample.py update | check

The same bytes on every machine: the day is fixed, and what would name a machine is replaced.
"""

import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from sfcheck.actions.demo import play as demo
from sfcheck.actions.demo.stage import Stage
from sfcheck.domain.base.records import dump
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.store import Ledger

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "ledgers" / "sample"
PLAYED = datetime(2026, 4, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
DEVICE, CLONE = "sample", "0" * 16
README = """\
# 样例台账（虚构）

这里的人员、企业、乡镇、文号和问题全部虚构，如与真实名称相同，纯属巧合。
机关和地点取自 `ningxia` 模板。

由 `tools/sample.py` 从 `sfcheck demo` 的演示数据生成，请勿手改。
查看：`sfcheck -L ledgers/sample list`。

# A sample ledger (invented)

All persons, firms, townships, papers and issues here are invented; any likeness to real ones is
chance. The bodies and places are those of the profile `ningxia`.

Made by `tools/sample.py` from the data of `sfcheck demo`; do not edit it.
To look at it: `sfcheck -L ledgers/sample list`.
"""


def make(folder: Path) -> None:
    """Make the sample ledger in a new folder."""
    with TemporaryDirectory() as scratch:
        stage = Stage(Path(scratch).resolve() / "ledger", PLAYED)
        for _scene in demo.play(stage, issued=False):
            pass
        for book in Ledger(stage.root).books.values():
            neutral = book.model_copy(update={"device": DEVICE, "clone": CLONE})
            path = stage.root / layout.book_path(book.number)
            path.write_bytes(canonical.emit(dump(neutral)))
        shutil.copytree(stage.root, folder, ignore=shutil.ignore_patterns(".git"))
    (folder / "README.md").write_text(README, encoding="utf-8", newline="")


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def update() -> None:
    """Make the sample ledger again."""
    shutil.rmtree(SAMPLE, ignore_errors=True)
    make(SAMPLE)


def check() -> list[str]:
    """Return the files that are not as they would be made."""
    with TemporaryDirectory() as scratch:
        make(Path(scratch) / "sample")
        wanted, present = files(Path(scratch) / "sample"), files(SAMPLE)
    paths = {*wanted, *present}
    return sorted(path for path in paths if wanted.get(path) != present.get(path))


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task == "update":
        update()
    elif task == "check":
        differing = check()
        print("\n".join(differing) or "the sample ledger is up to date")
        sys.exit(bool(differing))
    else:
        sys.exit(__doc__)
