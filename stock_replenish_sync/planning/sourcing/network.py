"""A plan with sourcing: every level in one run, branches before those they draw on."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

import numpy as np

from ..choices import STREAMS, policy_choices
from ..datatypes import Events, Items, PolicyParams
from ..engine import plan, prepare
from ..network import put, take, with_draws
from ..results import Needs, PlanResult
from .collect import Collected
from .datatypes import LANE, NEVER, OWN, Lanes, Links, Sourced, StockPoints
from .first import with_first_days
from .points import joined_events, joined_points, no_points
from .rounds import source_needs

#: Tells from the needs of a level, and their parts, which parts a person refused.
Refuses = Callable[[Needs, Sourced], np.ndarray]

#: Days over which drawn demand is averaged into the cover of who draws on others.
RATE_DAYS = 28


def plan_sourced(
    items: Items,
    policies: Sequence[PolicyParams],
    today: dt.date,
    rank: np.ndarray,
    lanes: Lanes,
    links: Links,
    own_lead: np.ndarray,
    draws: Callable[[PlanResult], np.ndarray],
    digits: int = 6,
    *,
    source: np.ndarray | None = None,
    outside: StockPoints | None = None,
    refuses: Refuses | None = None,
) -> tuple[Items, PlanResult, Sourced]:
    """Return the items with what others draw on them, their plan, and its sourcing.

    Parameters
    ----------
    items, policies, today
        As in :func:`planning.engine.plan`. The batch should hold all items of a product
        that are linked by lanes: those who share a source are seen together.
    rank : ndarray of int64, shape (n,)
        Echelon of each item; lower ones are planned first.
    lanes, links
        As in :func:`planning.sourcing.source_needs`; a link to a source of no higher
        rank gives stock, but what it draws is no demand of its plan any more. Sources
        from n on are rows of `outside`.
    own_lead : ndarray of int64, shape (n,)
        Days until what is bought or made arrives; negative where it is neither.
    draws : callable
        Called with the result of all ranks planned so far; returns a mask of the needs
        that count. The others are not sourced.
    digits : int
        Decimals that drawn quantities are rounded to, as they are when stored.
    source : ndarray of int64, shape (n,), optional
        Row of the item that an item's own way draws on, as in
        :func:`planning.network.plan_network`; -1 where it is none, the default.
    outside : StockPoints, optional
        Sources that are not planned here, as they are.
    refuses : callable, optional
        Called with the needs of a level and with their parts; returns a mask of the
        parts that nobody wants. They draw on nothing.

    Returns
    -------
    tuple of (Items, PlanResult, Sourced)
        `dependent` of the items holds what is drawn, dated by the day it leaves; its
        source is minus the key of the item that draws. `Sourced.need` counts in the
        needs of the result.

    Notes
    -----
    A source that a policy governs orders what it gives from the first day that its own
    orders can serve. Its own reorder point leaves out what others draw. Items without
    lanes are planned exactly as :func:`planning.network.plan_network` does.
    """
    n = len(items.key)
    inside = Links(*(x[links.source < n] for x in vars(links).values()))
    points = _points(items, policies, today, inside, own_lead)
    points = joined_points(points, no_points() if outside is None else outside)
    points = with_first_days(points, lanes, links, today)
    source = np.full(n, -1, dtype=np.int64) if source is None else source
    plain = (source >= 0) & (rank < rank[source])
    linked = np.zeros(n, dtype=bool)
    linked[links.item] = True
    result, found = None, Collected()
    for level in np.unique(rank):
        rows = np.flatnonzero(rank == level)
        part = plan(take(items, rows), policies, today)
        result = put(part, rows, n, result)
        points = _with_rates(points, items, part.demand_mean, rows)
        item = result.needs.item
        counted = draws(result) & (rank[item] == level)
        asking = np.flatnonzero(counted)
        needs = Needs(*(getattr(result.needs, f.name)[asking] for f in fields(Needs)))
        sourced = source_needs(needs, points, lanes, links, today)
        if refuses is not None:
            sourced = _without(sourced, refuses(needs, sourced))
        _add(found, sourced, item, asking)
        whole = counted & plain[item] & ~linked[item]
        drawn = with_draws(items, result.needs, whole, source, digits)
        taken = _drawn(items, sourced, np.where(plain & linked, source, -1), digits)
        own = taken.item < n
        items = replace(items, dependent=joined_events(drawn, _some(taken, own)))
        beyond = joined_events(
            _some(points.dependent, points.dependent.item >= n), taken
        )
        beyond = _some(beyond, beyond.item >= n)
        points = replace(points, dependent=joined_events(items.dependent, beyond))
    return items, result, _renumbered(found.sourced(), result.needs.item)


def _points(
    items: Items,
    policies: Sequence[PolicyParams],
    today: dt.date,
    links: Links,
    own_lead: np.ndarray,
) -> StockPoints:
    """Return the items as those who ask and give, before anybody drew anything."""
    n = len(items.key)
    sources = np.unique(links.source)
    state = prepare(take(items, sources), policies, today)
    choices = state.choices
    foreseen = choices.stream != STREAMS.index("booked")
    own, kept = np.zeros(n), np.zeros(n)
    own[sources] = np.where(foreseen, state.mean, 0.0)
    cycle = state.lead.days + choices.safety + choices.review
    kept[sources] = own[sources] * cycle + state.used.safety_stock
    fed = own_lead >= 0
    fed[links.item] = True
    first = np.full(n, NEVER, dtype=np.int64)
    orders = choices.governed & ~state.bad & fed[sources]
    first[sources] = np.where(orders, state.lead.days + choices.safety, NEVER)
    kept[sources] = np.where(choices.governed & ~state.bad, kept[sources], 0.0)
    return StockPoints(
        key=items.key,
        on_hand=items.on_hand,
        receipts=items.receipts,
        booked=items.booked,
        dependent=items.dependent,
        demand_rate=np.zeros(n),
        own_rate=own,
        reorder_point=kept,
        first_day=first,
        own_lead=own_lead,
        safety_days=policy_choices(policies, items.policy).safety,
        multiple=np.where(items.multiple > 0, items.multiple, 0.0),
    )


def _with_rates(
    points: StockPoints, items: Items, mean: np.ndarray, rows: np.ndarray
) -> StockPoints:
    """Return the points with the daily demand of the rows that ask next."""
    soon = items.dependent.day < RATE_DAYS
    drawn = np.bincount(
        items.dependent.item[soon], items.dependent.quantity[soon], len(items.key)
    )
    rate = points.demand_rate.copy()
    rate[rows] = mean + drawn[rows] / RATE_DAYS
    return replace(points, demand_rate=rate)


def _first_needs(item: np.ndarray) -> np.ndarray:
    """Return the first need of the item of each need."""
    return np.searchsorted(item, item, side="left")


def _add(
    found: Collected, sourced: Sourced, item: np.ndarray, counted: np.ndarray
) -> None:
    """Add a level; needs are named by their number within their item."""
    number = np.append(counted - _first_needs(item)[counted], -1)
    columns = {f.name: getattr(sourced, f.name) for f in fields(Sourced)}
    claims = vars(columns.pop("claims"))
    columns["need"] = number[columns["need"]]
    found.parts(np.ones(columns["need"].size, dtype=bool), **columns)
    found.claims(**{**claims, "need": number[claims["need"]]})


def _renumbered(sourced: Sourced, item: np.ndarray) -> Sourced:
    """Return the parts of all levels by the needs of the whole result."""
    order = np.argsort(sourced.item, kind="stable")
    columns = {f.name: getattr(sourced, f.name) for f in fields(Sourced)}
    claims = columns.pop("claims")
    columns = {name: column[order] for name, column in columns.items()}
    columns["need"] = columns["need"] + np.searchsorted(item, columns["item"])
    # Numbers of an item's needs were sorted already, and so were its parts.
    need = np.where(
        claims.need < 0, -1, claims.need + np.searchsorted(item, claims.item)
    )
    return Sourced(**columns, claims=replace(claims, need=need))


def _without(sourced: Sourced, refused: np.ndarray) -> Sourced:
    """Return the parts but for those that are refused."""
    if not refused.any():
        return sourced
    columns = {
        field.name: getattr(sourced, field.name)[~refused]
        for field in fields(Sourced)
        if field.name != "claims"
    }
    return replace(sourced, **columns)


def _drawn(items: Items, sourced: Sourced, source: np.ndarray, digits: int) -> Events:
    """Return what parts draw on sources, by lanes and by their items' own way."""
    by_lane = sourced.kind == LANE
    own = (sourced.kind == OWN) & (source[sourced.item] >= 0)
    rows = np.flatnonzero((by_lane | own) & (sourced.quantity > 0))
    item = sourced.item[rows]
    # Halves up, as the database rounds what it stores.
    unit = 10.0**digits
    return Events(
        np.where(by_lane[rows], sourced.source[rows], source[item]),
        np.maximum(sourced.ship_day[rows], 0),
        np.floor(sourced.quantity[rows] * unit + 0.5) / unit,
        -items.key[item],
    )


def _some(events: Events, keep: np.ndarray) -> Events:
    """Return the events where `keep` is true."""
    origin = events.source
    return Events(
        events.item[keep],
        events.day[keep],
        events.quantity[keep],
        None if origin is None else origin[keep],
    )
