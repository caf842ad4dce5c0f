"""What must hold of every plan."""

from dataclasses import fields, replace

import numpy as np
import pytest
from factory import (
    EVENTS,
    TODAY,
    assert_same,
    events,
    make_items,
    more_receipts,
    run,
    take,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning import Items, PolicyParams, Reason, plan

HOSTILE = [np.nan, np.inf, -np.inf, -1.0, -1e300, 1e300, 1e-300, 0.0]


@st.composite
def policies(draw, **fixed):
    choice = {
        "method": draw(st.sampled_from(["reorder_point", "just_in_time", "min_max"])),
        "service_level": draw(st.sampled_from([0.0, 0.5, 0.9, 0.999])),
        "service_kind": draw(st.sampled_from(["cycle", "fill", "none"])),
        "review_days": draw(st.sampled_from([0.0, 1.0, 2.5, 7.0])),
        "demand_stream": draw(st.sampled_from(["", "net", "booked", "forecast"])),
        "lead_time_source": draw(st.sampled_from(["contract", "learned"])),
        "lot_method": draw(st.sampled_from(["eoq", "days", "fixed", "lot_for_lot"])),
        "lot_days": draw(st.sampled_from([0.0, 1.0, 14.0])),
        "lot_quantity": draw(st.sampled_from([0.0, 25.0])),
        "safety_days": draw(st.sampled_from([0.0, 3.0])),
        "max_days_of_supply": draw(st.sampled_from([0.0, 20.0])),
        "rounding": draw(
            st.sampled_from(["up", "up", "down", "nearest", "not_above_max"])
        ),
        "horizon_days": draw(st.sampled_from([0, 10, 60])),
    }
    return PolicyParams(**{**choice, **fixed})


@st.composite
def batches(draw, largest=4):
    n = draw(st.integers(1, largest))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)

    def facts(count, first, last):
        size = rng.integers(0, count * n + 1)
        rows = (rng.integers(0, n, size), rng.integers(first, last, size))
        return events(list(zip(*rows, rng.integers(0, 60, size).tolist(), strict=True)))

    known = rng.uniform(size=n) < 0.3
    return make_items(
        n,
        history=rng.poisson(rng.choice([0, 0.3, 5, 40], n)[:, None], (n, 12)),
        first_bucket=rng.integers(0, 13, n),
        on_hand=rng.integers(-10, 150, n),
        receipts=facts(3, -5, 60),
        booked=facts(4, -4, 60),
        dependent=facts(2, -2, 60),
        contract_lead_time=rng.choice([np.nan, 0, 3, 12.5, 40], n),
        learned_lead_time_mean=rng.choice([np.nan, 8.3], n),
        learned_lead_time_std=rng.choice([np.nan, 2.0], n),
        learned_lead_time_count=rng.integers(0, 9, n),
        unit_cost=rng.choice([0, 1.5, 80], n),
        multiple=rng.choice([0, 0.1, 1, 12], n),
        minimum=rng.choice([0, 0, 30], n),
        maximum=rng.choice([0, 0, 50], n),
        current_safety_stock=np.where(known, rng.uniform(0, 20, n), np.nan),
        current_reorder_point=np.where(known, rng.uniform(0, 50, n), np.nan),
        current_order_quantity=np.where(known, rng.uniform(0, 50, n), np.nan),
        frozen=rng.uniform(size=n) < 0.2,
    )


@given(batches(), policies())
def test_planning_twice_is_the_same(items, policy):
    assert_same(run(items, policy), run(items, policy), rtol=0)


@given(batches(), policies())
def test_alone_or_among_others_is_the_same(items, policy):
    # A long lead time of a neighbour must not matter.
    long = make_items(1, contract_lead_time=300.0, booked=[(0, 200, 9.0)])
    whole = run(_joined(items, long), policy)
    for row in range(len(items.key)):
        alone = run(take(items, row), policy)
        mine = whole.needs.item == row
        for name, column in vars(alone).items():
            if name == "needs":
                for part in fields(column):
                    if part.name != "item":
                        values = getattr(whole.needs, part.name)[mine]
                        ours = getattr(column, part.name)
                        np.testing.assert_allclose(ours, values, rtol=1e-9, atol=1e-9)
            elif name == "pattern":
                assert column[0] == whole.pattern[row]
            elif name != "today":
                there = getattr(whole, name)[row]
                np.testing.assert_allclose(column[0], there, rtol=1e-9, atol=1e-9)


def _joined(a, b):
    n, size = len(a.key), a.history.shape[1]
    ready = {}
    for field in fields(Items):
        left, right = getattr(a, field.name), getattr(b, field.name)
        if field.name in EVENTS:
            rows = [*zip(left.item, left.day, left.quantity, strict=True)]
            rows += zip(right.item + n, right.day, right.quantity, strict=True)
            ready[field.name] = events(rows)
        elif field.name == "history":
            ready["history"] = np.vstack([left, right[:, :size]])
        else:
            ready[field.name] = np.concatenate([left, right])
    ready["first_bucket"] = np.minimum(ready["first_bucket"], size)
    return Items(**ready)


@settings(max_examples=400)
@given(batches(), policies())
def test_what_was_ordered_is_not_ordered_again(items, policy):
    first = run(items, policy)
    needs, review = first.needs, max(int(np.ceil(policy.review_days)), 1)
    due = needs.release_day < review
    ordered = more_receipts(
        items, needs.item[due], needs.arrival_day[due], needs.quantity[due]
    )
    again = run(ordered, policy)
    np.testing.assert_allclose(again.due_quantity, 0.0, atol=1e-6)
    later = needs.release_day >= review
    assert len(again.needs.item) == later.sum()


@given(batches(), policies(), st.integers(1, 500))
def test_postponed_supply_is_not_bought_again(items, policy, delay):
    late = replace(items.receipts, day=items.receipts.day + delay)
    before, after = run(items, policy), run(replace(items, receipts=late), policy)
    np.testing.assert_allclose(after.due_quantity, before.due_quantity)
    np.testing.assert_allclose(after.incoming, before.incoming)


@given(batches(), st.sampled_from(["cycle", "fill"]))
def test_more_service_never_needs_less(items, kind):
    last = np.zeros(len(items.key))
    for level in (0.5, 0.8, 0.95, 0.999):
        policy = PolicyParams("reorder_point", service_level=level, service_kind=kind)
        buffer = run(items, policy).proposed_safety_stock
        assert (buffer >= last - 1e-9).all()
        last = buffer


@given(batches(), policies(lot_method="days"), st.sampled_from([0.001, 7.0, 1000.0]))
def test_other_units_give_the_same_plan(items, policy, c):
    policy = replace(policy, lot_method="days", lot_quantity=0.0)
    scaled = {"history": items.history * c}
    for name in ("on_hand", "multiple", "minimum", "maximum"):
        scaled[name] = getattr(items, name) * c
    for name in ("safety_stock", "reorder_point", "order_quantity"):
        scaled[f"current_{name}"] = getattr(items, f"current_{name}") * c
    for name in EVENTS:
        facts = getattr(items, name)
        scaled[name] = replace(facts, quantity=facts.quantity * c)
    one, other = run(items, policy), run(replace(items, **scaled), policy)
    for name in ("safety_stock", "reorder_point", "order_quantity", "due_quantity"):
        here, there = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(there, here * c, rtol=1e-7, atol=1e-7 * c)
    assert one.needs.need_day.tolist() == other.needs.need_day.tolist()
    assert one.reasons.tolist() == other.reasons.tolist()


@given(batches(), policies())
def test_needs_are_sound(items, policy):
    result = run(items, policy)
    needs = result.needs
    assert (needs.quantity > 0).all()
    assert (needs.need_day >= 0).all()
    order = np.lexsort((needs.release_day, needs.item))
    assert order.tolist() == list(range(len(order)))
    lead = np.ceil(result.lead_time_mean - 1e-6)[needs.item]
    arrival = np.maximum(needs.release_day, 0) + lead
    np.testing.assert_array_equal(needs.arrival_day, arrival)
    multiple = items.multiple[needs.item]
    packed = multiple > 0
    packs = needs.quantity[packed] / multiple[packed]
    np.testing.assert_allclose(packs, np.rint(packs), atol=1e-6)
    if policy.rounding == "up":
        cut = (needs.reasons & Reason.CUT_TO_MAXIMUM) != 0
        assert (needs.quantity[~cut] >= needs.raw_quantity[~cut] * (1 - 1e-9)).all()


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(batches(), policies(), st.data())
def test_broken_numbers_are_answered_and_disturb_nobody(items, policy, data):
    good = run(items, policy)
    victim = data.draw(st.integers(0, len(items.key) - 1))
    broken = data.draw(
        st.sampled_from(
            [
                field.name
                for field in fields(Items)
                if field.name not in EVENTS
                and getattr(items, field.name).dtype.kind == "f"
            ]
        )
    )
    column = getattr(items, broken).copy()
    column[victim] = data.draw(st.sampled_from(HOSTILE))
    result = run(replace(items, **{broken: column}), policy)
    others = np.arange(len(items.key)) != victim
    for name in ("safety_stock", "due_quantity", "stockout_day", "reasons"):
        np.testing.assert_allclose(
            getattr(result, name)[others], getattr(good, name)[others], rtol=1e-9
        )
    for name in ("safety_stock", "reorder_point", "order_quantity", "due_quantity"):
        assert np.isfinite(getattr(result, name)).all()
    if result.reasons[victim] & Reason.INVALID_INPUT:
        assert victim not in result.needs.item
        assert result.due_quantity[victim] == result.position[victim] == 0


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", EVENTS)
def test_broken_events_take_their_own_item_out(name, value):
    items = make_items(2, on_hand=0.0, **{name: [(0, 3, value), (1, 3, 4.0)]})
    result = run(items)
    assert bool(result.reasons[0] & Reason.INVALID_INPUT) == (not 0 <= value <= 1e15)
    assert not result.reasons[1] & Reason.INVALID_INPUT
    assert 1 in result.needs.item


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name",
    [field.name for field in fields(PolicyParams) if isinstance(field.default, float)],
)
def test_broken_policies_take_their_items_out(name, value):
    policy = replace(PolicyParams("reorder_point"), **{name: value})
    result = plan(make_items(1, on_hand=0.0), [policy], TODAY)
    assert np.isfinite(result.due_quantity).all()
    if not np.isfinite(value) or value < 0:
        assert result.reasons[0] == Reason.INVALID_INPUT
