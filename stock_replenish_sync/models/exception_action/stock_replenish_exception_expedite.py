from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import format_date

#: States of orders that a vendor has agreed to.
ORDERED = ("purchase", "done")


class StockReplenishException(models.Model):
    """Ask the vendor when it comes, and enter the answer."""

    _inherit = "stock.replenish.exception"

    def action_expedite(self):
        """Show the orders that are waited for, to ask their vendors or enter what they
        answered."""
        rows = self._acting(_("writing to vendors"))
        lines = rows._lines_to_ask()
        if not lines:
            raise UserError(
                _(
                    "No confirmed purchase order brings %(product)s to %(warehouse)s, "
                    "so there is no vendor to ask.",
                    **rows[0]._place_words(),
                )
            )
        return self._dialog(
            "stock.replenish.expedite",
            _("Ask for a new date"),
            exception_ids=[(6, 0, rows.ids)],
            line_ids=[
                (
                    0,
                    0,
                    {
                        "purchase_line_id": line.id,
                        "date_current": line._replenish_expected(),
                    },
                )
                for line in lines
            ],
        )

    def _lines_to_ask(self):
        """Return the purchase lines that these problems wait for, by order.

        Those concerned or, of a problem that names none, all that are open of the
        product for the warehouse; with them all others of the same orders that are
        late.
        """
        lines = self.purchase_line_id
        for row in self.filtered(lambda row: not row.purchase_line_id):
            lines |= self.env["purchase.order.line"].search(
                [
                    ("product_id", "=", row.product_id.id),
                    ("company_id", "=", row.company_id.id),
                    ("order_id.state", "in", ORDERED),
                    (
                        "order_id.picking_type_id.warehouse_id",
                        "=",
                        row.warehouse_id.id,
                    ),
                ]
            )
        lines |= lines.order_id._replenish_late_lines()
        return lines.filtered(
            lambda line: line.order_id.state in ORDERED
            and line.product_qty > line.qty_received
        ).sorted(lambda line: (line.order_id.id, line.date_planned, line.id))

    def _asks_about(self, lines):
        """Tell whether a problem waits for one of these lines."""
        self.ensure_one()
        if self.purchase_line_id:
            return self.purchase_line_id in lines
        return self.product_id in lines.product_id

    def _ask_vendors(self, lines):
        """Ask the vendors of these lines, one message an order; return a notification.

        :param lines: purchase lines
        """
        asked, failures = {}, {}
        orders = lines.order_id.with_user(self.env.user).sudo(False)
        for order in orders:
            mine = lines.filtered(lambda line, order=order: line.order_id == order)
            _sent, problem = self._attempt(
                lambda order=order, mine=mine: order._replenish_ask(mine)
            )
            if problem:
                failures[order.id] = problem
            else:
                asked[order.id] = _(
                    "Asked %(vendor)s for a new date of %(order)s",
                    vendor=order.sudo().partner_id.display_name,
                    order=order.sudo().name,
                )
        return self._acted_on_orders("expedite", lines, asked, failures)

    def _acted_on_orders(self, how, lines, said, failures):
        """Note on these problems what was done about their orders, and tell it.

        :param lines: purchase lines that were dealt with
        :param dict said: order id → what was done, in words; failures alike
        """
        done, left = {}, []
        for row in self:
            orders = lines.filtered(row._asks_about).order_id.ids
            words = [said[order] for order in orders if order in said]
            problems = [failures[order] for order in orders if order in failures]
            if words:
                done[row] = "\n".join(words)
            elif problems:
                left.append((row, "\n".join(problems)))
        return self._acted(how, done, left)

    def _enter_answers(self, answers):
        """Enter the days that vendors named; return a notification.

        :param dict answers: purchase line → date
        """
        said, failures = {}, {}
        reason = _("The vendor's answer.")
        lines = self.env["purchase.order.line"].concat(*answers)
        for line, day in answers.items():
            order = line.order_id.id
            _moved, problem = self._attempt(
                lambda line=line, day=day: self._move_line(line, day, reason)
            )
            if problem:
                failures[order] = problem
                continue
            said[order] = "\n".join(
                filter(
                    None,
                    [
                        said.get(order),
                        _(
                            "%(order)s: %(product)s comes on %(day)s",
                            order=line.order_id.name,
                            product=line.product_id.display_name,
                            day=format_date(self.env, day),
                        ),
                    ],
                )
            )
        return self._acted_on_orders("expedite", lines, said, failures)

    def _move_line(self, line, day, reason):
        """Have a purchase line arrive on another day, with the user's rights."""
        quantity = line.product_uom._compute_quantity(
            line.product_qty - line.qty_received, line.product_id.uom_id
        )
        now, wanted = (line._replenish_expected(), quantity), (day, quantity)
        message = self.env["stock.replenish.message"].with_user(self.env.user)
        message._wish(line.orderpoint_id, line, now, wanted)._change_and_say(reason)
