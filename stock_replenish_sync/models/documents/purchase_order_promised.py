from odoo import fields, models

#: States of orders that a vendor has agreed to.
CONFIRMED = ("purchase", "done")


class PurchaseOrder(models.Model):
    """Forgets what was promised for an order that is to be agreed on anew."""

    _inherit = "purchase.order"

    def button_draft(self):
        result = super().button_draft()
        self.order_line.filtered("replenish_promised").replenish_promised = False
        return result


class PurchaseOrderLine(models.Model):
    """Keeps the day that was promised first: vendors are measured by it."""

    _inherit = "purchase.order.line"

    replenish_promised = fields.Datetime(
        string="First Promised for",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="What was agreed on when the order was confirmed. Empty as long as that "
        "was not changed.",
    )

    def write(self, vals):
        if "date_planned" in vals:
            day = fields.Datetime.to_datetime(vals["date_planned"])
            moved = self._replenish_as_promised().filtered(
                lambda line: line.date_planned != day
            )
            for promised, lines in moved.grouped("date_planned").items():
                lines.replenish_promised = promised
        return super().write(vals)

    def _compute_price_unit_and_date_planned_and_name(self):
        # Core dates a line anew when its quantity changes, and writes nothing then.
        promised = {line: line.date_planned for line in self._replenish_as_promised()}
        result = super()._compute_price_unit_and_date_planned_and_name()
        for line, day in promised.items():
            if line.date_planned != day:
                line.replenish_promised = day
        return result

    def _replenish_as_promised(self):
        """Return the confirmed lines whose date was never changed."""
        return self.filtered(
            lambda line: line.id
            and line.order_id.state in CONFIRMED
            and line.date_planned
            and not line.replenish_promised
        )
