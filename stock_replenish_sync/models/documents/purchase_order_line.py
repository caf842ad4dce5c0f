from odoo import api, fields, models
from odoo.tools import float_round


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    replenish_suggestion_id = fields.Many2one(
        "stock.replenish.suggestion",
        string="Replenishment Suggestion",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, company_id, values, po
    ):
        vals = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, company_id, values, po
        )
        suggestion = values.get("replenish_suggestion_id", False)
        vals["replenish_suggestion_id"] = suggestion
        if suggestion and product_uom != product_id.uom_po_id:
            vals["product_qty"] = self._replenish_purchase_quantity(
                product_qty, product_uom, product_id.uom_po_id
            )
        return vals

    @api.model
    def _replenish_purchase_quantity(self, quantity, unit, purchase_unit):
        """Return a quantity in purchase units that is not less than asked for.

        Core rounds half up. A quantity that was planned as whole purchase units, and
        is off by the decimals of the product's unit only, becomes whole again.
        """
        exact = unit._compute_quantity(quantity, purchase_unit, round=False)
        whole = round(exact)
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        off = purchase_unit._compute_quantity(abs(exact - whole), unit, round=False)
        if whole and off < 10**-digits:
            return whole
        return float_round(
            exact, precision_rounding=purchase_unit.rounding, rounding_method="UP"
        )

    def _find_candidate(
        self,
        product_id,
        product_qty,
        product_uom,
        location_id,
        name,
        origin,
        company_id,
        values,
    ):
        # A line belongs to one suggestion; what is not for it gets a line of its own.
        suggestion = values.get("replenish_suggestion_id", False)
        lines = self.filtered(
            lambda line: line.replenish_suggestion_id.id == suggestion
        )
        return super(PurchaseOrderLine, lines)._find_candidate(
            product_id,
            product_qty,
            product_uom,
            location_id,
            name,
            origin,
            company_id,
            values,
        )

    @api.model
    def _replenish_deadlines(self, suggestion_ids):
        """Return order id -> deadline of draft orders that suggestions may join."""
        suggestions = self.env["stock.replenish.suggestion"].sudo()
        suggestions = suggestions.browse(suggestion_ids)
        orders = (
            self.env["purchase.order"]
            .sudo()
            .search_fetch(
                [
                    ("state", "=", "draft"),
                    ("partner_id", "in", suggestions.vendor_id.ids),
                    ("company_id", "in", suggestions.company_id.ids),
                ],
                ["date_order"],
            )
        )
        return {order.id: order.date_order for order in orders}

    @api.model
    def _align_replenish_order_dates(self, suggestion_ids, deadlines):
        """Set the order deadline of draft orders to the earliest day we planned.

        Core derives it from the vendor's agreed delay, which is not the lead time
        the plan may have learned. What was there for other lines is kept unless the
        plan asks for an earlier day.

        :param dict deadlines: what :meth:`_replenish_deadlines` said before ordering
        """
        lines = self.sudo().search(
            [
                ("replenish_suggestion_id", "in", suggestion_ids),
                ("order_id.state", "=", "draft"),
            ]
        )
        for order in lines.order_id:
            others = order.order_line.filtered(
                lambda line: not line.display_type and not line.replenish_suggestion_id
            )
            suggestions = order.order_line.replenish_suggestion_id
            planned = order.company_id._replenish_noon(
                min(suggestions._order_days().values())
            )
            if others and order.id in deadlines:
                planned = min(planned, deadlines[order.id])
            if order.date_order != planned:
                order.date_order = planned

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # What the gate orders is queued there.
        lines.filtered(lambda line: not line.replenish_suggestion_id)._replenish_again()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_replenish_again(self):
        self._replenish_again()

    def _replenish_again(self):
        """Have planned again what these lines change."""
        self.env["stock.replenish.dirty"].sudo()._mark_products(self.product_id)

    def write(self, vals):
        result = super().write(vals)
        if {"date_planned", "product_qty"} & set(vals):
            self._replenish_again()
        return result
