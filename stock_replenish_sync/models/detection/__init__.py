"""What is looked for: a base, and one file for each kind of exception."""

from . import stock_replenish_detection

# isort: split
from . import kinds
