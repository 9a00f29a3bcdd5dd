"""The rows of a list as JSON, which SQLite writes, are those of the list as objects."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sfcheck.actions.issues.listing import ORDERS, listing
from sfcheck.ledger.queries import parse_query
from tests.support.run import run

SAMPLE = Path(__file__).parents[3] / "ledgers" / "sample"
ODD = 'a "quoted" \\ backslash 😀 é\u0301 <b>&amp;</b> [red]'


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The sample with a title that is hard to write."""
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    record = next(root.glob("issues/**/26-001-0001-0.yaml"))
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    odd = json.dumps(ODD, ensure_ascii=False)
    titles = [f"title: {odd}\n" if x.startswith("title:") else x for x in lines]
    record.write_text("".join(titles), encoding="utf-8")
    return root


@pytest.mark.thorough
@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("limit", [None, 1, 5, 500])
def test_json_and_objects_say_the_same(ledger: Path, sort: str, limit: int | None) -> None:
    words = ["--limit", str(limit)] if limit else []
    for query in ("", "open", "overdue", "severity=major place=640100"):
        told = run("list", "--json", "--sort", sort, *words, "-q", query, cwd=ledger)
        assert told.status == 0, told.err
        rows = listing(ledger, parse_query(query), date.today(), sort=sort, limit=limit).rows
        read = json.loads(told.out)["issues"]
        assert read == rows
        assert [list(row) for row in read] == [list(row) for row in rows]
    assert "\x1b" not in told.out


def test_what_is_hard_to_write_is_written_and_each_issue_is_a_line(ledger: Path) -> None:
    told = run("list", "--json", cwd=ledger)
    read = json.loads(told.out)["issues"]
    assert next(row["title"] for row in read if row["number"] == "26-001-0001-0") == ODD
    lines = [line for line in told.out.split("\n") if line.startswith('    {"number":')]
    assert [json.loads(line.rstrip(",")) for line in lines] == read
    assert len(read) > 1
