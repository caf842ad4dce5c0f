from .common_supply import SupplyCommon


class MessageCommon(SupplyCommon):
    """Orders that are open, and what the plan says of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Message = cls.env["stock.replenish.message"]

    @classmethod
    def make_open(cls, quantity=5, day=5, sold=5, sold_on=5, confirm=False, **values):
        """Return an orderpoint and the line of a purchase order for what was sold;
        planned. The vendor takes seven days."""
        product = cls.make_product(**values)
        if sold:
            cls.sell(product, sold, sold_on)
        order = cls.make_quotation(product, quantity, day)
        if confirm:
            order.button_confirm()
        orderpoint = cls.make_orderpoint(product, cls.just_in_time)
        cls.plan(orderpoint)
        return orderpoint, order.order_line

    def messages(self, orderpoint, *states):
        """Return the messages of an orderpoint, by default those that are told."""
        self.env.flush_all()
        self.Message.invalidate_model()
        return self.Message.search(
            [
                ("orderpoint_id", "=", orderpoint.id),
                ("state", "in", states or ("open",)),
            ],
            order="date_current, id",
        )

    def assertSaid(self, orderpoint, *expected, states=()):
        """Check messages by (kind, day counted from today, quantity); return them."""
        found = self.messages(orderpoint, *states)
        self.assertEqual(
            [
                (
                    row.kind,
                    (row.date_proposed - self.today()).days,
                    row.quantity_proposed,
                )
                for row in found
            ],
            list(expected),
        )
        return found
