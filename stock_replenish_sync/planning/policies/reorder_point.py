"""Order when expected stock falls below safety stock.

Booked orders consume the expected rate; safety stock and lot are the policy's.
"""

from .base import Method

METHOD = Method(key="reorder_point", own_stream="net", own_lot="eoq")
