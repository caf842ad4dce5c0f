from odoo import _, api, models

from ..message.stock_replenish_message import DOCUMENTS


class StockReplenishMessage(models.Model):
    """What a person wants of an open order, in the shape of a message."""

    _inherit = "stock.replenish.message"

    @api.model
    def _wish(self, rule, document, now, wanted):
        """Return a message that is not stored, to be judged and applied like others.

        :param rule: reordering rule it is about, maybe empty
        :param document: line of a purchase order, manufacturing order or move
        :param now: (date, quantity still to come in product UoM) as it is
        :param wanted: (date, quantity) as it shall be; a quantity of 0 cancels
        """
        kind = next(
            name
            for name, field in DOCUMENTS.items()
            if self._fields[field].comodel_name == document._name
        )
        day, quantity = now
        new_day, new_quantity = wanted
        if new_quantity <= 0:
            what = "cancel"
        elif new_day != day:
            what = "later" if new_day > day else "earlier"
        else:
            what = "more" if new_quantity > quantity else "less"
        return self.new(
            {
                "document_kind": kind,
                DOCUMENTS[kind]: document.id,
                "orderpoint_id": rule.id,
                "product_id": document.product_id.id,
                "company_id": document.company_id.id,
                "reference": document._replenish_document().name,
                "kind": what,
                "state": "open",
                "date_current": day,
                "date_proposed": new_day,
                "quantity_current": quantity,
                "quantity_proposed": new_quantity,
            }
        )

    def _change_and_say(self, reason):
        """Change the order, say so on it; return in words what was changed.

        :param str reason: why, a sentence
        """
        order, words = self._change_order()
        order._message_log(
            body=_(
                "%(product)s: %(change)s. %(reason)s",
                product=self.sudo().product_id.display_name,
                change=words,
                reason=reason,
            )
        )
        return words
