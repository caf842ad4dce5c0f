"""Columns of vendor rules; days counted from today, money in company currency."""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np

#: Order day of a vendor that takes no orders.
NO_ORDER_DAY = 1_000_000
#: How a vendor is chosen; see :func:`planning.vendor.choose_vendors`.
VENDOR_RULES = ("sequence", "in_time", "cost")
BY_SEQUENCE, IN_TIME, BY_COST = range(3)


class VendorReason(IntFlag):
    """Why so much is bought from whom on which day; codes add up."""

    NONE = 0
    INVALID_INPUT = 1 << 0  # the need, or all of its offers, hold no usable numbers
    NO_OFFER = 1 << 1  # nobody sells it
    LATE = 1 << 2  # arrives after it is needed
    RAISED_TO_MINIMUM = 1 << 3  # the vendor sells no less
    ROUNDED_TO_MULTIPLE = 1 << 4  # whole multiples in the purchase unit
    PRICE_BREAK = 1 << 5  # more is bought, since the lower price pays for it
    ABOVE_MAXIMUM = 1 << 6  # no smaller quantity can be bought
    NOT_PREFERRED = 1 << 7  # not the first vendor: that one is later or dearer
    SHARED = 1 << 8  # one of several vendors that each have a share
    CONSOLIDATED = 1 << 9  # ordered earlier, together with other needs
    TOPPED_UP = 1 << 10  # ordered earlier, to reach the minimum order value
    BELOW_ORDER_VALUE = 1 << 11  # the minimum order value is not reached


#: Why something is ordered with others to the vendor.
TOGETHER = (
    VendorReason.CONSOLIDATED | VendorReason.TOPPED_UP | VendorReason.BELOW_ORDER_VALUE
)


@dataclass(frozen=True)
class Wanted:
    """What is to be bought, shape (k,); rows of an item follow one another by day.

    Attributes
    ----------
    item : ndarray of int64
        Item.
    quantity : ndarray of float64
        Quantity [product UoM].
    need_day, arrive_by : ndarray of int64
        Day on which it is needed, and on which it is to be there: earlier by the
        safety lead time.
    maximum : ndarray of float64
        Most that fits below the item's maximum [product UoM]; infinite without one.
    """

    item: np.ndarray
    quantity: np.ndarray
    need_day: np.ndarray
    arrive_by: np.ndarray
    maximum: np.ndarray


@dataclass(frozen=True)
class ItemCosts:
    """What weighs a lower price against stock, shape (n,).

    Attributes
    ----------
    annual_demand : ndarray of float64
        Demand [product UoM / year].
    order_cost : ndarray of float64
        Cost of one order line.
    holding_rate : ndarray of float64
        Cost of holding one unit of value for a year [1 / year].
    rule : ndarray of int64
        Index in :data:`VENDOR_RULES`.
    """

    annual_demand: np.ndarray
    order_cost: np.ndarray
    holding_rate: np.ndarray
    rule: np.ndarray


@dataclass(frozen=True)
class Offers:
    """Prices of vendors, shape (o,), in any order.

    Several offers of a vendor for an item are price breaks: the smallest minimum is
    what the vendor insists on, larger ones are where a price begins.

    Attributes
    ----------
    item, vendor : ndarray of int64
        Rows.
    minimum : ndarray of float64
        Smallest quantity at this price [purchase UoM].
    multiple : ndarray of float64
        Quantities are whole multiples of it [purchase UoM]; 0 means no rule.
    unit : ndarray of float64
        Product units in a purchase unit.
    price : ndarray of float64
        Price [money / product UoM].
    delay : ndarray of int64
        Lead time in open days of the vendor.
    sequence : ndarray of int64
        Lower ones are preferred.
    share : ndarray of float64
        Share of the item that the vendor is to have; where two vendors or more of an
        item have one, others are left aside.
    bought : ndarray of float64
        What was bought from the vendor in the period the shares are kept in [product
        UoM]; counted once for each vendor, from its first offer.
    """

    item: np.ndarray
    vendor: np.ndarray
    minimum: np.ndarray
    multiple: np.ndarray
    unit: np.ndarray
    price: np.ndarray
    delay: np.ndarray
    sequence: np.ndarray
    share: np.ndarray
    bought: np.ndarray


@dataclass(frozen=True)
class Vendors:
    """When vendors take orders and work, and how orders are put together, shape (v,).

    Attributes
    ----------
    open : ndarray of bool, shape (v, t)
        Days on which the vendor works, from today on; see :func:`open_days`. Days
        before and after count as open.
    weekdays : ndarray of int64
        Days of the week on which it takes orders, a bit each, Monday the lowest; 0 is
        every day.
    cutoff_passed : ndarray of bool
        Orders of today reach it tomorrow.
    window : ndarray of int64
        Needs within so many days are ordered together [days]; 0 for those of one day.
    minimum_value : ndarray of float64
        Smallest value of an order [money]; 0 means no rule.
    """

    open: np.ndarray
    weekdays: np.ndarray
    cutoff_passed: np.ndarray
    window: np.ndarray
    minimum_value: np.ndarray


@dataclass(frozen=True)
class Purchases:
    """What to buy, a row per need and vendor, shape (k,), sorted by need.

    A need that lots of earlier needs cover has no row.

    Attributes
    ----------
    need, item : ndarray of int64
        Rows.
    vendor, offer : ndarray of int64
        Rows of the vendor and of the offer whose price holds; -1 without any.
    quantity : ndarray of float64
        Quantity [product UoM], whole multiples in the purchase unit.
    price : ndarray of float64
        Price [money / product UoM]; NaN without an offer.
    release_day : ndarray of int64
        Last order day on which it arrives in time, perhaps past.
    order_day, arrival_day : ndarray of int64
        Day on which it is ordered and on which it arrives.
    reasons : ndarray of int64
        Bit mask of :class:`VendorReason`.
    """

    need: np.ndarray
    item: np.ndarray
    vendor: np.ndarray
    offer: np.ndarray
    quantity: np.ndarray
    price: np.ndarray
    release_day: np.ndarray
    order_day: np.ndarray
    arrival_day: np.ndarray
    reasons: np.ndarray
