from odoo import _, api, models
from odoo.exceptions import ValidationError

from ...planning.lanes import find_loop
from .stock_replenish_source import SHIPPING_DAYS

LARGEST = {
    "minimum_qty": 1e9,
    "multiple_qty": 1e9,
    "lead_days": 365,
    "cutoff_hour": 23.99,
}


class StockReplenishSource(models.Model):
    """What a lane must not be."""

    _inherit = "stock.replenish.source"

    @api.constrains(*LARGEST)
    def _check_numbers(self):
        labels = self.fields_get(LARGEST, ["string"])
        for lane in self:
            for name, largest in LARGEST.items():
                # Not the other way round: what is no number fails too.
                if not 0 <= lane[name] <= largest:
                    raise ValidationError(
                        _(
                            "%(lane)s: %(field)s must be between 0 and %(largest)s.",
                            lane=lane.display_name,
                            field=labels[name]["string"],
                            largest="23:59" if name == "cutoff_hour" else int(largest),
                        )
                    )

    @api.constrains(*SHIPPING_DAYS)
    def _check_shipping_days(self):
        for lane in self:
            if not any(lane[day] for day in SHIPPING_DAYS):
                raise ValidationError(
                    _(
                        "%s leaves on no day. Choose one at least, or archive it.",
                        lane.display_name,
                    )
                )

    @api.constrains("warehouse_id", "source_warehouse_id", "active")
    def _check_no_loop(self):
        if not any(self.mapped("active")):
            return
        lanes = self.sudo().search([("active", "=", True)])
        loop = find_loop(
            [lane.warehouse_id.id for lane in lanes],
            [lane.source_warehouse_id.id for lane in lanes],
        )
        if loop:
            raise ValidationError(
                _("This lane would loop: %s.", self._loop_in_words(loop))
            )

    @api.model
    def _loop_in_words(self, loop):
        """Return a loop as names of warehouses, in the direction of goods.

        :param list loop: as :func:`planning.lanes.find_loop` tells it
        """
        warehouses = self.env["stock.warehouse"].sudo().browse(reversed(loop))
        return " → ".join(
            warehouse.name
            if warehouse.company_id in self.env.companies
            else _("a warehouse of another company")
            for warehouse in warehouses
        )

    @api.constrains("route_id", "warehouse_id", "source_warehouse_id")
    def _check_route(self):
        for lane in self.sudo():
            route = lane.route_id
            ends = (route.supplied_wh_id, route.supplier_wh_id)
            if route and ends != (lane.warehouse_id, lane.source_warehouse_id):
                raise ValidationError(
                    _(
                        "The route %(route)s does not lead from %(sender)s to "
                        "%(receiver)s. Choose another one.",
                        route=route.name,
                        sender=lane.source_warehouse_id.name,
                        receiver=lane.warehouse_id.name,
                    )
                )

    @api.constrains("warehouse_id", "source_warehouse_id")
    def _check_transit(self):
        for lane in self.sudo():
            inside, between = lane.warehouse_id._get_transit_locations()
            same = lane.company_id == lane.source_company_id
            if not (inside if same else between):
                raise ValidationError(
                    _(
                        "Goods cannot travel from %(sender)s to %(receiver)s: there "
                        "is no transit location between them.",
                        sender=lane.source_warehouse_id.name,
                        receiver=lane.warehouse_id.name,
                    )
                )
