from dataclasses import replace

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.parts import BUY, MAKE, NONE, TRANSFER
from ...planning.sourcing.suggested import OwnWays
from .product_routes import ANCESTRY, ROUTES
from .stock_replenish_sourcing import WAYS


class StockReplenishSourcing(models.AbstractModel):
    """How rows with lanes get what no lane brings."""

    _inherit = "stock.replenish.sourcing"

    def _own_ways(self, frame, supply, lanes, row, lane, linked):
        """Return the :class:`OwnWays` of rows with lanes, and problems by row.

        What no lane brings is bought or made where a rule of that kind is in force,
        even if the row asks for a resupply route; else it comes by the row's own route,
        if that leads to a warehouse without a lane.
        """
        count = len(frame)
        ways = {name: getattr(supply, name).copy() for name in WAYS}
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
            resolver = self.env["stock.replenish.supply"]
            found = resolver._resolve(part)
            resolver._add_offers(frame.company, supply, found, rows)
            got = np.flatnonzero((found.kind == BUY) | (found.kind == MAKE))
            for name in WAYS:
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
        # Steps of receipts alone lead nowhere.
        steps = (ways["kind"] == TRANSFER) & (ways["source_warehouse"] == 0)
        ways["kind"][steps & linked] = NONE
        for name in WAYS:
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
                WITH RECURSIVE %s
                SELECT DISTINCT ON (k.product_id, k.warehouse_id)
                       k.product_id, k.warehouse_id, r.id
                FROM (
                    SELECT DISTINCT product_id, warehouse_id
                    FROM unnest(%s::int[], %s::int[]) AS u(product_id, warehouse_id)
                ) k
                JOIN product_product p ON p.id = k.product_id
                JOIN product_template t ON t.id = p.product_tmpl_id
                JOIN LATERAL (
                    SELECT route_id, FALSE AS of_warehouse FROM (%s) AS own
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
                ANCESTRY,
                frame.product.tolist(),
                frame.warehouse.tolist(),
                ROUTES,
            )
        )
        routes = {
            (product, warehouse): route
            for product, warehouse, route in self.env.cr.fetchall()
        }
        keys = zip(frame.product.tolist(), frame.warehouse.tolist(), strict=True)
        return np.array([routes.get(key, 0) for key in keys], np.int64)
