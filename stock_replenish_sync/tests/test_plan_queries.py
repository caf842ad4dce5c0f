from datetime import timedelta

from odoo.tests import tagged

from .common_supply import SupplyCommon

KINDS = 10
HISTORY_WEEKS = 10


@tagged("post_install", "-at_install")
class TestPlanQueries(SupplyCommon):
    """A batch takes the same number of queries, however many rows it has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.branch, cls.route = cls.make_branch()
        cls.learned = cls.make_policy(
            lead_time_source="learned", minimum_receipts=1, service_kind="cycle"
        )
        cls.reviewed = cls.make_policy(apply_mode="review")
        cls.part = cls.make_product("Part")
        cls.second_vendor = cls.vendor.copy()

    def make_rows(self, count):
        """Return rows, as many of each kind, with what is to be read of them."""
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Item {number}",
                    "type": "product",
                    "standard_price": 10.0,
                    "route_ids": [(6, 0, self.routes(number % KINDS).ids)],
                }
                for number in range(count)
            ]
        )
        kinds = [products[kind::KINDS] for kind in range(KINDS)]
        prices = self.make_prices(kinds)
        bills = self.make_bills(kinds[2] + kinds[3])
        made_by = dict(zip(kinds[3], bills[len(kinds[2]) :], strict=True))
        sold_by = dict(zip(kinds[5], prices[-len(kinds[5]) :], strict=True))
        at_branch, reviewed, in_time = kinds[4], kinds[7], kinds[8]
        values = []
        for product in products:
            policy = self.reorder_point
            if product in reviewed:
                policy = self.reviewed
            elif product in in_time:
                policy = self.just_in_time
            elif product in kinds[1]:
                policy = self.learned
            warehouse = self.branch if product in at_branch else self.warehouse
            values.append(
                {
                    "name": product.name,
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "company_id": self.company.id,
                    "policy_id": policy.id,
                    "route_id": product in at_branch and self.route.id,
                    "bom_id": made_by.get(product, self.env["mrp.bom"]).id,
                    "supplier_id": sold_by.get(
                        product, self.env["product.supplierinfo"]
                    ).id,
                }
            )
            if product in at_branch:
                # What the branch draws on.
                hub = self.warehouse
                place = {"warehouse_id": hub.id, "location_id": hub.lot_stock_id.id}
                values.append({**values[-1], **place, "route_id": False})
        rows = self.env["stock.warehouse.orderpoint"].create(values)
        self.make_history(rows)
        return rows

    def routes(self, kind):
        """Return the routes of products of a kind."""
        return self.manufacture if kind in (2, 3) else self.buy

    def make_prices(self, kinds):
        """Give products a vendor, but for those that are made and those of one kind
        that nobody sells; those of another kind have two."""
        sold = [product for kind in (0, 1, 4, 7, 8, 9, 5) for product in kinds[kind]]
        others = self.env["product.supplierinfo"].create(
            [
                {
                    "partner_id": self.second_vendor.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "delay": 3,
                }
                for product in kinds[5]
            ]
        )
        own = self.env["product.supplierinfo"].create(
            [
                {
                    "partner_id": self.vendor.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "delay": 7,
                }
                for product in sold
            ]
        )
        return own + others

    def make_bills(self, products):
        return self.env["mrp.bom"].create(
            [
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "company_id": self.company.id,
                    "produce_delay": 2,
                    "bom_line_ids": [
                        (0, 0, {"product_id": self.part.id, "product_qty": 1})
                    ],
                }
                for product in products
            ]
        )

    def make_history(self, rows):
        """Sell something of each row every week, and once more to come; receive what
        was ordered of it."""
        orders = self.env["purchase.order"].create(
            [
                {
                    "partner_id": self.vendor.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_qty": 10})
                        for product in rows.product_id
                    ],
                }
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order SET state = 'purchase', date_approve = %s "
            "WHERE id = ANY(%s)",
            [self.day(-20), orders.ids],
        )
        lines = {line.product_id.id: line.id for line in orders.order_line}
        self.env.cr.executemany(
            """INSERT INTO stock_move
                   (name, company_id, product_id, product_uom, product_uom_qty,
                    product_qty, quantity, location_id, location_dest_id,
                    procure_method, state, date, purchase_line_id)
               VALUES ('drawn', %s, %s, %s, 7, 7, %s, %s, %s, 'make_to_stock',
                       %s, %s, %s)""",
            [
                (
                    self.company.id,
                    row.product_id.id,
                    row.product_id.uom_id.id,
                    7 if state == "done" else 0,
                    *places,
                    state,
                    self.day(0) + timedelta(days=day),
                    line,
                )
                for row in rows
                for state, day, places, line in self.moves_of(row, lines)
            ],
        )
        self.env.invalidate_all()

    def moves_of(self, row, lines):
        """Yield state, day, (source, destination) and purchase line of moves."""
        stock, customers = row.location_id.id, self.customers.id
        for week in range(HISTORY_WEEKS):
            yield "done", -3 - 7 * week, (stock, customers), None
        yield "confirmed", 5, (stock, customers), None
        bought = (self.suppliers.id, stock)
        yield "done", -6, bought, lines[row.product_id.id]
        yield "confirmed", 9, bought, None

    def queries(self, rows, undone=False):
        plan = self.env["stock.replenish.plan"].sudo()
        return self.queries_of(
            lambda: plan._plan_batch(self.company, rows.ids), undone=undone
        )

    def test_number_of_rows_does_not_matter(self):
        few, many = map(self.make_rows, (KINDS, 10 * KINDS))
        first = self.queries(few, undone=True)
        self.assertEqual(
            self.queries(many, undone=True), first, "planned for the first time"
        )
        self.plan(few, many)
        again = self.queries(few)
        self.assertEqual(self.queries(many), again, "planned again")
        self.assertLess(again, first)
        # What made the batches equal is not that there was nothing to do.
        for rows, share in ((few, 1), (many, 10)):
            status = rows.mapped("plan_status")
            self.assertEqual(status.count("failed"), share)
            self.assertEqual(status.count("to_review"), share)
            for kind in ("buy", "make", "transfer"):
                self.assertGreaterEqual(
                    rows.mapped("supply_kind").count(kind), share, kind
                )
            self.assertGreater(len(rows.suggestion_ids), 5 * share)
