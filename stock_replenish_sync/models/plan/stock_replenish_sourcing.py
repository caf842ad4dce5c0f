from dataclasses import dataclass, field

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.allocation import EXCESS, SOURCE_MODES
from ...planning.parts import TRANSFER
from ...planning.sourcing import Lanes
from ...planning.sourcing.suggested import LaneKeys, OwnWays
from ...tools import connected
from ...tools.joins import match

# What lanes do not help against.
_HOPELESS = ("not_stored",)
#: Ways of supply that a row shows.
WAYS = ("kind", "source_warehouse", "vendor", "supplier", "bom")


@dataclass
class Sourcing:
    """The lanes that rows of a batch get goods by.

    `lanes` are columns of `stock.replenish.source._lanes_of`; `row` and `lane` pair
    rows of the batch with lanes, sorted by row and sequence. `linked` tells which rows
    are cut over lanes, shape (n,). `own` is how these get the rest, and `problems` says
    of rows without any such way what keeps them from it. `idle` pairs rows with lanes
    that are left out since nothing can be sent on them. `leading` is the lane that
    brings most of a row's goods, by row. `terms` are the lanes as the engine knows
    them, once the batch is planned.
    """

    lanes: dict
    row: np.ndarray
    lane: np.ndarray
    linked: np.ndarray
    own: OwnWays
    problems: dict
    idle: tuple
    leading: dict = field(default_factory=dict)
    terms: Lanes | None = None

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

    def _find_lanes(self, frame, supply):
        """Put the :class:`Sourcing` of a batch, if any, into `supply.sourcing`.

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

    def _rivals(self, company, orderpoint_ids):
        """Return the governed rules that have to be planned together with these.

        Lanes lead from one to the other, or from one source to both, of the same
        product. What a person typed stands until somebody asks for a plan of that row.

        :return: list of ids, without those given
        """
        Lane = self.env["stock.replenish.source"]
        Lane.flush_model(["active", "warehouse_id", "source_warehouse_id"])
        self.env.cr.execute(
            SQL(
                """SELECT warehouse_id, source_warehouse_id FROM stock_replenish_source
                   WHERE active AND company_id = %s AND source_company_id = %s""",
                company.id,
                company.id,
            )
        )
        groups = connected(self.env.cr.fetchall())
        if not groups:
            return []
        self.env.cr.execute(
            SQL(
                """
                WITH place AS (
                    SELECT * FROM unnest(%s::int[], %s::int[]) AS p(warehouse_id, side)
                ), asked AS (
                    SELECT o.id, o.product_id, p.side
                    FROM unnest(%s::int[]) AS u(id)
                    JOIN stock_warehouse_orderpoint o USING (id)
                    JOIN place p USING (warehouse_id)
                )
                SELECT o.id
                FROM stock_warehouse_orderpoint o
                JOIN place p USING (warehouse_id)
                JOIN (SELECT DISTINCT product_id, side FROM asked) a
                     USING (product_id, side)
                WHERE o.is_governed AND o.active AND o.typed_on IS NULL
                  AND o.company_id = %s AND o.id NOT IN (SELECT id FROM asked)
                ORDER BY o.id
                """,
                list(groups),
                [min(group) for group in groups.values()],
                orderpoint_ids,
                company.id,
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _served_by_lanes(self, frame, supply):
        """Tell which rows lanes are for: those a policy plans, but for places that are
        filled from their own warehouse, shape (n,)."""
        inside = (supply.kind == TRANSFER) & (supply.source_warehouse == 0)
        # With receipts in steps, the steps alone bring nothing to the warehouse.
        inside &= ~self.env["stock.replenish.supply"]._speaks(frame)
        served = (frame.policy > 0) & ~inside
        hopeless = [
            row for row, (code, _said) in supply.problems.items() if code in _HOPELESS
        ]
        served[hopeless] = False
        return served

    # ------------------------------------------------------------------
    # What leads
    # ------------------------------------------------------------------

    def _lead(self, frame, supply, sourcing):
        """Have `supply` say how rows with lanes get most of their goods."""
        lanes, own = sourcing.lanes, sourcing.own
        rows = np.flatnonzero(sourcing.linked)
        for name in WAYS:
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
