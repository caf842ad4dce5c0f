"""The review of a month: KPIs, why items were out or too many, what was decided."""

from . import stock_replenish_month

# isort: split
from . import (
    res_company,
    res_config_settings,
    stock_replenish_month_causes,
    stock_replenish_month_cells,
    stock_replenish_month_decided,
    stock_replenish_month_excess,
    stock_replenish_month_figures,
    stock_replenish_month_out,
    stock_replenish_month_out_facts,
    stock_replenish_month_sent,
    stock_replenish_month_sheet,
)
