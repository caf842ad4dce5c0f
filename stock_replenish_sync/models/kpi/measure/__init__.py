"""What is measured: a base, and one file for each group of measures."""

from . import stock_replenish_kpi_measure

# isort: split
from . import kinds
