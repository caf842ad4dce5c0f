"""Order what is asked, to be there when it is asked.

Booked demand alone unless the policy names another stream; lots are exactly the
shortage; released at need date minus lead time and safety days.
"""

from .base import Method

METHOD = Method(
    key="just_in_time",
    own_stream="booked",
    own_lot="lot_for_lot",
    forced_lot="lot_for_lot",
)
