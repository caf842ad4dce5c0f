from odoo import Command, _, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...tools import error_words, format_quantity


class StockReplenishSpare(models.AbstractModel):
    """Sends what a warehouse can spare to another one."""

    _inherit = "stock.replenish.spare"

    def _send(self, candidate, quantity, product, warehouse, rule):
        """Make the transfers of a quantity; return them.

        Over a lane to a rule that follows a policy, as a suggestion that a person
        typed: it has the lane's dates and needs approval like any other. Over a lane
        or a resupply route to anything else, as core's procurement by that route.
        Where no way leads, as one internal transfer from stock to stock: within a
        company nothing has to be kept account of on the way, and it is reserved at
        once and in stock when it is validated.

        :param candidate: fresh, see `_candidates`; not less than `quantity` to spare
        :param rule: reordering rule of the destination, maybe empty
        :return: pickings
        :raises UserError: if it cannot be sent
        """
        if candidate.lane and rule.is_governed:
            return self._send_by_suggestion(candidate, quantity, rule)
        if candidate.lane or candidate.route:
            return self._send_by_route(candidate, quantity, product, warehouse, rule)
        return self._send_directly(candidate, quantity, product, warehouse, rule)

    def _check_spare(self, candidate, quantity, product):
        """Raise if a warehouse cannot spare a quantity (any more).

        :param candidate: None where it has nothing to spare at all
        """
        rounding = product.uom_id.rounding
        spare = candidate.spare if candidate else 0.0
        if float_compare(quantity, spare, precision_rounding=rounding) > 0:
            raise UserError(
                _(
                    "%(warehouse)s has %(spare)s of %(product)s to spare now, not "
                    "%(quantity)s. Take less.",
                    warehouse=candidate.warehouse.name if candidate else _("It"),
                    spare=format_quantity(self.env, spare, product.uom_id, True),
                    product=product.display_name,
                    quantity=format_quantity(self.env, quantity, product.uom_id),
                )
            )

    def _send_by_suggestion(self, candidate, quantity, rule):
        service = self.env["stock.replenish.order"].sudo()
        rule = rule.sudo()
        if not service._lock(rule.ids, skip_locked=False):
            raise UserError(_("The reordering rule %s is archived.", rule.name))
        company = rule.company_id
        cost = rule.product_id.with_company(company).standard_price
        nothing = self.env["stock.replenish.suggestion"].sudo()
        service._check_approval(rule, quantity * cost, nothing)
        today = company._replenish_today()
        suggestion = nothing.create(
            {
                "orderpoint_id": rule.id,
                "company_id": company.id,
                "warehouse_id": rule.warehouse_id.id,
                "product_id": rule.product_id.id,
                "policy_id": rule.policy_id.id,
                "kind": "transfer",
                "source_warehouse_id": candidate.warehouse.id,
                "lane_id": candidate.lane.id,
                "is_typed": True,
                "quantity": quantity,
                "raw_quantity": quantity,
                "value": quantity * cost,
                "need_date": candidate.arrival,
                "arrival_date": candidate.arrival,
                "release_date": today,
                "due_date": today,
                "state": "proposed",
            }
        )
        self._run(lambda: service._run_suggestions(suggestion))
        return suggestion.move_ids.picking_id

    def _send_by_route(self, candidate, quantity, product, warehouse, rule):
        routes = candidate.lane._way_routes() if candidate.lane else candidate.route
        company = warehouse.company_id
        arrival = company._replenish_noon(candidate.arrival)
        group = self.env["procurement.group"].sudo().with_company(company)
        own = group.create({"name": rule.name or product.display_name})
        values = {
            "group_id": own,
            "route_ids": routes,
            "warehouse_id": warehouse,
            "company_id": company,
            "date_planned": arrival,
            "date_deadline": arrival,
        }
        if rule:
            values["orderpoint_id"] = rule.sudo()
        self._run(
            lambda: group.run(
                [
                    group.Procurement(
                        product.sudo(),
                        quantity,
                        product.uom_id,
                        warehouse.lot_stock_id,
                        own.name,
                        own.name,
                        company,
                        values,
                    )
                ]
            )
        )
        moves = self.env["stock.move"].sudo().search([("group_id", "=", own.id)])
        return moves.picking_id

    def _run(self, procure):
        """Call what makes documents; say in words why it cannot."""
        try:
            procure()
        except UserError:
            raise
        except Exception as error:
            if not hasattr(error, "procurement_exceptions"):
                raise
            raise UserError(error_words(error)) from error

    def _send_directly(self, candidate, quantity, product, warehouse, rule):
        source, stock = candidate.warehouse.lot_stock_id, warehouse.lot_stock_id
        picking = (
            self.env["stock.picking"]
            .with_company(warehouse.company_id)
            .create(
                {
                    "picking_type_id": candidate.warehouse.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": stock.id,
                    "origin": rule.name or product.display_name,
                    "move_ids": [
                        Command.create(
                            {
                                "name": product.display_name,
                                "product_id": product.id,
                                "product_uom": product.uom_id.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": stock.id,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        return picking
