"""Messages on open orders: earlier, later, more, less, cancel; few, and stable."""

from .budget import hold_back
from .datatypes import (
    CANCEL,
    EARLIER,
    LATER,
    LESS,
    MESSAGE_KINDS,
    MORE,
    Margins,
    Messages,
    OpenOrders,
    OrderedItems,
)
from .messages import order_messages
from .plan import plan_messages
from .worse import got_worse

__all__ = [
    "CANCEL",
    "EARLIER",
    "LATER",
    "LESS",
    "MESSAGE_KINDS",
    "MORE",
    "Margins",
    "Messages",
    "OpenOrders",
    "OrderedItems",
    "got_worse",
    "hold_back",
    "order_messages",
    "plan_messages",
]
