"""First fit against a reading of the rules, word by word."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planning.matrix import (
    CONDITIONS,
    Facts,
    Lines,
    count_lines,
    covered_by,
    first_fit,
    misfits,
)

#: 1 is the parent of 2 and 3; 4 stands alone.
BELOW = {1: np.array([1, 2, 3]), **{key: np.array([key]) for key in (2, 3, 4)}}

line_rows = st.lists(
    st.tuples(
        *[st.integers(0, 2)] * 2,
        st.integers(0, 4),
        *[st.integers(0, 2)] * 3,
        st.booleans(),
    ),
    max_size=7,
)
fact_rows = st.lists(
    st.tuples(*[st.integers(1, 2)] * 2, st.integers(1, 4), *[st.integers(0, 2)] * 3),
    max_size=12,
)


def make_lines(rows):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 7).T
    named = dict(zip(CONDITIONS, columns, strict=False))
    return Lines(**named, below=BELOW, usable=columns[6].astype(bool))


def make_facts(rows):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    return Facts(**dict(zip(CONDITIONS, columns, strict=True)))


def meets(line, fact):
    for name, asked, value in zip(CONDITIONS, line, fact, strict=False):
        if asked and name == "category" and value not in BELOW[asked].tolist():
            return False
        if asked and name != "category" and value != asked:
            return False
    return True


def expected(lines, fact):
    for place, line in enumerate(lines):
        if line[6] and meets(line, fact):
            return place
    return -1


@given(line_rows, fact_rows)
def test_first_fit(lines, facts):
    found = first_fit(make_lines(lines), make_facts(facts))
    assert found.tolist() == [expected(lines, fact) for fact in facts]


@given(line_rows, fact_rows, st.integers(0, 2**12))
def test_counts(lines, facts, bits):
    weight = np.arange(1, len(facts) + 1)
    free = np.array([bool(bits >> i & 1) for i in range(len(facts))], dtype=bool)
    counts = count_lines(make_lines(lines), make_facts(facts), weight, free)
    for place, line in enumerate(lines):
        fits = [i for i, fact in enumerate(facts) if meets(line, fact)]
        gets = [i for i in fits if free[i] and expected(lines, facts[i]) == place]
        assert counts["fitting"][place] == weight[fits].sum()
        assert counts["free"][place] == sum(weight[i] for i in fits if free[i])
        assert counts["caught"][place] == weight[gets].sum()


@given(line_rows, fact_rows)
def test_covered_lines_get_nothing(lines, facts):
    found = first_fit(make_lines(lines), make_facts(facts))
    for place, cover in enumerate(covered_by(make_lines(lines))):
        if cover >= 0:
            assert cover < place and lines[cover][6]
            assert place not in found


def test_category_covers_those_below():
    rows = [(0, 0, 1, 0, 0, 0, True), (1, 0, 2, 1, 0, 0, True)]
    assert covered_by(make_lines(rows)).tolist() == [-1, 0]
    assert covered_by(make_lines(rows[::-1])).tolist() == [-1, -1]


@given(line_rows, fact_rows.filter(len))
def test_misfits_say_why(lines, facts):
    told = list(misfits(make_lines(lines), make_facts(facts[:1])))
    for line, names in zip(lines, told, strict=True):
        assert (not names) == meets(line, facts[0])
