from dataclasses import dataclass

import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.acting import days_of_cover, spare_quantity
from ...planning.sourcing import ship_days
from ..detection.parts import reorder_point


@dataclass(frozen=True)
class Candidate:
    """A warehouse that may send goods; quantities in product UoM.

    `lane` and `route` are empty where there is none; `rate` is the daily demand there;
    `multiple` and `minimum` are those of the lane.
    """

    warehouse: models.BaseModel
    lane: models.BaseModel
    route: models.BaseModel
    arrival: object
    on_hand: float
    spare: float
    rate: float
    multiple: float = 0.0
    minimum: float = 0.0

    def cover(self, taken=0.0):
        """Return the days that the stock lasts once a quantity is taken, NaN without
        demand."""
        return float(days_of_cover(self.on_hand - taken, self.rate))


class StockReplenishSpare(models.AbstractModel):
    """Finds out which warehouses have more of a product than they need."""

    _name = "stock.replenish.spare"
    _description = "Replenishment Planning: stock that others can spare"

    def _candidates(self, product, warehouse, sources=None):
        """Return the warehouses that can spare stock of a product for another one.

        Those of its company, and of other companies where a lane leads from them:
        lanes that work first, in their order, then resupply routes, then the others,
        each by what they can spare.

        :param sources: ids of the warehouses to ask; None: all
        :return: list of :class:`Candidate`
        """
        lanes = self._working_lanes(warehouse)
        routes = {
            route.supplier_wh_id.id: route
            for route in self.env["stock.route"]
            .sudo()
            .search([("supplied_wh_id", "=", warehouse.id)], order="sequence desc, id")
        }
        own = self.env["stock.warehouse"].sudo()
        own = own.search([("company_id", "=", warehouse.company_id.id)])
        ids = {*own.ids, *lanes} - {warehouse.id}
        if sources is not None:
            ids &= sources
        today = warehouse.company_id._replenish_today()
        found = []
        for source, numbers in self._stocks(product, warehouse, ids).items():
            if numbers["spare"] <= 0:
                continue
            lane, days, multiple, minimum = lanes.get(
                source, (self.env["stock.replenish.source"], None, 0.0, 0.0)
            )
            route = routes.get(source, self.env["stock.route"])
            if days is None:
                days = sum(route.rule_ids.mapped("delay"))
            found.append(
                Candidate(
                    own.browse(source),
                    lane,
                    route,
                    fields.Date.add(today, days=int(days)),
                    numbers["on_hand"],
                    numbers["spare"],
                    numbers["rate"],
                    multiple,
                    minimum,
                )
            )
        places = {source: place for place, source in enumerate(lanes)}
        last = len(places)
        return sorted(
            found,
            key=lambda row: (
                places.get(row.warehouse.id, last if row.route else last + 1),
                -row.spare,
                row.warehouse.id,
            ),
        )

    def _working_lanes(self, warehouse):
        """Return source warehouse id → (lane, days until arrival, multiple, minimum)
        of the lanes to a warehouse on which goods can be sent, in their order."""
        company = warehouse.company_id
        lanes = self.env["stock.replenish.source"].sudo()._lanes_of(company)
        mine = np.flatnonzero(
            (lanes["warehouse"] == warehouse.id) & (lanes["problem"] == "")
        )
        lanes = {name: column[mine] for name, column in lanes.items()}
        if not mine.size:
            return {}
        late = self.env["stock.replenish.sourcing"]._cutoff_passed(lanes)
        prepare = lanes["prepare_days"].astype(np.int64)
        lead_days = np.ceil(lanes["lead_days"]).astype(np.int64)
        _release, _ship, arrival = ship_days(
            np.zeros(mine.size, np.int64),
            lead_days,
            (lanes["ships"] @ (1 << np.arange(7))).astype(np.int64),
            late.astype(np.int64) + prepare,
            company._replenish_today(),
        )
        model = self.env["stock.replenish.source"].sudo()
        return {
            source: (model.browse(lane), days, multiple, minimum)
            for source, lane, days, multiple, minimum in zip(
                lanes["source"].tolist(),
                lanes["lane"].tolist(),
                arrival.tolist(),
                lanes["multiple"].tolist(),
                lanes["minimum"].tolist(),
                strict=True,
            )
        }

    def _stocks(self, product, destination, warehouse_ids):
        """Return warehouse id → dict of on_hand, committed, kept, spare and rate.

        Commitments are all open moves that leave, and what is due to be sent to other
        warehouses. A warehouse whose stock has no rule keeps nothing back.
        """
        self.env.flush_all()
        today = destination.company_id._replenish_today()
        self.env.cr.execute(
            SQL(
                """
                SELECT w.id, COALESCE(q.on_hand, 0), COALESCE(q.reserved, 0),
                       COALESCE(m.quantity, 0) + COALESCE(s.quantity, 0),
                       COALESCE(o.kept, 0), COALESCE(o.rate, 0)
                FROM stock_warehouse w
                JOIN res_company c ON c.id = w.company_id
                JOIN stock_location stock ON stock.id = w.lot_stock_id
                LEFT JOIN LATERAL (%(stock)s) q ON TRUE
                LEFT JOIN LATERAL (
                    SELECT SUM(m.product_qty) AS quantity
                    FROM stock_move m
                    JOIN stock_location src ON src.id = m.location_id
                    JOIN stock_location dst ON dst.id = m.location_dest_id
                    WHERE m.product_id = %(product)s AND %(is_open)s
                      AND starts_with(src.parent_path, stock.parent_path)
                      AND NOT starts_with(dst.parent_path, stock.parent_path)
                ) m ON TRUE
                LEFT JOIN LATERAL (
                    SELECT SUM(s.quantity) AS quantity
                    FROM stock_replenish_suggestion s
                    WHERE s.product_id = %(product)s AND s.source_warehouse_id = w.id
                      AND s.warehouse_id != %(destination)s
                      AND s.state IN ('proposed', 'held') AND s.due_date <= %(today)s
                ) s ON TRUE
                LEFT JOIN LATERAL (
                    SELECT %(kept)s AS kept, o.demand_mean AS rate
                    FROM stock_warehouse_orderpoint o
                    WHERE o.product_id = %(product)s AND o.active
                      AND o.location_id = w.lot_stock_id
                    ORDER BY o.id LIMIT 1
                ) o ON TRUE
                WHERE w.id = ANY(%(warehouses)s) AND w.active
                """,
                stock=self._stock_query(product, today, destination.company_id),
                product=product.id,
                is_open=self.env["stock.replenish.position"]._is_open(),
                destination=destination.id,
                today=today,
                kept=reorder_point("o"),
                warehouses=sorted(warehouse_ids),
            )
        )
        rows = self.env.cr.fetchall()
        if not rows:
            return {}
        ids, on_hand, reserved, committed, kept, rate = zip(
            *((row[0], *map(float, row[1:])) for row in rows), strict=True
        )
        spare = spare_quantity(on_hand, reserved, committed, kept).tolist()
        names = ("on_hand", "committed", "kept", "spare", "rate")
        columns = zip(on_hand, committed, kept, spare, rate, strict=True)
        return {
            source: dict(zip(names, numbers, strict=True))
            for source, numbers in zip(ids, columns, strict=True)
        }

    def _stock_query(self, product, today, company):
        """Return the query of what is in the stock of the warehouse `w`.

        Goods of other owners and expired lots are left out, as in the plan.
        """
        join, unexpired = self.env["stock.replenish.position"]._unexpired(
            company, today
        )
        return SQL(
            """SELECT SUM(q.quantity) AS on_hand, SUM(q.reserved_quantity) AS reserved
               FROM stock_quant q
               JOIN stock_location l ON l.id = q.location_id
               %s
               WHERE q.product_id = %s AND l.usage = 'internal'
                 AND starts_with(l.parent_path, stock.parent_path)
                 AND (q.owner_id IS NULL OR q.owner_id = c.partner_id) %s""",
            join,
            product.id,
            unexpired,
        )

    def _hold(self, product, warehouses):
        """Keep others from taking the stock of a product until this ends.

        Rows are written, not only locked: who began before this ends and waits for
        them would else go on with what was there before, instead of starting again.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_quant SET write_date = write_date
                WHERE id IN (
                    SELECT q.id FROM stock_quant q
                    JOIN stock_location l ON l.id = q.location_id
                    JOIN stock_warehouse w ON w.id = ANY(%s)
                    JOIN stock_location stock ON stock.id = w.lot_stock_id
                    WHERE q.product_id = %s
                      AND starts_with(l.parent_path, stock.parent_path)
                    ORDER BY q.id FOR NO KEY UPDATE OF q)
                """,
                warehouses.ids,
                product.id,
            )
        )
