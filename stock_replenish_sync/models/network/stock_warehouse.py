from odoo import _, fields, models

from ...tools import roles
from .stock_replenish_source import SHARING_MODES

MANAGER = "stock_replenish_sync.group_replenish_manager"


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    replenish_sharing = fields.Selection(
        SHARING_MODES,
        string="When short, share by",
        default="cover",
        required=True,
        groups=MANAGER,
        help="How this warehouse shares what it has among the lanes that lead out of "
        "it, when it is short.",
    )
    replenish_lane_count = fields.Integer(
        string="Lanes", compute="_compute_replenish_lanes"
    )
    replenish_untaken_count = fields.Integer(
        string="Resupply Routes without Lane", compute="_compute_replenish_lanes"
    )

    def _compute_replenish_lanes(self):
        Lane = self.env["stock.replenish.source"]
        lanes = Lane
        if roles.may(self.env, "viewer"):
            lanes = Lane.search([("active", "=", True)])
        ends = [
            {lane.warehouse_id.id, lane.source_warehouse_id.id} for lane in lanes.sudo()
        ]
        untaken = [row["warehouse_id"] for row in Lane.sudo()._untaken(self.company_id)]
        for warehouse in self:
            warehouse.replenish_lane_count = sum(
                warehouse._origin.id in pair for pair in ends
            )
            warehouse.replenish_untaken_count = untaken.count(warehouse._origin.id)

    def action_replenish_take_over(self):
        """Make lanes of the routes that resupply these warehouses."""
        rows = roles.checked(self, "manager", _("changing lanes"))
        return self.env["stock.replenish.source"]._take_over_and_tell(rows)

    def action_replenish_lanes(self):
        """Open the lanes that lead here or away from here."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock_replenish_sync.stock_replenish_source_action"
        )
        return {
            **action,
            "domain": [
                "|",
                ("warehouse_id", "in", self.ids),
                ("source_warehouse_id", "in", self.ids),
            ],
            "context": {"default_warehouse_id": self.id if len(self) == 1 else False},
        }
