from odoo import fields, models
from odoo.tools import SQL

# What the worklist shows of open suggestions.
_SHOWN = (
    "suggested_qty",
    "held_qty",
    "order_value",
    "order_by_date",
    "need_date",
    "qty_to_order",
    "replenish_status",
)


class StockReplenishApply(models.AbstractModel):
    """Brings orderpoints in line with their open suggestions: after a plan, an order,
    an approval, a rejection, a quantity typed."""

    _inherit = "stock.replenish.apply"

    def _write_due(
        self, orderpoint_ids, forget_typed=False, only_changed=False, ordered=False
    ):
        """Bring what the orderpoints show in line with their open suggestions.

        :param forget_typed: the plan's quantity takes the place of a typed one
        :param only_changed: leave rows alone that show it already; else they are
            written all the same, and whoever waits for their lock has to start anew
        :param ordered: what was due has just been ordered
        """
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        # All of it: what is in the cache is dropped at the end.
        Orderpoint.flush_model()
        self.env["stock.replenish.suggestion"].flush_model()
        self.env["stock.replenish.policy"].flush_model()
        ids = list(orderpoint_ids)
        if forget_typed:
            self.env.cr.execute(
                SQL(
                    """UPDATE stock_warehouse_orderpoint
                       SET typed_on = NULL, typed_qty = NULL, typed_uid = NULL
                       WHERE id = ANY(%s) AND typed_on IS NOT NULL""",
                    ids,
                )
            )
        if ordered:
            self.env.cr.execute(
                SQL(
                    "UPDATE stock_warehouse_orderpoint SET ordered_on = %s "
                    "WHERE id = ANY(%s)",
                    fields.Datetime.now(),
                    ids,
                )
            )
        # Not through the records: that would read every column of every row.
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT company_id FROM stock_warehouse_orderpoint "
                "WHERE id = ANY(%s)",
                ids,
            )
        )
        companies = [row for (row,) in self.env.cr.fetchall()]
        for company in self.env["res.company"].sudo().browse(sorted(companies)):
            self._write_due_of(company, ids, only_changed)
        rows = Orderpoint.browse(ids)
        self.env.remove_to_compute(Orderpoint._fields["qty_to_order"], rows)
        self._invalidate()

    def _write_due_of(self, company, ids, only_changed):
        """Write the columns `_SHOWN` of one company's rows."""
        names = SQL(", ").join(SQL.identifier(name) for name in _SHOWN)
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_warehouse_orderpoint o
                SET (%(names)s) = ROW(%(values)s)
                FROM (%(states)s) s
                WHERE s.id = o.id
                  AND NOT (%(only_changed)s AND (%(old)s)
                           IS NOT DISTINCT FROM (%(values)s))
                """,
                names=names,
                values=SQL(", ").join(SQL.identifier("s", name) for name in _SHOWN),
                old=SQL(", ").join(SQL.identifier("o", name) for name in _SHOWN),
                states=self._states(company, ids),
                only_changed=only_changed,
            )
        )

    def _states(self, company, ids):
        """Return the query of what one company's rows are to show, by `_SHOWN`."""
        today = company._replenish_today()
        return SQL(
            """
            SELECT facts.*, CASE
                WHEN NOT managed THEN 'own_rule'
                WHEN plan_status = 'failed' THEN 'failed'
                WHEN NOT governed AND refused THEN 'own_rule'
                WHEN plan_status IS NULL OR plan_status IN ('not_planned', 'neutral')
                    THEN 'waiting'
                WHEN NOT governed THEN 'to_review'
                WHEN held_qty > 0 AND qty_to_order <= 0 THEN 'held'
                WHEN short AND qty_to_order <= 0 AND supplied THEN 'on_the_way'
                WHEN is_out THEN 'stocked_out'
                WHEN short THEN 'runs_out'
                WHEN typed AND suggested_qty > 0 AND qty_to_order <= 0 THEN 'skipped'
                WHEN qty_to_order > 0 THEN 'order_now'
                ELSE 'covered' END AS replenish_status
            FROM (
                SELECT due.*,
                    empty AND (asked OR COALESCE(short_on <= %(today)s, FALSE))
                        AS is_out,
                    empty AND asked OR COALESCE(
                        short_on < help_date OR empty AND short_on <= %(today)s, FALSE
                    ) AS short,
                    CASE WHEN NOT governed THEN own_quantity
                         WHEN typed THEN typed_qty
                         ELSE suggested_qty END AS qty_to_order,
                    CASE WHEN typed THEN own_value ELSE due_value END AS order_value
                FROM (%(due)s) due
            ) facts
            """,
            today=SQL("%s::date", today),
            due=self._due(company, ids, today),
        )

    def _due(self, company, ids, today):
        """Return the query of what is open, and what else decides on the status."""
        return SQL(
            """
            SELECT o.id, o.plan_status,
                COALESCE(p.method, 'min_max') != 'min_max' AS managed,
                COALESCE(o.is_governed, FALSE) AS governed,
                -- Planned with this very policy, and yet core's own rule goes on: its
                -- first proposal was refused.
                COALESCE(o.plan_status = 'neutral' AND o.planned_policy_id = p.id
                    AND o.planned_policy_version = p.version, FALSE) AS refused,
                COALESCE(o.qty_to_order, 0) AS own_quantity,
                COALESCE(o.order_value, 0) AS own_value,
                o.typed_on IS NOT NULL AS typed, o.typed_qty,
                COALESCE(o.planned_on_hand, 0) <= 0 AS empty,
                -- Nothing on the shelf is a problem where somebody asks for it; where
                -- a policy gets goods for booked demand only, that alone asks.
                COALESCE(o.demand_mean, 0) > 0
                    AND COALESCE(p.demand_stream, '') != 'booked' AS asked,
                CASE WHEN COALESCE(p.demand_stream, '') != 'booked'
                    THEN o.stockout_date
                    ELSE COALESCE(MIN(g.need_date), CASE
                        WHEN o.planned_position < 0 OR o.planned_incoming > 0
                        THEN o.stockout_date END)
                    END AS short_on,
                COALESCE(
                    MIN(g.arrival_date),
                    %(today)s + CEIL(o.lead_time_mean)::int,
                    %(today)s
                ) AS help_date,
                COALESCE(o.planned_incoming, 0) > 0
                    OR COALESCE(o.ordered_on >= o.planned_on, FALSE) AS supplied,
                COALESCE(SUM(g.quantity) FILTER (%(due)s), 0) AS suggested_qty,
                COALESCE(SUM(g.value) FILTER (%(due)s), 0) AS due_value,
                COALESCE(SUM(g.quantity) FILTER (WHERE g.state = 'held'), 0)
                    AS held_qty,
                MIN(g.release_date) AS order_by_date,
                MIN(g.need_date) AS need_date
            FROM stock_warehouse_orderpoint o
            LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
            LEFT JOIN stock_replenish_suggestion g
                 ON g.orderpoint_id = o.id AND g.state IN ('proposed', 'held')
            WHERE o.id = ANY(%(ids)s) AND o.company_id = %(company)s
            GROUP BY o.id, p.id
            """,
            today=SQL("%s::date", today),
            due=SQL("WHERE g.state = 'proposed' AND g.due_date <= %s", today),
            ids=ids,
            company=company.id,
        )
