from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...planning.acting import take_in_turn
from ...tools import format_quantity


class StockReplenishException(models.Model):
    """Bring what is missing from where there is more than is needed."""

    _inherit = "stock.replenish.exception"

    def action_transfer(self):
        """Show who can spare what; of several, take from the best one at once."""
        rows = self._acting(_("transferring"))
        if len(rows) == 1:
            return rows._transfer_dialog()
        return rows._act("transfer", lambda row: row._transfer_from_best())

    def _transfer_dialog(self):
        self.ensure_one()
        self._check_place()
        candidates = self._candidates()
        missing = self._missing()
        taken = self._proposed_from(candidates, missing)
        return self._dialog(
            "stock.replenish.transfer",
            _("Transfer from where there is more"),
            exception_id=self.id,
            missing=missing,
            line_ids=[
                (
                    0,
                    0,
                    {
                        "source_id": candidate.warehouse.id,
                        "source_name": candidate.warehouse.name,
                        "lane_name": candidate.lane.display_name
                        or candidate.route.name,
                        "date_arrival": candidate.arrival,
                        "on_hand": candidate.on_hand,
                        "spare": candidate.spare,
                        "rate": candidate.rate,
                        "quantity": quantity,
                    },
                )
                for candidate, quantity in zip(candidates, taken, strict=True)
            ],
        )

    def _check_place(self):
        """Raise unless it is said what is missing where."""
        self.ensure_one()
        if not (self.product_id and self.warehouse_id):
            raise UserError(
                _(
                    "%s is not about a product at a warehouse; nothing can be brought "
                    "there.",
                    self.display_name,
                )
            )

    def _candidates(self):
        """Return who can spare something; raise if nobody can."""
        found = self.env["stock.replenish.spare"]._candidates(
            self.product_id, self.warehouse_id
        )
        if not found:
            raise UserError(
                _(
                    "No other warehouse has %s to spare: all of it is booked, or below "
                    "the reorder point there.",
                    self.product_id.display_name,
                )
            )
        return found

    def _missing(self):
        """Return what brings the stock here up to its reorder point.

        What is on order does not count: goods are asked for since it comes too late.
        """
        self.ensure_one()
        rule = self.orderpoint_id
        product = self.product_id
        here = (
            self.env["stock.replenish.spare"]
            ._stocks(product, self.warehouse_id, {self.warehouse_id.id})
            .get(self.warehouse_id.id)
        )
        missing = here["kept"] + here["committed"] - here["on_hand"] if here else 0.0
        if missing <= 0:
            missing = rule.qty_to_order or self.quantity
        return product.uom_id._compute_quantity(
            max(missing, 0.0), product.uom_id, rounding_method="UP"
        )

    def _proposed_from(self, candidates, missing):
        """Return what to take of candidates in their order, in whole units."""
        step = self.product_id.uom_id.rounding
        return take_in_turn(
            missing,
            [candidate.spare for candidate in candidates],
            [candidate.multiple or step for candidate in candidates],
            [candidate.minimum for candidate in candidates],
        ).tolist()

    def _transfer_from_best(self):
        """Take from the first one that can spare something; return what was done."""
        self._check_place()
        candidates = self._candidates()
        taken = self._proposed_from(candidates, self._missing())
        best = next(
            (
                (candidate, quantity)
                for candidate, quantity in zip(candidates, taken, strict=True)
                if quantity > 0
            ),
            None,
        )
        if not best:
            raise UserError(
                _(
                    "Nothing is missing of %(product)s at %(warehouse)s, or too little "
                    "for a transfer.",
                    **self._place_words(),
                )
            )
        candidate, quantity = best
        return self._transfer({candidate.warehouse.id: quantity})

    def _transfer(self, quantities):
        """Make the transfers; return in words what was done.

        :param dict quantities: source warehouse id → quantity in product UoM
        :raises UserError: if a source cannot spare it any more
        """
        self.ensure_one()
        service = self.env["stock.replenish.spare"].with_user(self.env.user)
        product, warehouse = self.product_id, self.warehouse_id
        service._hold(product, self.env["stock.warehouse"].browse(quantities))
        now = {
            candidate.warehouse.id: candidate
            for candidate in service._candidates(product, warehouse)
        }
        said = []
        for source, quantity in quantities.items():
            candidate = now.get(source)
            service._check_spare(candidate, quantity, product)
            pickings = service._send(
                candidate, quantity, product, warehouse, self.orderpoint_id
            )
            said.append(
                _(
                    "%(quantity)s of %(product)s from %(source)s to %(warehouse)s, "
                    "there on %(day)s: %(documents)s",
                    quantity=format_quantity(self.env, quantity, product.uom_id, True),
                    product=product.display_name,
                    source=candidate.warehouse.name,
                    warehouse=warehouse.name,
                    day=format_date(self.env, candidate.arrival),
                    documents=", ".join(pickings.sudo().mapped("name")),
                )
            )
        return "\n".join(said)
