"""What is looked for: a base, and one file for each kind of exception."""

from . import stock_replenish_detection, stock_replenish_detection_pairs

# isort: split
from . import stock_replenish_detection_late, stock_replenish_detection_shortage

# isort: split
from . import kinds
