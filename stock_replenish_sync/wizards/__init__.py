from . import stock_replenish_propose_rules
