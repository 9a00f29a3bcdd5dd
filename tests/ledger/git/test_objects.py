"""Trees and packs as bytes: what git itself makes of them is shown in test_transaction.py."""

from hypothesis import given
from hypothesis import strategies as st

from sfcheck.ledger.git.objects import (
    FILE,
    FOLDER,
    TreeEntry,
    folders_of,
    object_id,
    parse_tree,
    plant,
    render_tree,
)

IDS = st.binary(min_size=20, max_size=20).map(bytes.hex)
NAMES = st.binary(min_size=1, max_size=6).filter(lambda name: not {0, ord("/")} & set(name))
TREES = st.dictionaries(NAMES, st.builds(TreeEntry, st.sampled_from([FILE, FOLDER]), IDS))


@given(TREES)
def test_a_tree_is_read_as_it_was_written(tree: dict[bytes, TreeEntry]) -> None:
    assert parse_tree(render_tree(tree)) == tree


def test_ids_are_gits() -> None:
    assert object_id("blob", b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert object_id("tree", b"") == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    assert object_id("tree", b"", "sha256").startswith("6ef19b41225c5369f1c104d45d8d85efa9b057b5")


def test_a_folder_comes_before_what_is_in_it() -> None:
    assert folders_of(["a/b/c", "a-/d", "e"]) == ["", "a", "a-", "a/b"]


def test_planting_keeps_every_other_entry() -> None:
    kept = TreeEntry(FOLDER, "1" * 40)
    trees = {
        "": {b"d": TreeEntry(FOLDER, "2" * 40), b"k": kept},
        "d": {b"old": TreeEntry(FILE, "3" * 40)},
    }
    root, made = plant(trees, {"d/new": TreeEntry(FILE, "4" * 40)})
    d, top = (parse_tree(each.data) for each in made)
    assert d == {b"old": TreeEntry(FILE, "3" * 40), b"new": TreeEntry(FILE, "4" * 40)}
    assert top == {b"d": TreeEntry(FOLDER, object_id("tree", made[0].data)), b"k": kept}
    assert root == object_id("tree", made[1].data)
