from . import stock_replenish_propose_rules
from . import stock_replenish_reason
