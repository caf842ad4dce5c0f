from . import stock_replenish_reason
