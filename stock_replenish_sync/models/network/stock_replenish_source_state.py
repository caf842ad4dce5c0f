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
    "lead_days": ("COALESCE(s.lead_days, 0)", float),
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
        "warehouse_id.active",
        "warehouse_id.resupply_wh_ids",
        "source_warehouse_id.active",
        "route_id.active",
        "route_id.rule_ids.active",
        "route_id.rule_ids.location_src_id",
        "route_id.rule_ids.location_dest_id",
    )
    @api.depends_context("lang")
    def _compute_problem(self):
        codes = self._problem_codes(self._origin.ids)
        for lane in self:
            code = codes.get(lane._origin.id)
            lane.has_problem = bool(code)
            lane.problem = lane.sudo()._problem_sentence(code) if code else ""

    def _problem_sentence(self, code):
        """Return what is wrong with a lane, and what to do about it."""
        self.ensure_one()
        names = {
            "sender": self.source_warehouse_id.name,
            "receiver": self.warehouse_id.name,
            "route": self.route_id.name,
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
                "The route %(route)s has no rule in force that brings goods from "
                "%(sender)s to %(receiver)s. Restore it, or repair its rules.",
                **names,
            ),
        }[code]

    def _search_has_problem(self, operator, value):
        if operator not in ("=", "!="):
            raise NotImplementedError
        stopped = list(self._problem_codes(None))
        wanted = bool(value) == (operator == "=")
        return [("id", "in" if wanted else "not in", stopped)]

    @api.model
    def _problem_codes(self, lane_ids):
        """Return lane id -> what is wrong with it, of lanes that do not work.

        :param lane_ids: lanes to look at; None: all of them
        """
        self._flush_lanes()
        self.env.cr.execute(
            SQL(
                """SELECT p.id, p.problem FROM (%s) p
                   WHERE p.problem != '' AND (%s OR p.id = ANY(%s))""",
                self._judged(
                    SQL(
                        "SELECT id, warehouse_id, source_warehouse_id, route_id "
                        "FROM stock_replenish_source"
                    )
                ),
                lane_ids is None,
                list(lane_ids or ()),
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _flush_lanes(self):
        """Have the database know what is read of lanes and routes."""
        self.flush_model()
        for model in ("stock.warehouse", "stock.route", "stock.rule", "stock.location"):
            self.env[model].flush_model()

    @api.model
    def _judged(self, lanes):
        """Return the query of lanes with what is wrong with them, '' where nothing is.

        A route works if its rules in force bring goods into the destination, from
        the source itself or from where another rule takes them out of the source.

        :param SQL lanes: query of warehouse_id, source_warehouse_id, route_id, and more
        """
        return SQL(
            """
            SELECT lane.*, CASE
                WHEN NOT d.active THEN 'destination_archived'
                WHEN NOT w.active THEN 'source_archived'
                WHEN r.id IS NULL THEN 'no_route'
                WHEN NOT r.active AND NOT EXISTS (
                    SELECT FROM stock_wh_resupply_table t
                    WHERE t.supplied_wh_id = d.id AND t.supplier_wh_id = w.id)
                    THEN 'resupply_removed'
                WHEN NOT r.active THEN 'route_archived'
                WHEN NOT EXISTS (
                    SELECT FROM stock_rule a
                    JOIN stock_location there ON there.id = a.location_dest_id
                    JOIN stock_location here ON here.id = a.location_src_id
                    WHERE a.route_id = r.id AND a.active
                      AND a.action IN ('pull', 'pull_push')
                      AND starts_with(there.parent_path, dv.parent_path)
                      AND NOT starts_with(here.parent_path, dv.parent_path)
                      AND (starts_with(here.parent_path, wv.parent_path) OR EXISTS (
                          SELECT FROM stock_rule b
                          JOIN stock_location out ON out.id = b.location_src_id
                          WHERE b.route_id = r.id AND b.active
                            AND b.location_dest_id = a.location_src_id
                            AND starts_with(out.parent_path, wv.parent_path))))
                    THEN 'no_rule'
                ELSE '' END AS problem
            FROM (%s) lane
            JOIN stock_warehouse d ON d.id = lane.warehouse_id
            JOIN stock_location dv ON dv.id = d.view_location_id
            JOIN stock_warehouse w ON w.id = lane.source_warehouse_id
            JOIN stock_location wv ON wv.id = w.view_location_id
            LEFT JOIN stock_route r ON r.id = lane.route_id
            """,
            lanes,
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
            where there is none; `lead_days` [calendar days]; `cutoff_hour` [h] in the
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
