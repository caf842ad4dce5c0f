from .common_network import NetworkCommon


class SourcingCommon(NetworkCommon):
    """A hub, a branch and a second branch; rows of one product that a policy plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lane = cls.env["stock.replenish.source"]
        cls.booked = cls.make_policy("just_in_time", lot_days=1, demand_stream="booked")

    @classmethod
    def make_rows(cls, product, *warehouses, policy=None):
        """Return a governed rule of a product at each warehouse."""
        return [
            cls.make_orderpoint(product, policy or cls.just_in_time, warehouse)
            for warehouse in warehouses
        ]

    @classmethod
    def stock_at(cls, warehouse, product, quantity):
        """Put a quantity on hand at a warehouse."""
        cls.set_stock(product, quantity, warehouse.lot_stock_id)

    @classmethod
    def ask_at(cls, warehouse, product, quantity, day=0):
        """Have a customer ask a warehouse for a quantity."""
        return cls.sell_at(warehouse.lot_stock_id, product, quantity, day)

    def plan_excess(self, product):
        """Plan what a branch asks for, by a lane that gives excess of the hub only.

        :return: the rule of the branch: 100 are asked of 60, of which the hub sells two
            a day
        """
        self.make_lane(self.branch, self.hub, mode="excess")
        self.past_demand(product, 14)
        self.stock_at(self.hub, product, 60)
        hub = self.make_orderpoint(product, self.reorder_point)
        (branch,) = self.make_rows(product, self.branch, policy=self.booked)
        self.ask_at(self.branch, product, 100)
        self.plan(hub, branch)
        return branch

    def got(self, row):
        """Return what is open for a row: (warehouse or vendor, quantity)."""
        return [
            (
                suggestion.source_warehouse_id.name or suggestion.vendor_id.name,
                suggestion.quantity,
            )
            for suggestion in self.open_suggestions(row)
        ]

    def by_lane(self, row):
        """Return the quantity that lanes bring to a row."""
        return sum(self.open_suggestions(row).filtered("lane_id").mapped("quantity"))

    def state_of(self, *rows):
        """Return everything that a plan wrote of suggestions, and when."""
        found = self.Suggestion.search(
            [("orderpoint_id", "in", [row.id for row in rows])], order="id"
        )
        return found.read(["state", "quantity", "release_date", "write_date"])
