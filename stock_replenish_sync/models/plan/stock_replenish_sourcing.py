from dataclasses import dataclass, field, replace

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.allocation import EXCESS, SOURCE_MODES
from ...planning.parts import BUY, MAKE, NONE, TRANSFER
from ...planning.sourcing.suggested import LaneKeys, OwnWays
from ...tools.joins import match

# What lanes do not help against.
_HOPELESS = ("not_stored",)
#: Ways of supply that a row shows.
_WAYS = ("kind", "source_warehouse", "vendor", "supplier", "bom")


@dataclass
class Sourcing:
    """The lanes that rows of a batch get goods by.

    `lanes` are columns of `stock.replenish.source._lanes_of`; `row` and `lane` pair
    rows of the batch with lanes, sorted by row and sequence. `linked` tells which rows
    are cut over lanes, shape (n,). `own` is how these get the rest, and `problems` says
    of rows without any such way what keeps them from it. `idle` pairs rows with lanes
    that are left out since nothing can be sent on them. `leading` is the lane that
    brings most of a row's goods, by row.
    """

    lanes: dict
    row: np.ndarray
    lane: np.ndarray
    linked: np.ndarray
    own: OwnWays
    problems: dict
    idle: tuple
    leading: dict = field(default_factory=dict)

    def keys(self):
        """Return the ids of the lanes as the engine names them."""
        lanes = self.lanes
        return LaneKeys(lanes["lane"], lanes["route"], lanes["source"])

    def asks_for(self, row):
        """Return lane and route of what leads, as values of a suggestion."""
        lane = self.leading.get(row)
        if lane is None:
            return {"route_id": int(self.own.route[row]) or False}
        return {
            "lane_id": int(self.lanes["lane"][lane]),
            "route_id": int(self.lanes["route"][lane]) or False,
        }


class StockReplenishSourcing(models.AbstractModel):
    """Finds the lanes of a batch, and how its rows get what no lane brings."""

    _name = "stock.replenish.sourcing"
    _description = "Replenishment Planning: lanes of a batch"

    def _read(self, frame, supply):
        """Put the :class:`Sourcing` of a batch into `supply.sourcing`, where a lane leads
        to it.

        Changes what `supply` says of rows with lanes: these come by the first lane
        that works, unless that one gives excess only; else by their own way. Lots of a
        vendor count for what is bought, not for the need.

        :param supply: :class:`~.stock_replenish_supply.Supply` of the batch
        """
        lanes = self.env["stock.replenish.source"]._lanes_of(frame.company)
        keep = (lanes["company"] == frame.company.id) & np.isin(
            lanes["warehouse"], frame.warehouse
        )
        if not keep.any():
            return
        lanes = {name: column[keep] for name, column in lanes.items()}
        row, lane = match(frame.warehouse, lanes["warehouse"])
        served = self._served_by_lanes(frame, supply)[row]
        row, lane = row[served], lane[served]
        # Where a lane passes everything on, what it stops is not bought silently.
        broken = lanes["problem"][lane] != ""
        idle = broken & (lanes["mode"][lane] != "any")
        left_out = (row[idle], lane[idle])
        row, lane = row[~idle], lane[~idle]
        linked = np.zeros(len(frame), bool)
        linked[row] = True
        own, problems = self._own_ways(frame, supply, lanes, row, lane, linked)
        sourcing = Sourcing(lanes, row, lane, linked, own, problems, left_out)
        if len(row):
            self._lead(frame, supply, sourcing)
        supply.sourcing = sourcing

    def _served_by_lanes(self, frame, supply):
        """Tell which rows lanes are for: those a policy plans, but for places that are
        filled from their own warehouse, shape (n,)."""
        inside = (supply.kind == TRANSFER) & (supply.source_warehouse == 0)
        served = (frame.policy > 0) & ~inside
        hopeless = [
            row for row, (code, _said) in supply.problems.items() if code in _HOPELESS
        ]
        served[hopeless] = False
        return served

    # ------------------------------------------------------------------
    # What no lane brings
    # ------------------------------------------------------------------

    def _own_ways(self, frame, supply, lanes, row, lane, linked):
        """Return the :class:`OwnWays` of rows with lanes, and problems by row.

        What no lane brings is bought or made where a rule of that kind is in force,
        even if the row asks for a resupply route; else it comes by the row's own route,
        if that leads to a warehouse without a lane.
        """
        count = len(frame)
        ways = {name: getattr(supply, name).copy() for name in _WAYS}
        ways["route"] = np.zeros(count, np.int64)
        lead, multiple = supply.lead_time.copy(), supply.multiple.copy()
        minimum = supply.minimum.copy()
        problems = {
            key: supply.problems.pop(key)
            for key in list(supply.problems)
            if linked[key]
        }
        rows = np.flatnonzero(linked & self._resupplied(frame, supply, problems))
        if len(rows):
            routes = self._getting_routes(frame.take(rows))
            rows, routes = rows[routes > 0], routes[routes > 0]
        if len(rows):
            part = replace(frame.take(rows), route=routes)
            found = self.env["stock.replenish.supply"]._resolve(part)
            got = np.flatnonzero((found.kind == BUY) | (found.kind == MAKE))
            for name in _WAYS:
                ways[name][rows[got]] = getattr(found, name)[got]
            ways["route"][rows[got]] = routes[got]
            lead[rows[got]] = found.lead_time[got]
            multiple[rows[got]] = found.multiple[got]
            minimum[rows[got]] = found.minimum[got]
            for key in rows[got].tolist():
                problems.pop(key, None)
            problems.update(
                (int(rows[key]), problem) for key, problem in found.problems.items()
            )
        # What the row's own route brings from a warehouse with a lane is the lane's.
        again = ways["source_warehouse"][row] == lanes["source"][lane]
        ways["kind"][row[again]] = NONE
        for name in _WAYS:
            ways[name][ways["kind"] == NONE] = 0
        known = np.where(ways["kind"] == NONE, -1, np.ceil(lead)).astype(np.int64)
        own = OwnWays(**ways, lead=known, multiple=multiple, minimum=minimum)
        return own, problems

    def _resupplied(self, frame, supply, problems):
        """Tell which rows come from another warehouse, or would by a route of theirs
        that is no longer in force, shape (n,)."""
        found = supply.source_warehouse > 0
        dead = [
            row
            for row, (code, _said) in problems.items()
            if code in ("archived_route", "dead_route")
        ]
        routes = self.env["stock.route"].browse(set(frame.route[dead].tolist()))
        between = routes.filtered("supplied_wh_id").ids
        found[[row for row in dead if frame.route[row] in between]] = True
        return found

    def _getting_routes(self, frame):
        """Return the route by which each row could buy or make, 0 without one.

        In core's order: routes of the product and its categories, then those of the
        warehouse, by sequence.
        """
        self.env["stock.rule"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE ancestry AS (
                    SELECT id AS category_id, id AS ancestor_id, parent_id
                    FROM product_category
                    UNION ALL
                    SELECT a.category_id, c.id, c.parent_id
                    FROM ancestry a JOIN product_category c ON c.id = a.parent_id
                )
                SELECT DISTINCT ON (k.product_id, k.warehouse_id)
                       k.product_id, k.warehouse_id, r.id
                FROM (
                    SELECT DISTINCT product_id, warehouse_id
                    FROM unnest(%s::int[], %s::int[]) AS u(product_id, warehouse_id)
                ) k
                JOIN product_product p ON p.id = k.product_id
                JOIN product_template t ON t.id = p.product_tmpl_id
                JOIN LATERAL (
                    SELECT route_id, FALSE AS of_warehouse FROM stock_route_product
                    WHERE product_id = t.id
                    UNION ALL
                    SELECT rc.route_id, FALSE FROM ancestry a
                    JOIN stock_route_categ rc ON rc.categ_id = a.ancestor_id
                    WHERE a.category_id = t.categ_id
                    UNION ALL
                    SELECT route_id, TRUE FROM stock_route_warehouse
                    WHERE warehouse_id = k.warehouse_id
                ) way ON TRUE
                JOIN stock_route r ON r.id = way.route_id AND r.active
                WHERE EXISTS (
                    SELECT FROM stock_rule u
                    JOIN stock_location l ON l.id = u.location_dest_id
                    WHERE u.route_id = r.id AND u.active
                      AND u.action IN ('buy', 'manufacture')
                      AND l.warehouse_id = k.warehouse_id
                )
                ORDER BY k.product_id, k.warehouse_id,
                         way.of_warehouse, r.sequence, r.id
                """,
                frame.product.tolist(),
                frame.warehouse.tolist(),
            )
        )
        routes = {
            (product, warehouse): route
            for product, warehouse, route in self.env.cr.fetchall()
        }
        keys = zip(frame.product.tolist(), frame.warehouse.tolist(), strict=True)
        return np.array([routes.get(key, 0) for key in keys], np.int64)

    # ------------------------------------------------------------------
    # What leads
    # ------------------------------------------------------------------

    def _lead(self, frame, supply, sourcing):
        """Have `supply` say how rows with lanes get most of their goods."""
        lanes, own = sourcing.lanes, sourcing.own
        rows = np.flatnonzero(sourcing.linked)
        for name in _WAYS:
            getattr(supply, name)[rows] = getattr(own, name)[rows]
        supply.lead_time[rows] = np.maximum(own.lead[rows], 0)
        supply.multiple[rows] = frame.multiple[rows]
        supply.minimum[rows] = 0.0
        works = lanes["problem"][sourcing.lane] == ""
        excess = lanes["mode"][sourcing.lane] == SOURCE_MODES[EXCESS]
        leading = works & (~excess | (own.lead[sourcing.row] < 0))
        # Lanes of a row come by sequence: the first one leads.
        place = np.flatnonzero(leading)
        place = place[np.unique(sourcing.row[place], return_index=True)[1]]
        row, lane = sourcing.row[place], sourcing.lane[place]
        supply.kind[row] = TRANSFER
        supply.source_warehouse[row] = lanes["source"][lane]
        for name in ("vendor", "supplier", "bom"):
            getattr(supply, name)[row] = 0
        supply.lead_time[row] = self._days(lanes)[lane]
        sourcing.leading = dict(zip(row.tolist(), lane.tolist(), strict=True))

    def _days(self, lanes):
        """Return the whole days of lanes from stock to stock."""
        return np.ceil(lanes["lead_days"]) + lanes.get("prepare_days", 0)
