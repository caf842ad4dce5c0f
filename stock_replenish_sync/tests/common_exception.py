from .common_supply import SupplyCommon


class ExceptionCommon(SupplyCommon):
    """Scans for exceptions, and what they found.

    Products are sold for 25 and cost 10, so a unit that cannot be sold loses 15.
    """

    # What the company wants to hear of, beside what a test switches on: looking for
    # everything takes longer than most of the tests. Empty: what it usually hears of.
    KINDS = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Exception = cls.env["stock.replenish.exception"]
        settings = cls.env["stock.replenish.exception.kind"]._of(cls.company)
        if cls.KINDS:
            settings.filtered(lambda row: row.kind not in cls.KINDS).is_on = False

    @classmethod
    def make_product(cls, name="Product", vendor=True, delay=7, **values):
        values.setdefault("list_price", 25.0)
        return super().make_product(name, vendor, delay, **values)

    @classmethod
    def make_demanded(cls, stock=0, weekly=7, policy=None, product=None, **values):
        """Return a planned orderpoint of a product that is sold every week.

        :param float stock: on hand now
        :param float weekly: quantity sold in each of the past eight weeks
        """
        product = product or cls.make_product()
        if weekly:
            cls.past_demand(product, weekly, weeks=8)
        if stock:
            cls.set_stock(product, stock)
        orderpoint = cls.make_orderpoint(product, policy or cls.reorder_point, **values)
        cls.plan(orderpoint)
        return orderpoint

    @classmethod
    def switch(cls, kind, is_on=True, company=None, **values):
        """Have a company look for a kind, or not; thresholds by `days` and `share`."""
        settings = cls.env["stock.replenish.exception.kind"]._of(company or cls.company)
        setting = settings.filtered(lambda row: row.kind == kind)
        setting.write({"is_on": is_on, **values})
        return setting

    @classmethod
    def scan(cls, *products, company=None):
        """Look for exceptions of a company, of all products unless some are named."""
        cls.env.flush_all()
        cls.env["stock.replenish.exception"]._scan(
            company or cls.company,
            cls.env["product.product"].concat(*products) if products else None,
        )
        cls.env.invalidate_all()

    def live(self, kind=None, product=None, company=None):
        """Return the exceptions that are not resolved, those with most at stake first.

        :param product: product or its orderpoint, of which they are; None for all
        """
        domain = [
            ("company_id", "=", (company or self.company).id),
            ("state", "!=", "resolved"),
        ]
        if kind:
            domain.append(("kind", "=", kind))
        if product:
            if product._name == "stock.warehouse.orderpoint":
                product = product.product_id
            domain.append(("product_id", "=", product.id))
        self.env.flush_all()
        return self.Exception.search(domain, order="value_rank desc, id")

    def assertRaised(self, kind, product=None, **expected):
        """Scan; check that there is one exception of a kind, and its fields; return it.

        Numbers are compared to two decimals.
        """
        self.scan()
        found = self.live(kind, product)
        self.assertEqual(len(found), 1, f"{kind}: {found.mapped('problem')}")
        for name, value in expected.items():
            if isinstance(value, float):
                self.assertAlmostEqual(found[name], value, 2, name)
            else:
                self.assertEqual(found[name], value, name)
        return found

    def assertQuiet(self, kind, product=None):
        """Scan; check that there is no exception of a kind."""
        if self.KINDS:
            self.assertIn(kind, self.KINDS, "is not looked for")
        self.scan()
        self.assertFalse(self.live(kind, product), kind)

    def assertClosed(self, exception):
        """Scan; check that an exception closed by itself and says so."""
        self.scan()
        self.assertEqual((exception.state, exception.ended), ("resolved", "itself"))
        self.assertFalse(exception.is_present)
