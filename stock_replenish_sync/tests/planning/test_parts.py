"""The formulas one by one: edges, noise and hostile values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning import (
    PolicyError,
    ShapeError,
    abc_classes,
    classify_pattern,
    common_multiple,
    consume_forecast,
    demand_statistics,
    economic_order_quantity,
    expected_fill_rate,
    lead_time_statistics,
    method_of,
    round_quantity,
    safety_stock_cycle_service,
    safety_stock_fill_rate,
    with_hysteresis,
    xyz_classes,
)
from planning.normal import inverse_loss, ndtr, ndtri, standard_loss


def test_normal_distribution_far_out():
    # Mills' ratio series gives these to all digits.
    assert ndtr(-10.0) == pytest.approx(7.61985302416052e-24, rel=1e-12)
    assert ndtr(8.0) == 1.0 - ndtr(-8.0)
    assert np.isnan(ndtr(np.nan)) and np.isnan(ndtri(np.nan))


@given(st.floats(-6.5, 6.5))
def test_quantile_and_loss_are_undone(z):
    assert ndtr(ndtri(ndtr(z))) == pytest.approx(float(ndtr(z)), rel=1e-12)
    assert inverse_loss(standard_loss(z)) == pytest.approx(z, abs=1e-6)


@given(st.floats(1e-12, 50))
def test_inverse_loss_solves(loss):
    assert standard_loss(inverse_loss(loss)) == pytest.approx(loss, rel=1e-9)


def test_inverse_loss_edges():
    values = inverse_loss([0.0, -1.0, np.nan, 0.0])
    assert np.isinf(values[[0, 1, 3]]).all() and np.isnan(values[2])


def test_statistics_without_demand_or_history():
    stats = demand_statistics(np.zeros((2, 4)), np.array([0, 4]))
    assert stats.mean.tolist() == stats.std.tolist() == [0.0, 0.0]
    assert np.isnan(stats.adi).all() and np.isnan(stats.cv).all()
    assert stats.count.tolist() == [4, 0]
    assert demand_statistics(np.zeros((0, 4))).mean.shape == (0,)
    assert demand_statistics(np.zeros((3, 0))).mean.tolist() == [0.0] * 3


def test_statistics_of_one_size():
    stats = demand_statistics(np.array([[0.0, 0.0, 5.0]]))
    assert (stats.adi[0], stats.cv2[0]) == (3.0, 0.0)
    assert demand_statistics(np.array([[5.0]])).std[0] == 0.0


def test_nan_spoils_its_row_only_where_it_counts():
    demand = np.array([[np.nan, 2.0, 2.0], [2.0, np.nan, 2.0], [1.0, 1.0, 1.0]])
    stats = demand_statistics(demand, np.array([1, 0, 0]))
    assert stats.mean[[0, 2]].tolist() == [2.0, 1.0] and np.isnan(stats.mean[1])
    names = classify_pattern(demand, np.array([1, 0, 0]))
    assert names.tolist() == ["smooth", "none", "smooth"]


def test_returns_lower_the_mean_but_are_no_demand():
    stats = demand_statistics(np.array([[6.0, -2.0, 0.0, 4.0]]))
    assert (stats.mean[0], stats.adi[0]) == (2.0, 2.0)


def test_consumption_shapes():
    with pytest.raises(ShapeError):
        consume_forecast(np.zeros((1, 3)), np.zeros((1, 4)))
    assert consume_forecast(np.zeros((2, 0)), np.zeros((2, 0))).shape == (2, 0)


def test_lead_time_outlier_and_punctuality():
    days = [5.0, 5.0, 6.0, 5.0, 90.0, np.nan, -1.0]
    promised = [5.0, 5.0, 5.0, np.nan, 5.0, 5.0, 5.0]
    stats = lead_time_statistics([0] * 7, days, 1, promised=promised)
    assert stats.count[0] == 4
    assert stats.mean[0] == pytest.approx(5.25)
    assert stats.on_time_rate[0] == 0.5


def test_lead_time_leans_on_its_group():
    item = [0] * 5 + [1]
    days = [10.0] * 5 + [4.0]
    stats = lead_time_statistics(item, days, 4, group=[3, 3, 3, -1])
    vendor = 54.0 / 6
    expected = [0.5 * 10 + 0.5 * vendor, (4 + 5 * vendor) / 6, vendor]
    assert stats.mean[:3] == pytest.approx(expected)
    assert stats.count.tolist() == [6, 6, 6, 0]
    assert np.isnan(stats.mean[3])


def test_lead_time_leans_on_a_given_prior():
    stats = lead_time_statistics(
        [0], [4.0], 3,
        prior_mean=np.array([10.0, 10.0, np.nan]),
        prior_std=np.array([2.0, 2.0, np.nan]),
        prior_count=np.array([30, 30, 0]),
    )  # fmt: skip
    assert stats.mean[:2] == pytest.approx([9.0, 10.0])
    assert stats.std[1] == pytest.approx(2.0)
    assert stats.count.tolist() == [30, 30, 0]


def test_lead_time_without_receipts():
    stats = lead_time_statistics([], [], 2)
    assert np.isnan(stats.mean).all() and stats.count.tolist() == [0, 0]
    with pytest.raises(ShapeError):
        lead_time_statistics([2], [1.0], 2)


def test_safety_stock_edges():
    levels = np.array([0.3, 0.5, 1.0, np.nan])
    buffer = safety_stock_cycle_service(np.array([5.0, 5.0, 0.0, 5.0]), levels)
    assert buffer[:3].tolist() == [0.0, 0.0, 0.0] and np.isnan(buffer[3])
    assert safety_stock_fill_rate(10.0, 1e9, 0.95) == 0.0
    assert safety_stock_fill_rate(0.0, 10.0, 0.95) == 0.0
    assert 60 < safety_stock_fill_rate(10.0, 0.0, 0.95) < 80


@given(st.floats(0.5, 100), st.floats(1, 1000), st.floats(0.9, 0.999))
def test_fill_rate_is_reached(std, quantity, fill):
    buffer = safety_stock_fill_rate(std, quantity, fill)
    assert expected_fill_rate(buffer, std, quantity) >= fill - 1e-9


def test_economic_order_quantity_edges():
    values = economic_order_quantity([100.0, 100.0, -1.0, np.nan], 8.0, [0, 1, 1, 1])
    assert np.isnan(values[[0, 2, 3]]).all() and values[1] == 40.0


@pytest.mark.parametrize(
    ("quantity", "rules", "mode", "expected"),
    [
        (0.1 * 3, (0.1, 0, 0), "up", 0.3),
        (0.7 + 0.1 + 0.1, (0.3, 0, 0), "up", 0.9),
        (1e-12, (5, 0, 0), "up", 5),
        (0.0, (5, 10, 0), "up", 0),
        (-3.0, (5, 10, 0), "up", 0),
        (3, (0, 10, 0), "up", 10),
        (3, (4, 10, 0), "up", 12),
        (25, (4, 0, 22), "up", 20),
        (25, (0, 0, 22), "up", 22),
        # No quantity obeys all rules: the maximum yields.
        (3, (12, 0, 10), "up", 12),
        (3, (4, 10, 11), "up", 12),
        (3, (12, 0, 10), "not_above_max", 0),
        (9, (4, 0, 10), "not_above_max", 8),
        (7, (4, 0, 0), "down", 4),
        (3, (4, 0, 0), "down", 0),
        (3, (4, 5, 0), "down", 8),
        (6, (4, 0, 0), "nearest", 8),
        (5.9, (4, 0, 0), "nearest", 4),
        # A half is a half whatever the unit: here it is 0.4999... of 0.3.
        (0.7 - 0.55, (0.3, 0, 0), "nearest", 0.3),
    ],
)
def test_rounding(quantity, rules, mode, expected):
    assert round_quantity(quantity, *rules, mode) == pytest.approx(expected, abs=1e-12)


def test_rounding_of_unknown_values():
    assert np.isnan(round_quantity(np.nan, 4.0))
    with pytest.raises(PolicyError):
        round_quantity(1.0, mode="sideways")
    with pytest.raises(PolicyError):
        method_of("sideways")


@given(
    st.integers(1, 400), st.integers(1, 400), st.sampled_from([1.0, 0.1, 0.025, 3.7])
)
def test_common_multiple(a, b, unit):
    assert common_multiple(a * unit, b * unit) == pytest.approx(np.lcm(a, b) * unit)


def test_common_multiple_of_fractions_and_noise():
    assert common_multiple(1 / 3, 1.0) == pytest.approx(1.0)
    assert common_multiple(0.1 * 3, 0.2) == pytest.approx(0.6)
    assert common_multiple([0.0, 0.0], [0.0, 2.0]).tolist() == [0.0, 2.0]
    assert np.isnan(common_multiple(np.nan, 2.0))


@given(st.permutations([50.0, 30.0, 5.0, 5.0, 5.0, 3.0, 2.0, 0.0, -4.0, np.nan]))
def test_classes_do_not_depend_on_order(values):
    by_value = dict(zip(map(str, values), abc_classes(values), strict=True))
    assert by_value == {
        "50.0": "A",
        "30.0": "A",
        "5.0": "B",
        "3.0": "C",
        "2.0": "C",
        "0.0": "C",
        "-4.0": "C",
        "nan": "C",
    }


def test_classes_of_nothing():
    assert abc_classes(np.zeros(0)).tolist() == []
    assert abc_classes([0.0, np.nan]).tolist() == ["C", "C"]
    assert xyz_classes(np.zeros(0)).tolist() == []


def test_class_changes_after_repetition():
    state = (np.array(["A"]), np.array([""]), np.array([0]))
    seen = []
    for proposed in ("B", "A", "B", "B", "C", "B", "B", "B"):
        state = with_hysteresis(state[0], [proposed], state[1], state[2], 3)
        seen.append(state[0][0])
    assert "".join(seen) == "AAAAAAAB"
    assert (state[1][0], state[2][0]) == ("", 0)
    assert with_hysteresis([""], ["B"], [""], [0], 3)[0][0] == "B"
