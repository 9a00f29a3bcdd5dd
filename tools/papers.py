"""Make the pictures of the papers for docs/papers.md, out of an invented ledger.

usage: python tools/papers.py

Needs LibreOffice. Fonts differ between machines, so nothing compares these pictures; a paper that
is to be shown is a line of `PAPERS`.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sfcheck.actions import handovers, notices, scores
from sfcheck.actions.demo import play as demo
from sfcheck.actions.demo.stage import Stage
from sfcheck.actions.proceedings import letters
from sfcheck.actions.reports import figures as results
from sfcheck.documents.scores.letter import Sending
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import Extend, Notify, Remind
from sfcheck.domain.issues.record import Issue
from sfcheck.language import choose
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger

ROOT = Path(__file__).parents[1]
PAGE, FOLDER = ROOT / "docs" / "papers.md", ROOT / "docs" / "papers"
PLAYED = datetime(2026, 4, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
DPI, COLOURS = 60, 16


class Shown(NamedTuple):
    """A paper on the page: what it is called, the command (after `sfcheck`), how it is printed."""

    title: str
    command: str
    make: Callable[[Ledger], bytes]


def _letter(kind: str, event: type) -> Callable[[Ledger], bytes]:
    def make(ledger: Ledger) -> bytes:
        number = _first(ledger, lambda issue: issue.last(event) is not None)
        return _word(ledger, kind, notices.written(ledger, kind, [number]))

    return make


def _closing(ledger: Ledger) -> bytes:
    number = _first(ledger, lambda issue: issue.status is Status.CLOSED)
    return _word(ledger, "closing", notices.forms(ledger, [number]))


def _handover(ledger: Ledger) -> bytes:
    given = next(each for each in ledger.handovers if each.issues)
    return _bytes(handovers.printed(ledger, given, "docx"))


def _bulletin(ledger: Ledger) -> bytes:
    return letters.printed(ledger, ledger.bulletins[0], "docx", PLAYED)


def _referral(ledger: Ledger) -> bytes:
    return letters.printed(ledger, ledger.referrals[0], "docx", PLAYED)


def _report(kind: str, given: str | None) -> Callable[[Ledger], bytes]:
    def make(ledger: Ledger) -> bytes:
        scope = results.scope_of(ledger, kind, given)
        told = results.told_of(ledger, results.figures_of(ledger, scope, PLAYED))
        return _bytes(results.printed(told, "docx"))

    return make


def _score_sheet(ledger: Ledger) -> bytes:
    return _bytes(scores.paper_as(ledger, scores.scored(ledger, "2026", PLAYED), "docx"))


def _appraisal(ledger: Ledger) -> bytes:
    sending = Sending("", PLAYED.date(), None, "")
    letter = scores.letter(ledger, scores.scored(ledger, "2026", PLAYED), None, "64ND01", sending)
    return _bytes(scores.letter_as(ledger, letter, "docx"))


def _first(ledger: Ledger, fits: Callable[[Issue], bool]) -> str:
    return next(issue.number for issue in ledger.issues() if fits(issue))


def _word(ledger: Ledger, kind: str, made: object) -> bytes:
    return _bytes(notices.printed(ledger, kind, made, "docx"))  # type: ignore[arg-type]


def _bytes(made: str | bytes) -> bytes:
    assert isinstance(made, bytes)
    return made


PAPERS: Mapping[str, Shown] = {
    "feedback": Shown("反馈意见", "notice feedback NUMBER…", _letter("feedback", Notify)),
    "extension": Shown("延期批复", "notice extension NUMBER…", _letter("extension", Extend)),
    "reminder": Shown("催办通知", "notice reminder NUMBER…", _letter("reminder", Remind)),
    "closing": Shown("验收销号表", "notice closing NUMBER…", _closing),
    "bulletin": Shown("督查通报", "bulletin show BULLETIN", _bulletin),
    "referral": Shown("移交函", "refer show REFERRAL", _referral),
    "score-sheet": Shown("扣分表（示例分值）", "score show 2026", _score_sheet),
    "appraisal": Shown("考核结果反馈（示例分值）", "score feedback 2026 --place PLACE", _appraisal),
    "report": Shown("轮次统计报告", "report round", _report("round", "2026-1")),
    "leader": Shown("组长定期汇报", "report leader TEAM", _report("leader", "2026-1/T1")),
    "inspectors": Shown("督查人员工作实绩", "report inspectors", _report("inspectors", None)),
    "handover-list": Shown("移交清单", "handover show PLACE", _handover),
}
"""The papers on the page, by the name of the template."""

HEAD = """\
# Papers

First pages, printed from an invented ledger (all persons, firms and numbers are made up) by
`make papers`. Fonts are this machine's; the standard's are named in the files.
"""


def page() -> str:
    """Return the index page."""
    parts = [
        f"## {shown.title}\n\n`sfcheck {shown.command} -o FILE.docx`\n\n"
        f"![{shown.title}](papers/{name}.png)\n"
        for name, shown in PAPERS.items()
    ]
    return "\n".join([HEAD, *parts])


def picture(word: bytes, target: Path) -> None:
    """Write the first page of a Word file as a small picture."""
    import pypdfium2

    office = shutil.which("soffice")
    if office is None:
        sys.exit("LibreOffice (soffice) is needed")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "paper.docx").write_bytes(word)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
        subprocess.run(
            [office, profile, *words, str(folder / "paper.docx")], check=True, capture_output=True
        )
        with pypdfium2.PdfDocument(folder / "paper.pdf") as read:
            image = read[0].render(scale=DPI / 72).to_pil()
    image.convert("RGB").quantize(COLOURS).save(target, optimize=True)


def printed(scratch: Path) -> dict[str, bytes]:
    """Return every paper in Word, of an invented ledger that is made in a folder."""
    stage = Stage(scratch.resolve() / "ledger", PLAYED)
    for _scene in demo.play(stage):
        pass
    policy = stage.root / layout.POLICY
    policy.write_text(policy.read_text("utf-8") + scores.example(), "utf-8", newline="")
    ledger = Ledger(stage.root)
    return {name: shown.make(ledger) for name, shown in PAPERS.items()}


def main() -> None:
    """Make the page and its pictures."""
    choose("zh")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        for name, made in printed(Path(scratch)).items():
            picture(made, FOLDER / f"{name}.png")
    PAGE.write_text(page(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
