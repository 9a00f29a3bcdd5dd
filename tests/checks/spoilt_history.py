"""Spoilt histories: each function spoils the sound ledger at `root`, or leaves a good one."""

from pathlib import Path

from sfcheck.ledger.git.repository import init_repository, run
from tests.support.kept import commit


def _added_in_two_clones(root: Path, one: str, other: str) -> None:
    """Let two people of the roster be added at once, and what conflicts be chosen."""
    init_repository(root)
    commit(root, "all")
    run(root, "checkout", "-q", "-b", "other")
    for number, name, branch in ((other, "李乙（化名）", "main"), (one, "王甲（化名）", "main")):
        (root / "people" / f"{number}.yaml").write_bytes(_person(number, name))
        commit(root, name)
        run(root, "checkout", "-q", branch)
    run(root, "merge", "-q", "--no-edit", "other", ok=(0, 1))
    run(root, "checkout", "-q", "--theirs", "people", ok=(0, 1))
    run(root, "add", "people")
    run(root, "commit", "-q", "--no-edit", ok=(0, 1))


def _person(number: str, name: str) -> bytes:
    return f'id: "{number}"\nname: {name}\ninvented: true\n'.encode()


def bad_SF602_one_person_of_two(root: Path) -> None:
    _added_in_two_clones(root, "0099", "0099")


def good_SF602_a_number_for_each(root: Path) -> None:
    _added_in_two_clones(root, "0099", "002-0099")


def good_SF602_seen_to(root: Path) -> None:
    _added_in_two_clones(root, "0099", "0099")
    said = "Added again.\n\nSfcheck-Settles: people/0099.yaml"
    run(root, "commit", "-q", "--allow-empty", "-m", said)
