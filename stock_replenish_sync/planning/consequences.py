"""What the settings of a policy lead to on the items that follow it."""

from dataclasses import dataclass, replace

import numpy as np

from .choices import LOT_METHODS, Choices, policy_choices, whole_days
from .datatypes import Items, PolicyParams
from .normal import ndtr
from .parameters import YEAR, LeadTimes, Parameters, propose
from .policies import method_of
from .safety_stock import demand_over_lead_time, expected_fill_rate

#: Service levels that are compared.
LEVELS = (0.90, 0.95, 0.97, 0.98, 0.99, 0.995)
#: Review periods that are compared [days].
REVIEWS = (1.0, 7.0, 14.0, 28.0)


@dataclass(frozen=True)
class Followers:
    """What the last plan knew of n items, shape (n,).

    Attributes
    ----------
    demand_mean, demand_std : ndarray of float64
        Own demand [product UoM / day].
    dependent_rate : ndarray of float64
        Demand of supplied warehouses [product UoM / day].
    lead_time_mean, lead_time_std : ndarray of float64
        Lead time [days].
    unit_cost : ndarray of float64
        Cost of one unit in the currency of the item's company; 0 if not known.
    exchange : ndarray of float64
        Worth of that currency in the one that results are told in.
    """

    demand_mean: np.ndarray
    demand_std: np.ndarray
    dependent_rate: np.ndarray
    lead_time_mean: np.ndarray
    lead_time_std: np.ndarray
    unit_cost: np.ndarray
    exchange: np.ndarray

    def __len__(self) -> int:
        """Return n."""
        return len(self.demand_mean)

    def take(self, rows: np.ndarray) -> "Followers":
        """Return some of the items.

        Parameters
        ----------
        rows : ndarray
            Index or mask of the items to keep.

        Returns
        -------
        Followers
            Those items.
        """
        return Followers(**{name: column[rows] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Outcome:
    """What one choice of settings leads to, summed over all items.

    Attributes
    ----------
    safety_value, cycle_value : float
        Value of all safety stock, and of half a cycle's order of every item, which
        is on the shelf on average [money].
    safety_days, cycle_days : float
        Days of demand that safety stock and an order cover, by value (by item where
        no item has a cost); NaN without demand.
    orders : float
        Orders a year.
    stockouts : float
        Expected order cycles a year in which stock runs out.
    fill_rate : float
        Expected share of demand served from stock, by value (by item where no item
        has a cost); NaN without demand.
    capped : int
        Items whose safety stock the limit in days of supply cuts.
    yearly_cost : float
        Cost of ordering and of holding safety and cycle stock [money / year].
    """

    safety_value: float
    cycle_value: float
    safety_days: float
    cycle_days: float
    orders: float
    stockouts: float
    fill_rate: float
    capped: int
    yearly_cost: float


def cycles_per_stockout(service_level: float) -> float:
    """Return in how many order cycles one ends with a stock-out.

    Parameters
    ----------
    service_level : float
        Probability of no stock-out in an order cycle [-], below 1.

    Returns
    -------
    float
        Order cycles.

    Examples
    --------
    >>> round(cycles_per_stockout(0.98), 6)
    50.0
    """
    return 1.0 / (1.0 - service_level)


def dependent_rate(
    on_hand: np.ndarray, days_of_supply: np.ndarray, demand_mean: np.ndarray
) -> np.ndarray:
    """Return what other warehouses draw, as far as a stored plan lets it be seen.

    Parameters
    ----------
    on_hand, days_of_supply, demand_mean : ndarray, shape (n,)
        Results of a plan, whose days of supply count all demand while its mean
        counts own demand [product UoM, days, product UoM / day].

    Returns
    -------
    ndarray, shape (n,)
        Demand of supplied warehouses [product UoM / day]; 0 where there was no stock
        to tell it from.

    Examples
    --------
    >>> dependent_rate(*np.array([[30.0, 0.0], [10.0, 0.0], [1.0, 1.0]])).tolist()
    [2.0, 0.0]
    """
    known = (on_hand > 0) & (days_of_supply > 0)
    rate = np.where(known, on_hand, 0.0) / np.where(known, days_of_supply, 1.0)
    extra = rate - demand_mean
    # What is left of float noise is no demand.
    return np.where(known & (extra > 1e-9 * rate), extra, 0.0)


def outcome(items: Followers, policy: PolicyParams) -> Outcome:
    """Return what a policy leads to on these items.

    Parameters
    ----------
    items : Followers
        The items, n of them; none at all gives zeros.
    policy : PolicyParams
        The settings. Under 'min_max' nothing is computed: zeros.

    Returns
    -------
    Outcome
        Totals, before quantities are rounded to packs and minimums.

    Raises
    ------
    PolicyError
        If a method or an option is unknown.

    Notes
    -----
    Safety stock and lot are those of :func:`planning.parameters.propose`, so that
    they are the ones a plan would put in force. An order cycle lasts as long as its
    lot, but at least a review period. The chance of a stock-out in a cycle follows
    from the safety stock that is left after the limit in days of supply.

    Examples
    --------
    >>> one = [np.array([x]) for x in (10.0, 4.0, 0.0, 8.0, 0.0, 5.0, 1.0)]
    >>> policy = PolicyParams("reorder_point", lot_method="fixed", lot_quantity=73.0)
    >>> result = outcome(Followers(*one), policy)
    >>> round(result.safety_value, 2), round(result.orders, 2)
    (98.69, 50.0)
    >>> round(result.stockouts, 2), result.cycle_value
    (2.5, 182.5)
    """
    n = len(items)
    choices = policy_choices([policy], np.zeros(n, dtype=np.int64))
    lead = LeadTimes(
        items.lead_time_mean,
        items.lead_time_std,
        whole_days(items.lead_time_mean),
        np.zeros(n, dtype=np.int64),
    )
    # As in a plan: what the arithmetic makes of absurd masters is no error.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found, reasons = propose(
            replace(Items.blank(n), unit_cost=items.unit_cost),
            choices,
            items.demand_mean,
            items.demand_std,
            items.dependent_rate,
            lead,
        )
        capped = int(np.count_nonzero(reasons))
        return _sum_up(items, choices, policy, found, capped)


def _sum_up(
    items: Followers,
    choices: Choices,
    policy: PolicyParams,
    found: Parameters,
    capped: int,
) -> Outcome:
    rate = items.demand_mean + items.dependent_rate
    moving = (rate > 0) & choices.governed
    days = np.maximum(choices.review, choices.cover)
    cycle = np.where(moving, np.maximum(found.order_quantity, rate * days), 0.0)
    some = np.where(moving, cycle, 1.0)
    orders = np.where(moving, YEAR * rate / some, 0.0)
    _mean, std = demand_over_lead_time(
        items.demand_mean,
        items.demand_std,
        items.lead_time_mean,
        items.lead_time_std,
        choices.review_days,
    )
    uncertain = moving & (std > 0)
    chance = ndtr(-found.safety_stock / np.where(uncertain, std, 1.0))
    fill = np.where(moving, expected_fill_rate(found.safety_stock, std, some), 0.0)
    worth = items.unit_cost * items.exchange
    safety_value = float(found.safety_stock @ worth)
    cycle_value = float(cycle @ worth) / 2.0
    # Days and shares of many items are told by value; without costs all count alike.
    weight = worth if (worth * moving).any() else 1.0 / np.where(moving, rate, 1.0)
    daily = float(np.where(moving, rate * weight, 0.0).sum())
    ordering = float(orders @ items.exchange) * policy.order_cost
    holding = policy.holding_rate * (safety_value + cycle_value)
    return Outcome(
        safety_value=safety_value,
        cycle_value=cycle_value,
        safety_days=_share(float((found.safety_stock * weight)[moving].sum()), daily),
        cycle_days=_share(float((cycle * weight)[moving].sum()), daily),
        orders=float(orders.sum()),
        stockouts=float((orders * chance)[uncertain].sum()),
        fill_rate=_share(float((fill * rate * weight)[moving].sum()), daily),
        capped=capped,
        yearly_cost=ordering + holding,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else np.nan


def by_service_level(
    items: Followers, policy: PolicyParams, levels: tuple[float, ...] = LEVELS
) -> list[tuple[float, Outcome]]:
    """Return what each service level leads to, all else as in the policy.

    Parameters
    ----------
    items : Followers
        The items.
    policy : PolicyParams
        The settings; its own service level is among the results.
    levels : tuple of float
        Service levels to compare [-].

    Returns
    -------
    list of (float, Outcome)
        By growing level, in millionths; empty for a policy without safety stock.
    """
    if policy.service_kind == "none":
        return []
    # Levels that look the same are the same.
    wanted = sorted({round(level, 6) for level in (*levels, policy.service_level)})
    return [
        (level, outcome(items, replace(policy, service_level=level)))
        for level in wanted
    ]


def by_lot(items: Followers, policy: PolicyParams) -> list[tuple[str, Outcome]]:
    """Return what each way to find the order quantity leads to.

    Parameters
    ----------
    items : Followers
        The items.
    policy : PolicyParams
        The settings.

    Returns
    -------
    list of (str, Outcome)
        Lot methods that the planning method allows and whose numbers are set.
    """
    forced = method_of(policy.method).forced_lot
    needs = {
        "eoq": policy.order_cost > 0 and policy.holding_rate > 0,
        "days": policy.lot_days > 0,
        "fixed": policy.lot_quantity > 0,
        "lot_for_lot": policy.lot_days > 0,
    }
    return [
        (name, outcome(items, replace(policy, lot_method=name)))
        for name in LOT_METHODS
        if needs[name] and forced in ("", name)
    ]


def by_review(
    items: Followers, policy: PolicyParams, reviews: tuple[float, ...] = REVIEWS
) -> list[tuple[float, Outcome]]:
    """Return what each review period leads to.

    Parameters
    ----------
    items : Followers
        The items.
    policy : PolicyParams
        The settings; its own review period is among the results.
    reviews : tuple of float
        Periods to compare [days].

    Returns
    -------
    list of (float, Outcome)
        By growing period.
    """
    wanted = sorted({*reviews, policy.review_days})
    return [
        (days, outcome(items, replace(policy, review_days=days))) for days in wanted
    ]
