from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class StockReplenishOrder(models.AbstractModel):
    """What ordering has to know of lanes."""

    _inherit = "stock.replenish.order"

    def _check_lanes(self, suggestions):
        """Raise if nothing can be sent on a lane any more that the plan relied on."""
        stopped = suggestions.lane_id.sudo().filtered("has_problem")
        if stopped:
            raise UserError(
                _(
                    "Lane %(lane)s is stopped: %(problem)s",
                    lane=stopped[0].display_name,
                    problem=stopped[0].problem,
                )
            )

    def _typed_shares(self, orderpoint, quantity, replaced):
        """Cut a typed quantity over what it takes the place of, as it was planned.

        Lanes bring as much as they were to bring; what is more comes as the rest was
        to come, or by the last lane where there was no rest.

        :param replaced: due suggestions, soonest first
        :return: list of (quantity, suggestion)
        """
        by_lane = replaced.filtered("lane_id")
        if not by_lane:
            return [(quantity, replaced[:1])]
        shares, left = [], quantity
        rounding = orderpoint.product_uom.rounding
        for suggestion in by_lane | replaced:
            if float_compare(left, 0.0, precision_rounding=rounding) <= 0:
                break
            shares.append([min(left, suggestion.quantity), suggestion])
            left -= suggestion.quantity
        if float_compare(left, 0.0, precision_rounding=rounding) > 0:
            shares[-1][0] += left
        return [tuple(share) for share in shares]

    def _proposed_shares(self, shares, replaced):
        """Return what the plan proposed in place of each share of a typed quantity.

        All that is replaced is in one of them, so together they are what was proposed.

        :param list shares: what :meth:`_typed_shares` returns
        :param replaced: due suggestions, soonest first
        :return: list of quantities
        """
        proposed = [suggestion.quantity for _share, suggestion in shares]
        proposed[-1] += sum(replaced.mapped("quantity")) - sum(proposed)
        return proposed


class StockReplenishSuggestion(models.Model):
    """How a suggestion asks for its lane."""

    _inherit = "stock.replenish.suggestion"

    def _asked_routes(self):
        """Return the routes to ask for when it is ordered, none for the rule's own."""
        self.ensure_one()
        return self.lane_id._way_routes() if self.lane_id else self.route_id
