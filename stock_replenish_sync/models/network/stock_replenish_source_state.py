import numpy as np

from odoo import _, api, fields, models
from odoo.tools import SQL

from .stock_replenish_source import SHIPPING_DAYS

#: What `_lanes_of` tells of a lane: where it is read from and how it is kept.
_COLUMNS = {
    "lane": ("s.id", np.int64),
    "warehouse": ("s.warehouse_id", np.int64),
    "source": ("s.source_warehouse_id", np.int64),
    "company": ("s.company_id", np.int64),
    "source_company": ("s.source_company_id", np.int64),
    "sequence": ("s.sequence", np.int64),
    "mode": ("s.mode", object),
    "sharing": ("w.replenish_sharing", object),
    "priority": ("COALESCE(s.priority, 0)", np.int64),
    "minimum": ("COALESCE(s.minimum_qty, 0)", float),
    "multiple": ("COALESCE(s.multiple_qty, 0)", float),
    "prepare_days": ("p.prepare_days", np.int64),
    "lead_days": ("CEIL(COALESCE(s.lead_days, 0)) + p.receive_days", np.int64),
    "cutoff_hour": ("COALESCE(s.cutoff_hour, 0)", float),
    "route": ("COALESCE(s.route_id, 0)", np.int64),
}


class StockReplenishSource(models.Model):
    """Whether a lane works, and what the plan reads of all of them."""

    _inherit = "stock.replenish.source"

    problem = fields.Char(
        compute="_compute_problem",
        help="Why nothing can be sent on this lane. It stops until that is mended.",
    )
    has_problem = fields.Boolean(
        string="Stopped", compute="_compute_problem", search="_search_has_problem"
    )

    @api.depends(
        "lead_days",
        "warehouse_id.active",
        "warehouse_id.resupply_wh_ids",
        "source_warehouse_id.active",
        "route_id.active",
        "route_id.rule_ids.active",
        "route_id.rule_ids.delay",
        "route_id.rule_ids.location_src_id",
        "route_id.rule_ids.location_dest_id",
    )
    @api.depends_context("lang")
    def _compute_problem(self):
        states = self._states(self._origin.ids)
        for lane in self:
            problem, place, steps = states.get(lane._origin.id, ("", 0, 0))
            lane.has_problem = bool(problem)
            lane.problem = (
                lane.sudo()._problem_sentence(problem, place) if problem else ""
            )
            lane.total_days = steps + lane.lead_days

    def _problem_sentence(self, code, place_id):
        """Return what is wrong with a lane, and what to do about it."""
        self.ensure_one()
        place = self.env["stock.location"].browse(place_id or [])
        names = {
            "sender": self.source_warehouse_id.name,
            "receiver": self.warehouse_id.name,
            "route": self.route_id.name,
            "place": place.display_name,
            "warehouse": place.warehouse_id.name,
        }
        return {
            "destination_archived": _(
                "%(receiver)s is archived. Archive this lane too.", **names
            ),
            "source_archived": _(
                "%(sender)s is archived. Archive this lane, or choose another source.",
                **names,
            ),
            "no_route": _(
                "No resupply route leads from %(sender)s to %(receiver)s any more. "
                "Restore it, or archive this lane.",
                **names,
            ),
            "resupply_removed": _(
                "%(sender)s was taken out of the resupply setting of %(receiver)s. "
                "Restore the route, or archive this lane.",
                **names,
            ),
            "route_archived": _(
                "The route %(route)s is archived. Restore it, or archive this lane.",
                **names,
            ),
            "no_rule": _(
                "The route %(route)s has no rule in force that brings goods to "
                "%(place)s. Restore it, or repair its rules.",
                **names,
            ),
            "no_step": _(
                "No rule in force brings goods to %(place)s. Set the steps of "
                "%(warehouse)s again, or repair their rules.",
                **names,
            ),
            "elsewhere": _(
                "By the route %(route)s goods come from %(place)s, not from the stock "
                "of %(sender)s. Repair its rules.",
                **names,
            ),
            "bought": _(
                "In place of coming from %(sender)s, goods for %(place)s would be "
                "bought or made. Repair the route %(route)s.",
                **names,
            ),
            "loops": _(
                "By the route %(route)s goods go round in circles. Repair its rules.",
                **names,
            ),
        }[code]

    def _search_has_problem(self, operator, value):
        if operator not in ("=", "!="):
            raise NotImplementedError
        states = self._states(None)
        stopped = [lane for lane, (problem, *_rest) in states.items() if problem]
        wanted = bool(value) == (operator == "=")
        return [("id", "in" if wanted else "not in", stopped)]

    @api.model
    def _states(self, lane_ids):
        """Return lane id -> (problem, place of it, days that steps of warehouses take).

        :param lane_ids: lanes to look at; None: all of them
        """
        self._flush_lanes()
        self.env.cr.execute(
            SQL(
                """SELECT p.id, p.problem, p.place_id, p.prepare_days + p.receive_days
                   FROM (%s) p""",
                self._judged(self._lane_ends(lane_ids)),
            )
        )
        return {lane: tuple(state) for lane, *state in self.env.cr.fetchall()}

    @api.model
    def _lane_ends(self, lane_ids):
        """Return the query of lanes with both ends and route.

        :param lane_ids: lanes to look at; None: all of them
        """
        return SQL(
            """SELECT id, warehouse_id, source_warehouse_id, route_id
               FROM stock_replenish_source WHERE %s OR id = ANY(%s)""",
            lane_ids is None,
            list(lane_ids or ()),
        )

    @api.model
    def _flush_lanes(self):
        """Have the database know what is read of lanes and routes."""
        self.flush_model()
        for model in ("stock.warehouse", "stock.route", "stock.rule", "stock.location"):
            self.env[model].flush_model()

    @api.model
    def _judged(self, lanes):
        """Return the query of lanes with what is wrong with them, '' where nothing is.

        Adds `problem`, `place_id` (where, if it is a place) and the days of
        :meth:`_paths`.

        :param SQL lanes: query of warehouse_id, source_warehouse_id, route_id, and more
        """
        return SQL(
            """
            SELECT lane.*, way.place_id, COALESCE(way.prepare_days, 0) AS prepare_days,
                   COALESCE(way.travel_days, 0) AS travel_days,
                   COALESCE(way.receive_days, 0) AS receive_days, CASE
                WHEN NOT d.active THEN 'destination_archived'
                WHEN NOT w.active THEN 'source_archived'
                WHEN r.id IS NULL THEN 'no_route'
                WHEN NOT r.active AND NOT EXISTS (
                    SELECT FROM stock_wh_resupply_table t
                    WHERE t.supplied_wh_id = d.id AND t.supplier_wh_id = w.id)
                    THEN 'resupply_removed'
                WHEN NOT r.active THEN 'route_archived'
                ELSE way.problem END AS problem
            FROM (%s) lane
            JOIN stock_warehouse d ON d.id = lane.warehouse_id
            JOIN stock_warehouse w ON w.id = lane.source_warehouse_id
            LEFT JOIN stock_route r ON r.id = lane.route_id
            LEFT JOIN (%s) way ON way.route_id = r.id
            """,
            lanes,
            self._paths(lanes),
        )

    @api.model
    def _lanes_of(self, company):
        """Return the active lanes that lead into or out of a company, as columns.

        One query, whatever the user may see: the plan asks.

        :return: dict of name -> array of shape (k,), sorted by destination, sequence
            and id. Ids in `lane`, `warehouse` (destination), `source`, `company`,
            `source_company`, and `route`, 0 where there is none; `mode`, `sharing` and
            `problem` are words, the last one '' where the lane works; `ships` is of
            shape (k, 7), Monday first; `minimum` and `multiple` in product UoM, 0
            where there is none; `lead_days` [whole calendar days] from leaving the
            source to being in stock, and `prepare_days` from the source's stock until
            they leave, see :meth:`_paths`; `cutoff_hour` [h] in the
            time zone of the source's company, 0 for none
        """
        self._flush_lanes()
        columns = [source for source, _kind in _COLUMNS.values()]
        columns += [f"s.{name}" for name in SHIPPING_DAYS]
        self.env.cr.execute(
            SQL(
                """SELECT %s, p.problem
                   FROM (%s) p
                   JOIN stock_replenish_source s ON s.id = p.id
                   JOIN stock_warehouse w ON w.id = s.source_warehouse_id
                   ORDER BY s.warehouse_id, s.sequence, s.id""",
                SQL(", ").join(SQL(column) for column in columns),
                self._judged(
                    SQL(
                        """SELECT id, warehouse_id, source_warehouse_id, route_id
                           FROM stock_replenish_source
                           WHERE active AND %s IN (company_id, source_company_id)""",
                        company.id,
                    )
                ),
            )
        )
        rows = self.env.cr.fetchall()
        table = list(zip(*rows, strict=True)) or [()] * (len(columns) + 1)
        lanes = {
            name: np.array(values, dtype=kind)
            for (name, (_source, kind)), values in zip(
                _COLUMNS.items(), table, strict=False
            )
        }
        ships = table[len(_COLUMNS) : -1]
        lanes["ships"] = np.array(ships, dtype=bool).reshape(7, len(rows)).T
        lanes["problem"] = np.array(table[-1], dtype=object)
        return lanes
