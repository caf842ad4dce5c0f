from odoo import fields, models
from odoo.tools import SQL

from ...tools import columns

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
        self._flush_shown()
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
        self._forget_shown(ids)

    def _write_due_of(self, company, ids, only_changed):
        """Write the columns `_SHOWN` of one company's rows."""
        rows = SQL(
            """SELECT * FROM stock_warehouse_orderpoint
               WHERE id = ANY(%s) AND company_id = %s""",
            ids,
            company.id,
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_warehouse_orderpoint o
                SET (%(names)s) = ROW(%(new)s)
                FROM (%(states)s) s
                WHERE s.id = o.id
                  AND NOT (%(only_changed)s AND (%(old)s)
                           IS NOT DISTINCT FROM (%(new)s))
                """,
                names=shown(),
                new=shown("s"),
                old=shown("o"),
                states=self._states(rows, company),
                only_changed=only_changed,
            )
        )

    def _flush_shown(self):
        """Bring to the database what the rows' suggestions and status follow from."""
        # All of it: what is in the cache is dropped at the end.
        for model in ("warehouse.orderpoint", "replenish.suggestion"):
            self.env[f"stock.{model}"].flush_model()
        self.env["stock.replenish.policy"].flush_model()

    def _forget_shown(self, ids):
        """Drop what records say of rows just written."""
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        rows = Orderpoint.browse(ids)
        self.env.remove_to_compute(Orderpoint._fields["qty_to_order"], rows)
        Orderpoint.invalidate_model(flush=False)
        self.env["stock.replenish.suggestion"].invalidate_model(flush=False)

    def _states(self, rows, company):
        """Return the query of what one company's rows are to show, by `_SHOWN`.

        :param SQL rows: query of the rows, by the names of their columns
        """
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
            due=self._due(rows, today),
        )

    def _due(self, rows, today):
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
                    ELSE COALESCE(g.need_date, CASE
                        WHEN o.planned_position < 0 OR o.planned_incoming > 0
                        THEN o.stockout_date END)
                    END AS short_on,
                COALESCE(
                    g.arrival_date,
                    %(today)s + CEIL(o.lead_time_mean)::int,
                    %(today)s
                ) AS help_date,
                COALESCE(o.planned_incoming, 0) > 0
                    OR COALESCE(o.ordered_on >= o.planned_on, FALSE) AS supplied,
                COALESCE(g.suggested_qty, 0) AS suggested_qty,
                COALESCE(g.due_value, 0) AS due_value,
                COALESCE(g.held_qty, 0) AS held_qty,
                g.order_by_date, g.need_date
            FROM (%(rows)s) o
            LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
            CROSS JOIN LATERAL (
                SELECT SUM(quantity) FILTER (%(due)s) AS suggested_qty,
                       SUM(value) FILTER (%(due)s) AS due_value,
                       SUM(quantity) FILTER (WHERE state = 'held') AS held_qty,
                       MIN(release_date) AS order_by_date,
                       MIN(need_date) AS need_date,
                       MIN(arrival_date) AS arrival_date
                FROM stock_replenish_suggestion
                WHERE orderpoint_id = o.id AND state IN ('proposed', 'held')
            ) g
            """,
            today=SQL("%s::date", today),
            due=SQL("WHERE state = 'proposed' AND due_date <= %s", today),
            rows=rows,
        )


def shown(alias=None):
    """Return the columns of what is shown as a list in SQL."""
    return columns.listed(_SHOWN, alias)
