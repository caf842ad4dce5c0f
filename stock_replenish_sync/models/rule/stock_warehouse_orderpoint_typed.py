from math import isfinite

from odoo import _, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_round

from ...tools import format_quantity, notification

# Share of a step that computing, not a person, leaves behind.
NOISE = 1e-6


class StockWarehouseOrderpoint(models.Model):
    """What a person typed in place of the plan's quantity, until the next plan."""

    _inherit = "stock.warehouse.orderpoint"

    typed_qty = fields.Float(
        "Typed Quantity", digits="Product Unit of Measure", readonly=True, copy=False
    )
    typed_on = fields.Datetime(string="Typed on", readonly=True, copy=False)
    typed_uid = fields.Many2one(
        "res.users", string="Typed by", readonly=True, copy=False
    )

    def write(self, vals):
        if "qty_to_order" not in vals or self.env.context.get("replenish_computed"):
            return super().write(vals)
        if "policy_id" in vals:
            # Whether a quantity is typed or core's is for the new policy to say.
            rest = dict(vals)
            quantity = rest.pop("qty_to_order")
            self.write(rest)
            return self.write({"qty_to_order": quantity})
        typed = self.filtered("is_governed")
        if not typed:
            return super().write(vals)
        if self - typed:
            super(StockWarehouseOrderpoint, self - typed).write(vals)
        lots = typed._orderable(dict.fromkeys(typed.ids, vals["qty_to_order"]))
        now = fields.Datetime.now()
        for quantity, rows in typed.grouped(lambda row: lots[row.id]).items():
            super(StockWarehouseOrderpoint, rows).write(
                dict(vals, qty_to_order=quantity)
            )
            # Who typed what is no field that a person may write.
            super(StockWarehouseOrderpoint, rows.sudo()).write(
                {"typed_qty": quantity, "typed_on": now, "typed_uid": self.env.uid}
            )
        typed._value_typed()
        typed._refresh_from_suggestions()
        return True

    def _orderable(self, quantities):
        """Return orderpoint id -> what can be ordered in place of what was typed.

        As with a suggestion: whole lots, at least the vendor's minimum. 0 stays 0.

        :param quantities: dict of orderpoint id -> quantity in product UoM
        :raises ValidationError: for what is no quantity to order
        """
        quantities = {
            row.id: self._check_typed(row, quantities[row.id]) for row in self
        }
        positive = self.filtered(lambda row: quantities[row.id] > 0)
        if not positive:
            return dict.fromkeys(self.ids, 0.0)
        rounded = (
            positive.env["stock.replenish.supply"]
            .sudo()
            ._round_up(
                positive.sudo(), {row.id: quantities[row.id] for row in positive}
            )
        )
        return {
            row.id: float_round(
                rounded.get(row.id, 0.0),
                precision_rounding=row.product_uom.rounding,
                rounding_method="UP",
            )
            for row in self
        }

    def _check_typed(self, orderpoint, quantity):
        """Return a quantity in whole steps of its unit, without noise of computing.

        :raises ValidationError: if it cannot be one to order, or is none by its unit
        """
        if quantity < 0:
            raise ValidationError(
                _(
                    "A quantity to order cannot be negative. Type 0 to order "
                    "nothing until the next plan."
                )
            )
        step = orderpoint.quantity_step
        finite = isfinite(quantity)
        whole = float_round(quantity, precision_rounding=step) if finite else 0.0
        noise = max(NOISE * step, NOISE**2 * quantity)
        if not finite or abs(quantity - whole) > noise:
            raise ValidationError(
                _(
                    "%(product)s is counted in steps of %(step)g %(unit)s, so "
                    "%(quantity)g cannot be ordered. Type a whole number of steps.",
                    product=orderpoint.product_id.display_name,
                    step=step,
                    unit=orderpoint.product_uom_name,
                    quantity=quantity,
                )
            )
        return whole

    def _value_typed(self):
        """Bring the value of typed rows in line with what was typed."""
        for company, rows in self.sudo().grouped("company_id").items():
            for orderpoint in rows.with_company(company):
                cost = max(orderpoint.product_id.standard_price, 0.0)
                orderpoint.order_value = company.currency_id.round(
                    orderpoint.typed_qty * cost
                )

    def action_reset_quantity(self):
        """Take back what was typed: order what the plan says."""
        rows = self._as_planner(_("Resetting a quantity")).filtered("typed_on")
        if rows:
            self.env["stock.replenish.apply"].sudo()._write_due(
                rows.ids, forget_typed=True
            )
        return notification(
            _("%s follow the plan again.", len(rows))
            if len(rows) != 1
            else _(
                "%(product)s: %(quantity)s %(unit)s, as planned.",
                product=rows.product_id.display_name,
                quantity=format_quantity(
                    self.env, rows.suggested_qty, rows.product_uom
                ),
                unit=rows.product_uom_name,
            )
        )

    def action_order_to_max(self):
        """Order what brings these rows to their maximum."""
        return self.action_replenish(force_to_max=True)
