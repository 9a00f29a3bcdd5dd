"""Spoilt bulletins: each function spoils the sound ledger at `root`, or leaves a good one.

All begin with the ledger committed, and a bulletin about all of it published by the law.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from sfcheck import __version__
from sfcheck.actions.proceedings.issuing import papers_of, templates_of
from sfcheck.actions.proceedings.letters import PRINTINGS
from sfcheck.documents.bulletins import KIND
from sfcheck.documents.official.style import speaking
from sfcheck.domain.base.records import dump
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import Bulletin
from sfcheck.domain.issues.folding import fold, opening
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.procedure.record import sealed
from sfcheck.ledger.files import layout
from sfcheck.ledger.records import decode
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import PHOTOGRAPH, rectifying, write
from tests.support import world as w
from tests.support.trials import git

PATH = layout.proceeding_path(layout.BULLETINS, "2026", "0001")
NUMBER = "某督通报〔2026〕3号"


def committed(root: Path) -> str:
    """Commit the ledger as it stands; return the commit."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "sound")
    return git(root, "rev-parse", "HEAD").strip()


def steps(root: Path, commit: str, **other: Any) -> list[dict[str, Any]]:
    """Return the steps of a bulletin about all issues; `other`: what the last one says else."""
    ledger = Ledger(root)
    scope = Bulletin(year="2026", number="0001", title="通报").scope
    listed = pinned(issue for issue in ledger.issues() if covers(scope, issue, ledger.context))
    assert listed
    template = hashlib.sha256(PHOTOGRAPH).hexdigest()  # anything that is kept serves here
    shown: list[dict[str, Any]] = [
        {"do": "draft", "by": w.CLERK},
        {
            "do": "consolidate",
            "by": w.CLERK,
            "pin": {"commit": commit, "issues": [dump(line) for line in listed]},
        },
        {"do": "sign", "by": w.OFFICER, "signatory": "某某", "signed_on": "2026-07-01"},
        {
            "do": "publish",
            "by": w.CLERK,
            "document": NUMBER,
            "issued_on": "2026-07-01",
            "to": ["各市"],
            "language": "zh",
            "templates": {"md": template, "docx": template},
            "papers": {"md": "0" * 64, "docx": "0" * 64},
            "program": "0",
            **other,
        },
    ]
    moment = "2026-07-01T09:00:00+08:00"
    return [{"n": n, "at": moment, "for": w.OFFICE, **step} for n, step in enumerate(shown, 1)]


def put(root: Path, given: list[dict[str, Any]], number: str = "0001") -> Bulletin:
    """Write a bulletin of these steps, each with its seal, whether the law allows it or not."""
    bulletin = Bulletin(year="2026", number=number, title="通报")
    for step in given:
        events = [*map(dump, bulletin.events), step]
        grown = Bulletin.model_validate({**dump(bulletin), "events": events})
        last = grown.events[-1]
        last = last.model_copy(update={"seal": sealed(bulletin, last)})
        bulletin = grown.model_copy(update={"events": (*grown.events[:-1], last)})
    write(root, layout.proceeding_path(layout.BULLETINS, "2026", number), bulletin)
    return bulletin


def lawful(root: Path, number: str = "0001", **other: Any) -> Bulletin:
    """Commit the ledger and publish a bulletin about it, which the law takes."""
    bulletin = put(root, steps(root, committed(root), **other), number)
    after = bulletin.model_copy(update={"events": ()})
    for step in bulletin.events:
        after = BULLETIN.apply(after, step, Ledger(root).context)
    assert after == bulletin
    return bulletin


def good_SF501_published(root: Path) -> None:
    lawful(root)


def bad_SF501_without_a_signature(root: Path) -> None:
    given = steps(root, committed(root))
    put(root, [*given[:2], given[3] | {"n": 3}])


def bad_SF501_signature_recorded_by_a_clerk(root: Path) -> None:
    given = steps(root, committed(root))
    put(root, [*given[:2], given[2] | {"by": w.CLERK}])


def bad_SF501_altered_afterwards(root: Path) -> None:
    bulletin = lawful(root)
    write(root, PATH, bulletin.model_copy(update={"title": "另一个标题"}))


def bad_SF501_number_of_no_form(root: Path) -> None:
    put(root, steps(root, committed(root), document="某督通报[2026]3号"))


def good_SF502_issues_that_moved_on(root: Path) -> None:
    bulletin = lawful(root)
    pin = bulletin.pin
    assert pin
    path = layout.issue_path(pin.issues[0].number)
    (root / path).unlink()


def bad_SF502_other_digest(root: Path) -> None:
    given = steps(root, committed(root))
    given[1]["pin"]["issues"][0]["digest"] = "0" * 64
    put(root, given)


def bad_SF502_no_such_commit(root: Path) -> None:
    committed(root)
    put(root, steps(root, "1" * 40))


def bad_SF502_commit_of_another_branch(root: Path) -> None:
    first = committed(root)
    git(root, "commit", "-q", "--allow-empty", "-m", "aside")
    aside = git(root, "rev-parse", "HEAD").strip()
    git(root, "reset", "-q", "--hard", first)
    put(root, steps(root, aside))


def bad_SF502_no_repository(root: Path) -> None:
    put(root, steps(root, "1" * 40))


def good_SF503_two_numbers(root: Path) -> None:
    first = lawful(root)
    put(root, [dump(step) for step in first.events[:3]] + _renumbered(first), "0002")


def bad_SF503_one_number_twice(root: Path) -> None:
    first = lawful(root)
    put(root, [dump(step) for step in first.events], "0002")


def _renumbered(bulletin: Bulletin) -> list[dict[str, Any]]:
    return [dump(bulletin.events[3]) | {"document": "某督通报〔2026〕4号"}]


def good_SF504_kept(root: Path) -> None:
    lawful(root)


def bad_SF504_not_kept(root: Path) -> None:
    put(root, steps(root, committed(root), templates={"md": "1" * 64, "docx": "2" * 64}))


def good_SF505_whole_history(root: Path) -> None:
    lawful(root)
    committed(root)


def bad_SF505_last_commit_alone(root: Path) -> None:
    shallow(root)


def good_SF502_shallow(root: Path) -> None:
    shallow(root)


def shallow(root: Path) -> None:
    """Leave a lawful bulletin in a clone that has only the commit after the one it rests on."""
    lawful(root)
    committed(root)
    cut(root)


def cut(root: Path) -> None:
    """Leave a clone that has the last commit alone."""
    aside = root.with_name("shallow")
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(aside))
    shutil.rmtree(root)
    aside.rename(root)


def good_SF506_more_since(root: Path) -> None:
    bulletin = lawful(root)
    grown(root, bulletin)


def bad_SF506_an_event_taken_out_since(root: Path) -> None:
    bulletin = lawful(root)
    path = layout.issue_path(_longest(root, bulletin).number)
    issue = decode(Issue, (root / path).read_bytes(), path)
    write(root, path, seal(fold(opening(issue), issue.events[:-1], Ledger(root).context)))


def bad_SF506_an_issue_removed_since(root: Path) -> None:
    bulletin = lawful(root)
    (root / layout.issue_path(_longest(root, bulletin).number)).unlink()


def _longest(root: Path, bulletin: Bulletin) -> Issue:
    """Return the pinned issue to which most happened."""
    assert bulletin.pin
    issues = (Ledger(root).issue(line.number) for line in bulletin.pin.issues)
    return max(issues, key=lambda issue: len(issue.events))


def grown(root: Path, bulletin: Bulletin) -> None:
    """Take a further step on an issue that a bulletin lists."""
    issue = rectifying()
    assert bulletin.pin
    assert issue.number in {line.number for line in bulletin.pin.issues}
    note = w.event("note", "c", issue.next_n, "2026-07-02")
    write(root, layout.issue_path(issue.number), seal(apply(issue, note, Ledger(root).context)))


def good_SF507_all_of_it(root: Path) -> None:
    lawful(root)


def bad_SF507_one_left_off(root: Path) -> None:
    given = steps(root, committed(root))
    given[1]["pin"]["issues"].pop()
    put(root, given)


def good_SF508_its_year(root: Path) -> None:
    lawful(root)


def bad_SF508_another_year(root: Path) -> None:
    bulletin = lawful(root)
    (root / PATH).unlink()
    path = layout.proceeding_path(layout.BULLETINS, "2025", "0001")
    write(root, path, bulletin.model_copy(update={"year": "2025"}))


def bad_SF506_rewritten_since(root: Path) -> None:
    bulletin = lawful(root)
    issue = _longest(root, bulletin)
    began = opening(issue).model_copy(update={"description": "从未如此（虚构）\n"})
    path = layout.issue_path(issue.number)
    write(root, path, seal(fold(began, issue.events, Ledger(root).context)))


def _issued(root: Path) -> list[dict[str, Any]]:
    """Return the steps of a bulletin with the papers that they make, whose templates are kept."""
    commit, ledger = committed(root), Ledger(root)
    templates = templates_of(ledger, KIND)
    for each in templates.values():
        write(root, each.path, each.data)
    used = {form: each.sha256 for form, each in templates.items()}
    given = steps(root, commit, templates=used, program=__version__)
    bulletin = put(root, given)
    with speaking("zh"):
        content = PRINTINGS[Bulletin].content(root, bulletin, bulletin.events[-1].at)
        papers = papers_of(content, KIND, templates)
    given[3]["papers"] = {form: each.sha256 for form, each in papers.items()}
    return given


def good_SF509_as_issued(root: Path) -> None:
    put(root, _issued(root))


def bad_SF509_to_somebody_else(root: Path) -> None:
    given = _issued(root)
    put(root, [*given[:3], given[3] | {"to": ["别处（虚构）"]}])


def bad_SF509_other_paper(root: Path) -> None:
    given = _issued(root)
    papers = given[3]["papers"] | {"docx": "0" * 64}
    put(root, [*given[:3], given[3] | {"papers": papers}])
