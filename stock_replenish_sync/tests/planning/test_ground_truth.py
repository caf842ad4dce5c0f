"""Published and reference numbers, one test per case of the file."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from planning import (
    Lot,
    abc_classes,
    demand_over_lead_time,
    demand_pattern,
    demand_statistics,
    economic_order_quantity,
    expected_fill_rate,
    net_requirements,
    order_cost_per_year,
    reorder_point,
    round_quantity,
    safety_stock_cycle_service,
    safety_stock_fill_rate,
)
from planning.allocation import fair_share
from planning.normal import inverse_loss, ndtr, ndtri, normal_loss, standard_loss
from planning.vendor import price_break_quantity

DATA = Path(__file__).parent / "data" / "ground_truth.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_text())["cases"]}

#: Areas that the engine does not offer yet.
NOT_OFFERED = {
    "forecast.croston",
    "forecast.croston_dataset",
    "forecast.holt",
    "forecast.holt_winters_additive",
    "forecast.holt_winters_multiplicative",
    "forecast.holt_winters_optimised_band",
    "forecast.sba",
    "forecast.ses",
    "forecast.tsb",
    "math.gamma_loss",
    "order_quantity.eoq_backorders",
    "order_quantity.epq",
    "order_quantity.joint_replenishment",
    "order_quantity.price_breaks_incremental",
    "reorder_point.min_max_exact_poisson",
    "reorder_point.min_max_exact_poisson_table",
    "reorder_point.min_max_power_approximation",
    "reorder_point.rq_cost",
    "reorder_point.rq_eoqb",
    "reorder_point.rq_expected_inventory_level",
    "reorder_point.rq_poisson_exact",
    "safety_stock.newsvendor_normal",
    "safety_stock.newsvendor_poisson",
    "time_phased.silver_meal",
    "time_phased.wagner_whitin",
    "time_phased.wagner_whitin_purchase_cost",
}


def abc(case_inputs):
    values = [units * cost for _key, units, cost in case_inputs["items"]]
    total = sum(values)
    return {
        "total": total,
        "classes": abc_classes(values, (0.70, 0.95)).tolist(),
        "share": [value / total for value in values],
    }


def adi_cv2(case_inputs):
    # The reference takes the mean distance of demands, which is periods by
    # periods with demand once the zeros after the last demand are cut off.
    series = np.trim_zeros(np.array(case_inputs["y"], dtype=float), "b")
    stats = demand_statistics(series[None, :])
    name = demand_pattern(stats.adi, stats.cv2)[0]
    return {"adi": stats.adi[0], "cv2": stats.cv2[0], "cls": name}


def pattern_cuts(case_inputs):
    points = np.array(case_inputs["points"])
    classes = demand_pattern(points[:, 0], points[:, 1]).tolist()
    return {"classes": classes, "adi_cut": 1.32, "cv2_cut": 0.49}


def loss_of(case_inputs):
    short, over = normal_loss(case_inputs["x"], case_inputs["mean"], case_inputs["sd"])
    return {"expected_shortage": short, "expected_overage": over}


def round_up(case_inputs):
    lack = case_inputs["max"] - np.array(case_inputs["forecast"], dtype=float)
    return {"qty_to_order": round_quantity(lack, case_inputs["multiple"])}


def eoq(case_inputs):
    data = [case_inputs[k] for k in ("demand_rate", "fixed_cost", "holding_cost")]
    quantity = economic_order_quantity(*data)
    return {"Q": quantity, "cost": order_cost_per_year(quantity, *data)}


def eoq_cost(case_inputs):
    names = ("Q", "demand_rate", "fixed_cost", "holding_cost")
    return {"cost": order_cost_per_year(*(case_inputs[k] for k in names))}


def rq(case_inputs):
    penalty, holding = case_inputs["stockout_cost"], case_inputs["holding_cost"]
    mean, std = demand_over_lead_time(
        case_inputs["demand_mean"],
        case_inputs["demand_sd"],
        case_inputs["lead_time"],
        0,
    )
    buffer = safety_stock_cycle_service(std, penalty / (penalty + holding))
    quantity = economic_order_quantity(
        case_inputs["demand_mean"], case_inputs["fixed_cost"], holding
    )
    return {"r": reorder_point(mean, buffer), "Q": quantity}


def base_stock(case_inputs):
    penalty, holding = case_inputs["stockout_cost"], case_inputs["holding_cost"]
    mean, std = demand_over_lead_time(
        case_inputs["mean"],
        case_inputs["sd"],
        case_inputs["lead_time"],
        0.0,
        case_inputs["review_period"],
    )
    level = mean + safety_stock_cycle_service(std, penalty / (penalty + holding))
    short, over = normal_loss(level, mean, std)
    return {"S": level, "cost": penalty * short + holding * over}


def variable_lead_time(case_inputs):
    names = ("demand_mean", "demand_sd", "lead_time_mean", "lead_time_sd")
    mean, std = demand_over_lead_time(*(case_inputs[k] for k in names))
    buffer = safety_stock_cycle_service(std, case_inputs["csl"])
    return {"sd_lead_time_demand": std, "rop": reorder_point(mean, buffer)}


def fill_rate_rule(case_inputs):
    std, fill = case_inputs["sd_lead_time"], case_inputs["fill_rate"]
    buffer = safety_stock_fill_rate(std, case_inputs["Q"], fill)
    point = reorder_point(case_inputs["mean_lead_time"], buffer)
    loss = (1.0 - fill) * case_inputs["Q"] / std
    assert inverse_loss(loss) == pytest.approx(buffer / std)
    return {"G": loss, "k": buffer / std, "rop_rounded_up": math.ceil(point)}


def service_of_reorder_point(case_inputs):
    mean, std = demand_over_lead_time(
        case_inputs["mean"], case_inputs["sd"], case_inputs["lead_time"], 0.0
    )
    buffer = case_inputs["rop"] - mean
    return {
        "safety_stock": buffer,
        "sd_lead_time": std,
        "csl": ndtr(buffer / std),
        "expected_shortage_per_cycle": normal_loss(case_inputs["rop"], mean, std)[0],
        "fill_rate": expected_fill_rate(buffer, std, case_inputs["Q"]),
    }


def lot_for_lot(case_inputs):
    demand = np.array([case_inputs["gross"]], dtype=float)
    supply = np.array([case_inputs["scheduled"]], dtype=float)
    on_hand, lead = [case_inputs["on_hand"]], case_inputs["lead_time"]
    needs = net_requirements(on_hand, supply, demand, 0.0, lead, lot=Lot(cover=1))
    days = demand.shape[1]
    return {
        "net_requirement": np.bincount(needs.need_day, needs.quantity, days),
        "planned_release": np.bincount(needs.release_day, needs.quantity, days),
    }


def equal_cover(case_inputs):
    stock, rate = (np.array(case_inputs[k]) for k in ("stock", "daily_demand"))
    spare = case_inputs["available"] - case_inputs["reserve_at_hub"]
    got = fair_share(spare, np.full(3, 1e4), rate, stock)
    whole = fair_share(spare, np.full(3, 1e4), rate, stock, multiple=1.0)
    [days] = set(((stock + got) / rate).round(9))
    return {"common_days": days, "allocation": got, "first_rounded": whole[0]}


def price_breaks(case_inputs):
    names = ("breaks", "prices", "demand_rate", "fixed_cost", "holding_rate")
    data = [np.array(case_inputs[k], dtype=float, ndmin=1) for k in names]
    found = price_break_quantity(data[0][None], data[1][None], *data[2:])
    return {name: x[0] for name, x in zip(("Q", "tier", "cost"), found, strict=True)}


ANSWERS = {
    "allocation.fair_share_days_of_supply": equal_cover,
    "classify.abc": abc,
    "classify.adi_cv2": adi_cv2,
    "classify.sbc": pattern_cuts,
    "math.normal_loss": loss_of,
    "math.normal_quantile": lambda inputs: {"z": ndtri(inputs["p"])},
    "math.standard_normal_loss": lambda inputs: {"G": standard_loss(inputs["z"])},
    "odoo.qty_multiple_round_up": round_up,
    "order_quantity.eoq": eoq,
    "order_quantity.eoq_cost": eoq_cost,
    "order_quantity.price_breaks_all_units": price_breaks,
    "reorder_point.rq_eoq_plus_safety_stock": rq,
    "safety_stock.base_stock_review_plus_leadtime": base_stock,
    "safety_stock.demand_and_lead_time_variability": variable_lead_time,
    "safety_stock.fill_rate": fill_rate_rule,
    "service.csl_and_fill_rate_from_rop": service_of_reorder_point,
    "time_phased.netting_lot_for_lot": lot_for_lot,
}


@pytest.mark.parametrize(
    "case",
    [case for case in CASES.values() if case["area"] in ANSWERS],
    ids=lambda c: c["id"],
)
def test_published_number(case):
    answer, expected = ANSWERS[case["area"]](case["inputs"]), case["expected"]
    assert answer.keys() == expected.keys()
    tolerance = case["tolerance"]
    for name, value in expected.items():
        if np.asarray(value).dtype.kind == "U":
            assert answer[name] == value
        else:
            np.testing.assert_allclose(
                answer[name],
                value,
                rtol=tolerance,
                atol=tolerance,
                err_msg=case["source"],
            )


def test_no_case_is_forgotten():
    areas = {case["area"] for case in CASES.values()}
    assert areas == ANSWERS.keys() | NOT_OFFERED
    assert not ANSWERS.keys() & NOT_OFFERED
