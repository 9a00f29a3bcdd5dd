"""What a check derives of an issue by a way of its own is what the law derives."""

from hypothesis import example, given
from hypothesis import strategies as st

from sfcheck.checks.seen.life import quick_digest_of
from sfcheck.domain.issues.record import digest_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.recursive(
    st.one_of(TEXT, st.integers(), st.booleans(), st.none()),
    lambda node: st.one_of(st.lists(node, max_size=4), st.dictionaries(TEXT, node, max_size=4)),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, PLAIN, max_size=6))
@example({"a": 2**70, "digest": "x"})
@example({"\U0001f600": 1, "\uffff": 2, '\x7f\x1f\b\f\u2028"\\/': '\x7f\x1f\b\f\u2028"\\/'})
def test_a_digest_is_the_same_whoever_writes_the_json(plain: dict[str, object]) -> None:
    assert quick_digest_of(plain) == digest_of(plain)
