"""The planning engine: numpy only, no clock, no input or output.

Facts go in as columns, parameters and needs come out as columns.
"""

from .classification import abc_classes, with_hysteresis, xyz_classes
from .datatypes import NO_DAY, Events, Items, PolicyParams, Reason
from .demand import (
    DemandStats,
    classify_pattern,
    consume_forecast,
    demand_pattern,
    demand_statistics,
)
from .engine import plan
from .errors import PlanningError, PolicyError, ShapeError
from .lead_time import LeadTimeStats, lead_time_statistics, outlying_receipts
from .netting import Lot, Timing, net_requirements, project_balance
from .order_quantity import (
    ROUNDING_MODES,
    common_multiple,
    economic_order_quantity,
    order_cost_per_year,
    round_quantity,
)
from .packing import pack, unpack
from .policies import METHODS, Method, method_of
from .projection import Projection, project
from .results import Needs, PlanResult
from .review import due_days, next_review
from .safety_stock import (
    demand_over_lead_time,
    expected_fill_rate,
    reorder_point,
    safety_stock_cycle_service,
    safety_stock_fill_rate,
)
from .snapshot import (
    differences,
    freeze,
    freeze_result,
    same_result,
    thaw,
)

__all__ = [
    "METHODS",
    "NO_DAY",
    "ROUNDING_MODES",
    "DemandStats",
    "Events",
    "Items",
    "LeadTimeStats",
    "Lot",
    "Method",
    "Needs",
    "PlanResult",
    "PlanningError",
    "PolicyError",
    "PolicyParams",
    "Projection",
    "Reason",
    "ShapeError",
    "Timing",
    "abc_classes",
    "classify_pattern",
    "common_multiple",
    "consume_forecast",
    "demand_over_lead_time",
    "demand_pattern",
    "demand_statistics",
    "differences",
    "due_days",
    "economic_order_quantity",
    "expected_fill_rate",
    "freeze",
    "freeze_result",
    "lead_time_statistics",
    "method_of",
    "net_requirements",
    "next_review",
    "order_cost_per_year",
    "outlying_receipts",
    "plan",
    "project",
    "project_balance",
    "reorder_point",
    "round_quantity",
    "safety_stock_cycle_service",
    "safety_stock_fill_rate",
    "same_result",
    "thaw",
    "unpack",
    "with_hysteresis",
    "xyz_classes",
]
