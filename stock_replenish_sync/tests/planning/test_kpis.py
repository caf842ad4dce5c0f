import pytest

from planning.kpis import KPIS, MEASURES, ratio, ratios, reaches


def test_every_kpi_is_made_of_measures():
    for kpi in KPIS.values():
        assert {kpi.over, kpi.under} <= set(MEASURES)
        assert kpi.better in ("more", "less")
        assert kpi.unit in ("%", "days", "turns", "hours")


def test_sums_are_divided_not_averages():
    # 10 of 10 on one day, 0 of 90 on the next: ten percent, not the average of fifty.
    figures = ratios({"qty_due": 10 + 90, "qty_on_time": 10 + 0})
    assert figures["fill_rate"] == 10
    assert figures["otif"] is None


def test_turns_and_days_are_of_a_year_and_of_a_day():
    # 30 days of 1,000 in stock, of which 100 leave and 50 are expected each day.
    sums = {
        "stock_value": 30_000,
        "shipped_cost": 3_000,
        "held_value": 30_000,
        "expected_cost": 1_500,
    }
    figures = ratios(sums)
    assert figures["turns"] == pytest.approx(36.5)
    assert figures["days_of_supply"] == pytest.approx(20)


@pytest.mark.parametrize("under", [0, -5, None])
def test_nothing_to_measure(under):
    # Stock below zero is worth nothing that could be turned.
    assert ratio(KPIS["turns"], {"stock_value": under, "shipped_cost": 5}) is None


def test_reaching_a_target():
    assert reaches(KPIS["fill_rate"], 95.0, 95.0)
    assert not reaches(KPIS["fill_rate"], 94.9, 95.0)
    assert reaches(KPIS["response_time"], 3.0, 4.0)
    assert not reaches(KPIS["stockout_rate"], 3.0, 2.0)
    assert reaches(KPIS["turns"], 5.0, None) is None
    assert reaches(KPIS["turns"], None, 5.0) is None
