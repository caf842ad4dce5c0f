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
    "hold_back",
    "order_messages",
]
