from odoo import _, models


class StockReplenishException(models.Model):
    """Order what is due."""

    _inherit = "stock.replenish.exception"

    def action_order(self):
        """Order once what is due of the rules that these exceptions are about.

        What is not planned today is planned first; what a person typed wins.
        """
        rows = self._acting(_("ordering"))
        rules = self.env["stock.warehouse.orderpoint"].browse(rows.orderpoint_id.ids)
        # What told that ordering failed closes as soon as it does not.
        rows.filtered(lambda row: row._detection()._event)._note_response("order")
        ordered, problems = rules._order_due()
        done, failures = {}, []
        for row in rows:
            rule = row.orderpoint_id.id
            if rule in ordered:
                done[row] = ordered[rule]
            else:
                failures.append((row, problems.get(rule) or row._no_rule_words()))
        return rows._acted("order", done, failures)

    def _no_rule_words(self):
        return _(
            "%(product)s has no reordering rule at %(warehouse)s that would say how "
            "much to order. Add one.",
            **self._place_words(),
        )
