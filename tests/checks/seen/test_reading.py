"""What is taken for well at first sight is what a slow look at the same bytes says."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sfcheck.checks.seen.reading import open_file
from sfcheck.domain.issues.record import Issue
from sfcheck.ledger.files import layout, parsing
from tests.checks.ledger import CLOSED, FORKED, IMPORTED, NUMBER

PIECES = (
    *(b"\n", b" ", b"  ", b"- ", b": ", b":", b"#", b" #", b"'", b'"', b"{", b"]", b",", b"\t"),
    *(b"!", b"!!str ", b"&a ", b"*a", b"<<: ", b"%YAML 1.1\n", b"---\n", b"...\n", b"\r", b"\0"),
    *(b"~", b"null", b"yes", b"012", b"0x1", b"1e3", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(b"|", b"|-", b">-", b"? ", b"\\", "锈".encode(), b"due: \n", b"title: x\n", b"pending: []\n"),
)

changes = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 12), st.sampled_from(PIECES)), max_size=3
)


@given(number=st.sampled_from((NUMBER, CLOSED, FORKED, IMPORTED)), changes=changes)
def test_first_sight_never_passes_what_a_slow_look_would_not(
    number: str, changes: list[tuple[int, int, bytes]], sound: Path
) -> None:
    path = layout.issue_path(number)
    place = sound / path
    original = place.read_bytes()
    data = original
    for at, gone, piece in changes:
        data = data[:at] + piece + data[at + gone :]
    try:
        place.write_bytes(data)
        file = open_file(sound, path)
    finally:
        place.write_bytes(original)
    assert file.proven or data != original
    if file.proven:
        assert parsing.problems(data, path) == []
        assert file.fields == parsing.parse(data, path)
        assert isinstance(file.record, Issue)
        assert parsing.is_canonical(data, dict(file.plain))
