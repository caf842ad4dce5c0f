"""Parts of needs: one per need that is kept, and several tables as one."""

from dataclasses import fields, replace

import numpy as np

from planning.parts import BUY, TRANSFER, Parts, join, whole_parts
from planning.results import Needs


class Ways:
    kind = np.array([TRANSFER, BUY])
    source_warehouse = np.array([7, 0])
    vendor = np.array([0, 40])
    supplier = np.array([0, 41])
    bom = np.array([0, 0])


def make_needs():
    day = np.arange(3)
    return Needs(
        item=np.array([0, 0, 1]),
        quantity=np.array([5.0, 6.0, 7.0]),
        raw_quantity=np.array([4.0, 6.0, 7.0]),
        need_day=day + 9,
        release_day=day,
        due_day=day,
        arrival_day=day + 9,
        reasons=np.array([1, 2, 3]),
    )


def test_a_need_is_one_part_of_its_items_own_way():
    needs = make_needs()
    parts = whole_parts(needs, np.array([True, False, True]), Ways)
    assert parts.need.tolist() == [0, 2]
    assert parts.item.tolist() == [0, 1]
    assert parts.kind.tolist() == [TRANSFER, BUY]
    assert parts.source_warehouse.tolist() == [7, 0]
    assert parts.vendor.tolist() == [0, 40]
    assert parts.supplier.tolist() == [0, 41]
    assert not parts.lane.any() and not parts.route.any()
    for name in ("quantity", "raw_quantity", "need_day", "release_day", "due_day"):
        expected = getattr(needs, name)[[0, 2]]
        assert getattr(parts, name).tolist() == expected.tolist()


def test_joined_parts_are_sorted_and_those_of_a_need_keep_their_order():
    whole = whole_parts(make_needs(), np.ones(3, dtype=bool), Ways)
    by_lane = replace(whole.take(np.array([1, 2])), lane=np.array([3, 3]))
    joined = join(by_lane, whole)
    assert joined.need.tolist() == [0, 1, 1, 2, 2]
    assert joined.lane.tolist() == [0, 3, 0, 3, 0]
    assert {len(getattr(joined, field.name)) for field in fields(Parts)} == {5}
