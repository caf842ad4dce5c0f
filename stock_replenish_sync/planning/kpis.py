"""KPIs: one sum of measures over another, so they hold for any days and places."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Measures of one day, in the order of their columns → what they are made of.
MEASURES = {
    # Deliveries to customers by their first deadline.
    "lines_due": "count",
    "lines_on_time": "count",
    "qty_due": "quantity",
    "qty_on_time": "quantity",
    # Items somebody wanted, and those of them with nothing on hand.
    "demand_days": "count",
    "out_days": "count",
    # Stock at the end of the day, and what left.
    "stock_value": "money",
    "shipped_cost": "money",
    # Stock that was held against a plan: of days of which nobody knows the plan, none.
    "held_value": "money",
    "expected_cost": "money",
    "excess_value": "money",
    "ageing_90_value": "money",
    "ageing_180_value": "money",
    "ageing_365_value": "money",
    # Orders of the plan whose need has come.
    "orders_judged": "count",
    "orders_accurate": "count",
    # Purchase lines by the first promised date.
    "vendor_lines": "count",
    "vendor_lines_full": "count",
    # What people made of suggestions.
    "suggestions_decided": "count",
    "suggestions_accepted": "count",
    "changes_value": "money",
    # Warnings and what became of them.
    "outs_real": "count",
    "outs_prevented": "count",
    "warnings_ended": "count",
    "warnings_right": "count",
    "responses": "count",
    "response_hours": "hours",
}

#: Demand until an order was needed may differ from what was expected by this share of
#: the order, and by the demand of so many days, for the order to be accurate.
ACCURATE_SHARE = 0.1
ACCURATE_DAYS = 2


@dataclass(frozen=True)
class Kpi:
    """One KPI: `scale` × sum of `over` ÷ sum of `under`.

    `unit` is '%', 'days', 'turns' or 'hours'; `better` whether 'more' or 'less' of it
    is good; `target` what is aimed at unless a company says otherwise, None where only
    a company can know.
    """

    code: str
    over: str
    under: str
    scale: float = 100.0
    unit: str = "%"
    better: str = "more"
    target: float | None = None


#: KPIs by code, in the order in which they are shown.
KPIS = {
    kpi.code: kpi
    for kpi in (
        Kpi("fill_rate", "qty_on_time", "qty_due", target=95.0),
        Kpi("fill_rate_lines", "lines_on_time", "lines_due", target=95.0),
        Kpi("stockout_rate", "out_days", "demand_days", better="less", target=2.0),
        # A day's cost over a day's stock, a year of such days.
        Kpi("turns", "shipped_cost", "stock_value", 365.0, "turns"),
        Kpi("days_of_supply", "held_value", "expected_cost", 1.0, "days", "less"),
        Kpi("excess_share", "excess_value", "held_value", better="less", target=10.0),
        Kpi("ageing_share", "ageing_180_value", "held_value", better="less"),
        Kpi("otif", "vendor_lines_full", "vendor_lines", target=95.0),
        Kpi("replenishment_accuracy", "orders_accurate", "orders_judged", target=80.0),
        Kpi("acceptance", "suggestions_accepted", "suggestions_decided", target=90.0),
        Kpi("prevention", "outs_prevented", "outs_real", target=98.0),
        Kpi("alert_accuracy", "warnings_right", "warnings_ended", target=95.0),
        Kpi(
            *("response_time", "response_hours", "responses", 1.0, "hours", "less"),
            target=4.0,
        ),
    )
}


def ratio(kpi: Kpi, sums: Mapping[str, float]) -> float | None:
    """Return a KPI in its unit, or None where there was nothing to measure.

    Parameters
    ----------
    sums
        Measure → sum over all days and rows that count; what is missing is zero.

    Examples
    --------
    >>> ratio(KPIS["fill_rate"], {"qty_due": 40, "qty_on_time": 38})
    95.0
    """
    under = sums.get(kpi.under) or 0.0
    if under <= 0:
        return None
    return kpi.scale * float(sums.get(kpi.over) or 0.0) / float(under)


def ratios(sums: Mapping[str, float]) -> dict[str, float | None]:
    """Return all KPIs by code; see :func:`ratio`."""
    return {code: ratio(kpi, sums) for code, kpi in KPIS.items()}


def reaches(kpi: Kpi, value: float | None, target: float | None) -> bool | None:
    """Tell whether a KPI reaches its target; None where one of them is unknown."""
    if value is None or target is None:
        return None
    return value >= target if kpi.better == "more" else value <= target
