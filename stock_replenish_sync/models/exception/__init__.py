"""Problems that need a person."""

from . import stock_replenish_exception, stock_replenish_strip
