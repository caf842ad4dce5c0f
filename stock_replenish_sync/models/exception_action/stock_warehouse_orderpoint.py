import numpy as np

from odoo import _, fields, models

from ...tools import error_words, format_quantity, isolate
from ..message.stock_replenish_message import DOCUMENTS
from ..message.stock_replenish_watch_orders import DOCUMENT_CODES


class StockWarehouseOrderpoint(models.Model):
    """What exceptions ask of reordering rules: to be ordered, and what is on order."""

    _inherit = "stock.warehouse.orderpoint"

    def _order_due(self):
        """Order what is due of these rows, with the user's rights.

        :return: (dict of id → what was ordered, in words; dict of id → why nothing)
        """
        self._check_may_order()
        governed = self.filtered("is_governed")
        outcome = self.env["stock.replenish.order"]._order_orderpoints(
            governed, raise_user_error=False
        )
        suggestions = self.env["stock.replenish.suggestion"].sudo()
        suggestions = suggestions.browse(outcome.ordered)
        ordered = {
            rule.id: rule._ordered_words(
                sum(part.mapped("quantity")), ", ".join(part._document_names())
            )
            for rule, part in suggestions.grouped("orderpoint_id").items()
        }
        problems = dict(outcome.failures)
        neutral = self - governed
        due = neutral.filtered(lambda row: row.qty_to_order > 0)

        def order(ids):
            for row in self.browse(ids):
                quantity = row.qty_to_order
                row.action_replenish()
                ordered[row.id] = row._ordered_words(quantity, row._documents_written())

        for row, error in isolate(self.env.cr, due.ids, order):
            ordered.pop(row, None)
            problems[row] = error_words(error)
        for row in self:
            if row.id not in ordered and row.id not in problems:
                problems[row.id] = row._not_due_words()
        return ordered, problems

    def _ordered_words(self, quantity, documents):
        self.ensure_one()
        rule = self.sudo()
        return _(
            "Ordered %(quantity)s of %(product)s for %(warehouse)s: %(documents)s",
            quantity=format_quantity(self.env, quantity, rule.product_uom, True),
            product=rule.product_id.display_name,
            warehouse=rule.warehouse_id.display_name,
            documents=documents or _("see its orders"),
        )

    def _documents_written(self):
        """Return the names of orders for this row that this transaction wrote."""
        self.ensure_one()
        domain = [
            ("orderpoint_id", "=", self.id),
            ("write_date", ">=", self.env.cr.now()),
        ]
        lines = self.env["purchase.order.line"].sudo().search(domain)
        productions = self.env["mrp.production"].sudo().search(domain)
        moves = self.env["stock.move"].sudo().search(domain)
        names = [
            *lines.order_id.mapped("name"),
            *productions.mapped("name"),
            *moves.picking_id.mapped("name"),
        ]
        return ", ".join(names)

    def _not_due_words(self):
        """Say why nothing of this row was ordered, and what to do about it."""
        self.ensure_one()
        if self.is_governed and self.plan_status == "failed":
            return self._changed_sentence()
        held = self.sudo().suggestion_ids.filtered(lambda row: row.state == "held")
        if held:
            return held[0]._held_words()
        return _(
            "Nothing is due for %(product)s at %(warehouse)s. Plan again, or type a "
            "quantity in To Order.",
            product=self.product_id.display_name,
            warehouse=self.warehouse_id.display_name,
        )

    def _replenish_kept(self):
        """Return what this rule keeps back from others, in the product's UoM."""
        self.ensure_one()
        return self.reorder_point if self.is_governed else self.product_min_qty

    def _open_supply(self):
        """Return what is on order for these rows, the soonest first.

        :return: list of (row, line of the document, date, quantity in product UoM)
        """
        found = []
        models_by_code = {
            DOCUMENT_CODES[kind]: self.env["stock.replenish.message"]
            ._fields[field]
            .comodel_name
            for kind, field in DOCUMENTS.items()
        }
        for company, rows in self.sudo().grouped("company_id").items():
            self.env.flush_all()
            today = company._replenish_today()
            frame = self.env["stock.replenish.frame"]._lay_out(company, rows.ids, today)
            receipts = self.env["stock.replenish.position"]._receipts(frame)
            documents = self.env["stock.replenish.watch.orders"]._documents(
                receipts, np.ones(len(frame), bool)
            )
            order = np.lexsort((documents.document, documents.day, documents.item))
            for at in order.tolist():
                model = models_by_code.get(int(documents.kind[at]))
                # What is no order of ours, such as a return, nobody can put off.
                if model:
                    found.append(
                        (
                            rows.browse(int(frame.orderpoint[documents.item[at]])),
                            self.env[model].sudo().browse(int(documents.document[at])),
                            fields.Date.add(today, days=int(documents.day[at])),
                            float(documents.quantity[at]),
                        )
                    )
        return found
