import json

from odoo import api, fields, models

from ...planning import unpack


class StockReplenishSnapshot(models.AbstractModel):
    """Keeps what a plan was made of, and what it said."""

    _name = "stock.replenish.snapshot"
    _description = "Replenishment Planning: stored inputs and result"

    packed = fields.Text(
        string="Packed Inputs and Result",
        prefetch=False,
        help="As planning stores it by the thousand: values without their names.",
    )
    snapshot = fields.Json(
        string="Stored Inputs and Result",
        compute="_compute_snapshot",
        inverse="_inverse_snapshot",
    )

    @api.depends("packed")
    def _compute_snapshot(self):
        for record in self:
            record.snapshot = unpack(record.packed) if record.packed else False

    def _inverse_snapshot(self):
        for record in self:
            record.packed = json.dumps(record.snapshot) if record.snapshot else False
