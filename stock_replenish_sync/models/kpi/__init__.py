"""How good replenishment is: measured day by day, compared with target and baseline."""

from . import measure, stock_replenish_kpi_measures

# isort: split
from . import (
    product_category,
    res_company,
    stock_replenish_kpi,
    stock_replenish_kpi_baseline,
    stock_replenish_kpi_figures,
    stock_replenish_kpi_page,
    stock_replenish_kpi_pivot,
    stock_replenish_kpi_snapshot,
    stock_replenish_kpi_target,
    stock_replenish_kpi_target_words,
    stock_replenish_kpi_words,
)
