from math import isnan

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round

from ..planning.acting import days_of_cover
from ..tools import format_quantity


class StockReplenishTransfer(models.TransientModel):
    """Who can spare what is missing, and what to take from whom."""

    _name = "stock.replenish.transfer"
    _description = "Transfer from where there is more"

    exception_id = fields.Many2one(
        "stock.replenish.exception", required=True, readonly=True, ondelete="cascade"
    )
    missing = fields.Float(digits="Product Unit of Measure", readonly=True)
    line_ids = fields.One2many(
        "stock.replenish.transfer.line", "transfer_id", string="Warehouses"
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("missing", "line_ids.quantity")
    @api.depends_context("lang")
    def _compute_summary(self):
        for dialog in self:
            row = dialog.exception_id
            unit = row.product_id.uom_id
            taken = sum(dialog.line_ids.mapped("quantity"))
            dialog.summary = _(
                "%(product)s at %(warehouse)s: %(missing)s missing, %(taken)s taken",
                missing=format_quantity(self.env, dialog.missing, unit, True),
                taken=format_quantity(self.env, taken, unit, True),
                **row._place_words(),
            )

    def action_apply(self):
        """Make the transfers of the quantities typed."""
        rows = self.exception_id.with_user(self.env.user)._acting(_("transferring"))
        self.ensure_one()
        self.check_access_rule("write")
        quantities = {
            line.source_id.id: line._checked_quantity()
            for line in self.line_ids
            if line.quantity
        }
        if not quantities:
            raise UserError(_("Type how much to take from at least one warehouse."))
        return rows._act("transfer", lambda row: row._transfer(quantities))


class StockReplenishTransferLine(models.TransientModel):
    _name = "stock.replenish.transfer.line"
    _description = "Stock that a warehouse can spare"
    _order = "id"

    transfer_id = fields.Many2one(
        "stock.replenish.transfer", required=True, ondelete="cascade"
    )
    # Of another company too, whose warehouses one may not see: shown by its name.
    source_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, ondelete="cascade"
    )
    source_name = fields.Char(string="From", readonly=True)
    lane_name = fields.Char(
        string="Lane", readonly=True, help="Empty: one transfer from stock to stock."
    )
    date_arrival = fields.Date(string="There on", readonly=True)
    on_hand = fields.Float(digits="Product Unit of Measure", readonly=True)
    spare = fields.Float(
        digits="Product Unit of Measure",
        readonly=True,
        help="On hand above its own reorder point and what is booked there.",
    )
    rate = fields.Float("Demand per Day", readonly=True)
    quantity = fields.Float(string="Take", digits="Product Unit of Measure")
    cover_text = fields.Char(
        string="Days of Supply there",
        compute="_compute_cover_text",
        help="On hand ÷ expected daily demand, now and once this is taken.",
    )

    @api.depends("on_hand", "rate", "quantity")
    @api.depends_context("lang")
    def _compute_cover_text(self):
        for line in self:
            before = float(days_of_cover(line.on_hand, line.rate))
            after = float(days_of_cover(line.on_hand - line.quantity, line.rate))
            line.cover_text = (
                _("no demand")
                if isnan(before)
                else _("%(before)d → %(after)d", before=before, after=after)
            )

    def _checked_quantity(self):
        """Return what is to be taken; raise if it is none in whole units."""
        self.ensure_one()
        unit = self.transfer_id.exception_id.product_id.uom_id
        whole = float_round(self.quantity, precision_rounding=unit.rounding)
        if self.quantity < 0 or float_compare(whole, self.quantity, precision_digits=6):
            raise UserError(
                _(
                    "%(quantity)g %(unit)s cannot be taken from %(warehouse)s. Type a "
                    "whole number of units, or 0.",
                    quantity=self.quantity,
                    unit=unit.name,
                    warehouse=self.source_name,
                )
            )
        return whole
