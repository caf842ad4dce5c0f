from collections import defaultdict

from odoo import _, api, models
from odoo.osv import expression
from odoo.tools import SQL

from ...planning.datatypes import Reason
from ...tools import format_quantity, number_parameter, roles

# Above one of them ordering asks once more, with the totals.
ASK_ABOVE_ROWS = 20
ASK_ABOVE_VALUE = 10_000.0


class StockWarehouseOrderpoint(models.Model):
    """Ordering many rows at once: what it comes to, and what is better left out."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def replenish_order_preview(self, domain, to_max=False):
        """Return what ordering all rows of a domain comes to; orders nothing.

        :param bool to_max: rows without a due quantity count too
        :return: dict of ids (without warnings), total (see `_total`), ask (whether to
            confirm first) and skipped: list of dicts id, name, why
        """
        roles.require(self.env, "planner", _("ordering"))
        due = [] if to_max else [("qty_to_order", ">", 0)]
        rows = self.search(expression.AND([domain, due]))
        warnings = {} if to_max else rows._order_warnings()
        ready = rows.filtered(lambda row: row.id not in warnings)
        total = self._total(
            [
                (company, len(part), sum(part.mapped("order_value")))
                for company, part in ready.grouped("company_id").items()
            ]
        )
        return {
            "ids": ready.ids,
            "all_ids": rows.ids,
            "total": total,
            "ask": len(ready) > ASK_ABOVE_ROWS or total["value"] > self._ask_above(),
            "skipped": [
                {"id": row.id, "name": row.product_id.display_name, "why": why}
                for row in rows
                if (why := warnings.get(row.id))
            ],
        }

    def _ask_above(self):
        """Return the value above which ordering asks once more."""
        return number_parameter(self.env, "confirm_above_value", ASK_ABOVE_VALUE)

    def _order_warnings(self):
        """Return orderpoint id -> why a person should look before it is ordered."""
        warnings = {}
        for row in self:
            if row.plan_status == "failed":
                warnings[row.id] = _("cannot be planned; see Exceptions")
            elif row.is_governed and not row.order_value:
                warnings[row.id] = _("has no cost, so its value is not known")
        limits = self.sudo().policy_id
        for row in self.filtered(lambda row: row.typed_on):
            limit = limits.browse(row.policy_id.id).approval_limit
            if limit and row.order_value > limit:
                warnings.setdefault(
                    row.id,
                    _(
                        "the quantity typed is worth more than its policy allows "
                        "without approval"
                    ),
                )
        for row, raw, quantity in self._raised_far():
            unit = self.browse(row).product_uom
            warnings.setdefault(
                row,
                _(
                    "needs %(raw)s, but the vendor's minimum makes it %(quantity)s",
                    raw=format_quantity(self.env, raw, unit),
                    quantity=format_quantity(self.env, quantity, unit),
                ),
            )
        return warnings

    def _raised_far(self):
        """Return (id, needed, ordered) of rows a minimum makes more than double."""
        due = defaultdict(list)
        for row in self.filtered(lambda row: not row.typed_on):
            due[row.company_id].append(row.id)
        result = []
        for company, ids in due.items():
            self.env["stock.replenish.suggestion"].flush_model()
            self.env.cr.execute(
                SQL(
                    """
                    SELECT orderpoint_id, SUM(raw_quantity), SUM(quantity)
                    FROM stock_replenish_suggestion
                    WHERE orderpoint_id = ANY(%s) AND state = 'proposed'
                      AND due_date <= %s
                    GROUP BY orderpoint_id
                    HAVING BOOL_OR(reasons & %s != 0)
                       AND SUM(quantity) > 2 * SUM(raw_quantity)
                    """,
                    ids,
                    company._replenish_today(),
                    int(Reason.RAISED_TO_MINIMUM),
                )
            )
            result += self.env.cr.fetchall()
        return result
