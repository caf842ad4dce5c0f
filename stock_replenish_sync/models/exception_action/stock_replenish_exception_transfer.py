from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools import format_quantity


class StockReplenishException(models.Model):
    """Bring what is missing from where there is too much, or the other way round."""

    _inherit = "stock.replenish.exception"

    def action_transfer(self):
        """Show who can spare what, or who needs it; of several exceptions, make the
        best transfer of each at once."""
        rows = self._acting(_("transferring"))
        if len(rows) == 1:
            return rows._transfer_dialog()
        return rows._act("transfer", lambda row: row._transfer_best())

    def _transfer_dialog(self):
        self.ensure_one()
        ways, total, taken = self._transfer_ways()
        gives = self._gives()
        return self._dialog(
            "stock.replenish.transfer",
            _("Send to where it is needed")
            if gives
            else _("Transfer from where there is more"),
            exception_id=self.id,
            is_outgoing=gives,
            total=total,
            line_ids=[
                (
                    0,
                    0,
                    {
                        "place_id": way.place.id,
                        "place_name": way.place.name,
                        "lane_name": way.candidate.lane.display_name
                        or way.candidate.route.name,
                        "date_arrival": way.candidate.arrival,
                        "on_hand": way.on_hand,
                        "limit": way.limit,
                        "rate": way.rate,
                        "quantity": quantity,
                    },
                )
                for way, quantity in zip(ways, taken, strict=True)
            ],
        )

    def _transfer_best(self):
        """Make the first transfer that is proposed; return what was done."""
        ways, _total, taken = self._transfer_ways()
        for way, quantity in zip(ways, taken, strict=True):
            if quantity > 0:
                return self._transfer({way.place.id: quantity})
        raise UserError(
            _(
                "Nothing is missing of %(product)s at %(warehouse)s, or too little "
                "for a transfer.",
                **self._place_words(),
            )
        )

    def _transfer(self, quantities):
        """Make the transfers; return in words what was done.

        :param dict quantities: warehouse id at the other end → quantity in product UoM
        :raises UserError: if a source cannot spare it any more
        """
        self.ensure_one()
        service = self.env["stock.replenish.spare"].with_user(self.env.user)
        here, product = self.warehouse_id, self.product_id
        places = self.env["stock.warehouse"].browse(quantities)
        gives = self._gives()
        service._hold(product, here if gives else places)
        said = []
        for place in places:
            sender, receiver = (here, place) if gives else (place, here)
            quantity = quantities[place.id]
            # What was sent a moment ago is not there any more.
            found = service._candidates(product, receiver, {sender.id})
            candidate = found[0] if found else None
            service._check_spare(candidate, quantity, product, sender)
            rule = self._rule_at(receiver)
            pickings = service._send(candidate, quantity, product, receiver, rule)
            said.append(
                _(
                    "%(quantity)s of %(product)s from %(sender)s to %(warehouse)s, "
                    "there on %(day)s: %(documents)s",
                    quantity=format_quantity(self.env, quantity, product.uom_id, True),
                    product=product.display_name,
                    sender=sender.name,
                    warehouse=receiver.name,
                    day=format_date(self.env, candidate.arrival),
                    documents=", ".join(pickings.sudo().mapped("name")),
                )
            )
        return "\n".join(said)
