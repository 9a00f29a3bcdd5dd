"""Each field of each sort of record bent alone, with digests and seals that fit.

What the tree itself contradicts is found. What only history can show is listed in docs/proof.md,
and nothing else: the test fails for a field that is neither, and for a line that speaks of none.
"""

import re
import shutil
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import pytest

from sfcheck.actions.assurance.checking import validate
from sfcheck.checks.engine import check
from tests.support.demo import play
from tests.support.forging import forge, forgeries
from tests.support.once import once

LISTED = re.compile(r"^- `([a-z.]+: [^`]+)`$", re.MULTILINE)
PROOF = Path(__file__).parents[2] / "docs" / "proof.md"


@pytest.mark.thorough
def test_what_a_tree_can_contradict_is_found_and_the_rest_is_listed(tmp_path: Path) -> None:
    once(play, tmp_path, "en")
    root = tmp_path / "sfcheck-demo"
    sound = {(each.code, each.path) for each in check(root).findings}
    found, unseen, tried = set(), set(), 0
    for forgery in list(forgeries(root)):
        file = root / forgery.path
        before = file.read_bytes()
        try:
            forge(root, forgery)
        except (ValueError, TypeError):
            continue
        tried += 1
        looks = forgery.path.partition("/")[0] in ("bulletins", "referrals")
        judge = partial(validate, afresh=True) if looks else check  # which also prints again
        told = {(each.code, each.path) for each in judge(root).findings}
        (found if told - sound else unseen).add(forgery.kind)
        file.write_bytes(before)
    assert tried > 240
    listed = LISTED.findall(PROOF.read_text("utf-8"))
    assert len(found) >= 250
    assert [each for each in unseen if not any(fnmatchcase(each, line) for line in listed)] == []
    assert [line for line in listed if not any(fnmatchcase(each, line) for each in unseen)] == []
    shutil.rmtree(root)
