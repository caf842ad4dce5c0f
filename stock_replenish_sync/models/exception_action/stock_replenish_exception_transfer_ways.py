from typing import NamedTuple

from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from ...planning.acting import take_in_turn


class Way(NamedTuple):
    """A transfer that would help; quantities in product UoM.

    `place` is the warehouse at the other end, `on_hand` and `rate` what it has and uses
    a day, `limit` what it can spare or needs. `candidate` says how goods are sent.
    """

    place: models.BaseModel
    candidate: object
    on_hand: float
    rate: float
    limit: float


class StockReplenishException(models.Model):
    """Which transfers help against a problem, and how much is proposed of each."""

    _inherit = "stock.replenish.exception"

    def _gives(self):
        """Tell whether there is too much here, so that a transfer takes it away."""
        return self._detection()._family == "too_much"

    def _transfer_ways(self):
        """Return the transfers that help, best first.

        :return: (list of :class:`Way`, what is missing here or too much, proposed
            quantities)
        :raises UserError: if there is none
        """
        self.ensure_one()
        if not (self.product_id and self.warehouse_id):
            raise UserError(
                _(
                    "%s is not about a product at a warehouse; there is nothing to "
                    "transfer.",
                    self.display_name,
                )
            )
        step = self._step()
        if self._gives():
            ways, spare = self._ways_out()
            total = float_round(
                min(spare, self.quantity or spare),
                precision_rounding=step,
                rounding_method="DOWN",
            )
            lots = minimum = [0.0] * len(ways)
        else:
            ways = self._ways_in()
            total = float_round(
                self._missing(), precision_rounding=step, rounding_method="UP"
            )
            lots = [way.candidate.multiple for way in ways]
            minimum = [way.candidate.minimum for way in ways]
        taken = take_in_turn(
            total, [way.limit for way in ways], [lot or step for lot in lots], minimum
        )
        return ways, total, taken.tolist()

    def _ways_in(self):
        """Return the transfers from where there is more than is needed."""
        product = self.product_id
        found = self.env["stock.replenish.spare"]._candidates(
            product, self.warehouse_id
        )
        if not found:
            raise UserError(
                _(
                    "No other warehouse has %s to spare: all of it is booked, or below "
                    "the reorder point there.",
                    product.display_name,
                )
            )
        step = self._step()
        return [
            Way(
                row.warehouse,
                row,
                row.on_hand,
                row.rate,
                float_round(row.spare, precision_rounding=step, rounding_method="DOWN"),
            )
            for row in found
        ]

    def _ways_out(self):
        """Return (transfers to where something is missing, what can be spared here).

        Missing is what the plan would order there, or what lies below the reorder
        point with all that is on order; most first.
        """
        service = self.env["stock.replenish.spare"]
        product, here = self.product_id, self.warehouse_id
        ways, spare = [], 0.0
        for rule in self._rules_elsewhere():
            kept = rule._replenish_kept()
            short = kept - rule.planned_position if rule.planned_on else 0.0
            short = max(short, rule.qty_to_order)
            if short <= 0:
                continue
            place = rule.warehouse_id
            found = service._candidates(product, place, {here.id})
            if found:
                spare = found[0].spare
                there = service._stocks(product, here, {place.id})[place.id]
                short = rule._replenish_whole(short)
                ways.append(
                    Way(place, found[0], there["on_hand"], there["rate"], short)
                )
        if not ways:
            raise UserError(
                _(
                    "No other warehouse needs %(product)s, or %(warehouse)s has none "
                    "to spare.",
                    **self._place_words(),
                )
            )
        return sorted(ways, key=lambda way: (-way.limit, way.place.id)), spare

    def _step(self):
        """Return the smallest quantity to transfer: pieces are sent whole."""
        return (
            self.orderpoint_id.sudo().quantity_step
            or self.product_id.uom_id.rounding
            or 0.01
        )

    def _rules_elsewhere(self):
        """Return the rules of the product at the other warehouses of the company."""
        rules = self.env["stock.warehouse.orderpoint"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("company_id", "=", self.company_id.id),
                ("warehouse_id", "!=", self.warehouse_id.id),
            ],
            order="id",
        )
        return rules.filtered(
            lambda rule: rule.location_id == rule.warehouse_id.lot_stock_id
        )

    def _rule_at(self, warehouse):
        """Return the rule of the product at a warehouse, maybe none."""
        if warehouse == self.warehouse_id:
            return self.orderpoint_id
        rules = self._rules_elsewhere()
        return rules.filtered(lambda rule: rule.warehouse_id == warehouse)[:1]

    def _missing(self):
        """Return what brings the stock here up to its reorder point.

        What is on order does not count: goods are asked for since it comes too late.
        """
        self.ensure_one()
        here = self.env["stock.replenish.spare"]._stocks(
            self.product_id, self.warehouse_id, set(self.warehouse_id.ids)
        )
        missing = sum(
            place["kept"] + place["committed"] - place["on_hand"]
            for place in here.values()
        )
        if missing <= 0:
            missing = self.orderpoint_id.qty_to_order or self.quantity
        return max(missing, 0.0)
