"""Merging two edits of one record: nothing that only one side changed is lost, nothing both changed is chosen alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.merging import merge

STATES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


def test_what_only_one_side_changed_is_taken_and_the_rest_is_asked() -> None:
    base = {"phone": "1", "name": "Ann", "job": "CFO", "email": "a@x", "zone": "UTC"}
    mine = base | {"name": "Anna", "job": "CEO", "email": "b@x"}
    theirs = base | {"phone": "2", "job": "COO", "email": "b@x"}
    merged = merge(base, mine, theirs)
    assert merged.values == base | {"phone": "2", "name": "Anna", "job": "CEO", "email": "b@x"}
    assert (merged.mine, merged.theirs) == (("name",), ("phone",))
    assert (merged.both, merged.conflicts) == (("email",), ("job",))


@given(STATES, STATES, STATES)
def test_each_field_is_as_it_was_as_one_side_left_it_or_asked_about(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    merged = merge(base, mine, theirs)
    for name in "abcd":
        was, ours, other = base.get(name), mine.get(name), theirs.get(name)
        told = [group for group in (merged.mine, merged.theirs, merged.both, merged.conflicts) if name in group]
        assert len(told) == (not was == ours == other)
        if ours == was:
            assert merged.values.get(name) == other
        elif other in {was, ours}:
            assert merged.values.get(name) == ours
        else:
            assert name in merged.conflicts


@given(STATES, STATES, STATES)
def test_the_other_side_would_be_asked_the_same(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert set(one.conflicts) == set(other.conflicts)
    assert set(one.mine) == set(other.theirs)
    if not one.conflicts:
        assert one.values == other.values
