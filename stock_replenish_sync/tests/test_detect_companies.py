from collections import Counter
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_access import new_user
from .common_exception import ExceptionCommon

REPORTED = ("master_data", "order_error", "planning_error", "stale_job")
ROLE = "stock_replenish_sync.group_replenish_"
# What belongs to one company, and what may belong to all of them.
OWNED = (
    "orderpoint_id",
    "warehouse_id",
    "purchase_line_id",
    "production_id",
    "move_id",
)
SHARED = ("product_id", "partner_id")
TOLD = (
    *("fingerprint", "kind", "code", "state", "severity", "value_at_risk"),
    *("quantity", "days", "date_from", "date_expected", "act_by"),
    *("reference", "other", "suggested_action", "problem"),
    *OWNED,
    *SHARED,
)


@tagged("post_install", "-at_install")
class TestDetectCompanies(ExceptionCommon):
    """Every kind of problem, planted in two companies that share most products.

    There is three times as much in the second one, so figures that mix differ.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.company
        cls.theirs = cls.env["res.company"].create({"name": "Other Company"})
        cls.env.user.company_ids += cls.theirs
        cls.kinds = {kind for kind, _label in cls.Exception._kinds()}
        for company in (cls.mine, cls.theirs):
            cls.env["stock.replenish.exception.kind"]._of(company).is_on = True
        cls.items = {
            kind: cls.make_product(f"{kind} {number}", vendor=False)
            for number, kind in enumerate(sorted(cls.kinds))
        }
        cls.items["expiring"].write({"tracking": "lot", "use_expiration_date": True})
        cls.items["late_manufacturing"].route_ids = cls.manufacture
        cls.part = cls.make_product("Part")
        cls.twins = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "vat": "XX04774727"}
                for name in ("Azure", "Wood Corner")
            ]
        )
        cls.make_schedule()
        cls.plant(cls.mine, 1)
        cls.scan(company=cls.mine)
        cls.alone = cls.told(cls.mine)
        cls.plant(cls.theirs, 3)

    # --- planting ---

    @classmethod
    def make_schedule(cls):
        """Have the table of a module that plans as well."""
        cls.env.cr.execute(
            """CREATE TEMPORARY TABLE mrp_production_schedule
               (product_id int4, warehouse_id int4) ON COMMIT DROP"""
        )
        columns = {"mrp.production.schedule": {"product_id", "warehouse_id"}}
        patcher = patch.object(
            type(cls.env["stock.replenish.detection.mps_and_rule"]),
            "_fields_of",
            lambda _self, model: columns.get(model, set()),
        )
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    @classmethod
    def plant(cls, company, times):
        """Have each kind of problem in a company, of so many times the quantity."""
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=company.ids)
        )
        cls.company = company.with_env(cls.env)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", company.id)]
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.branch, _route = cls.make_branch()
        cls.rows = {}
        for kind, product in cls.items.items():
            product = product.with_env(cls.env)
            product.standard_price = 10
            if kind not in ("master_data", "late_manufacturing"):
                cls.make_price(product)
            getattr(cls, f"plant_{kind}", cls.asked)(product, times)
        cls.plan(*cls.rows.values())
        cls.rows["ageing"].demand_mean = times
        cls.rows["demand_spike"].write({"demand_mean": 1, "demand_std": 1})
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET create_date = %s WHERE id = %s",
            [cls.day(-300), cls.rows["no_demand"].id],
        )
        for kind in REPORTED[1:]:
            cls.Exception._report(
                [(cls.rows[kind].id, kind, "test", "Wrong")], [kind], cls.rows[kind].ids
            )

    @classmethod
    def ruled(cls, product, policy=None, kind=None, **values):
        kind = kind or product.name.split()[0]
        policy = policy or cls.reorder_point
        cls.rows[kind] = cls.make_orderpoint(product, policy, **values)

    @classmethod
    def asked(cls, product, times, stock=0, **values):
        """Have a rule whose product was sold, about twice the times a day."""
        cls.past_move(product, 30 * times, -10)
        if stock:
            cls.set_stock(product, stock)
        cls.ruled(product, **values)

    @classmethod
    def ordered(cls, product, quantity, day):
        order = cls.make_quotation(product, quantity, day)
        order.button_confirm()
        return order

    @classmethod
    def plant_will_stock_out(cls, product, times):
        cls.asked(product, times, stock=3 * times)

    @classmethod
    def plant_approaching_reorder_point(cls, product, times):
        cls.asked(product, times, stock=22 * times)
        cls.rows["approaching_reorder_point"].write(
            {"policy_id": False, "product_min_qty": 20 * times}
        )

    @classmethod
    def plant_excess(cls, product, times):
        cls.asked(product, times, stock=500 * times)

    @classmethod
    def plant_late_purchase(cls, product, times):
        cls.ordered(product, 40 * times, -3)
        cls.asked(product, times)

    @classmethod
    def plant_late_manufacturing(cls, product, times):
        cls.make_bom(product, {cls.part: 2}, produce_delay=2)
        cls.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": 5 * times,
                "date_start": cls.day(-5),
                "company_id": cls.company.id,
            }
        ).action_confirm()
        cls.asked(product, times)

    @classmethod
    def plant_late_transfer(cls, product, times):
        cls.set_stock(product, 100 * times)
        cls.ruled(product, warehouse=cls.branch)
        places = (
            cls.stock,
            cls.company.internal_transit_location_id,
            cls.branch.lot_stock_id,
        )
        pickings = cls.env["stock.picking"]
        for source, target in zip(places, places[1:], strict=False):
            move = {
                "name": "Transfer",
                "product_id": product.id,
                "product_uom_qty": 5 * times,
                "location_id": source.id,
                "location_dest_id": target.id,
                "date": cls.day(-5),
                "move_orig_ids": [Command.set(pickings.move_ids.ids)],
                "procure_method": "make_to_order" if pickings else "make_to_stock",
            }
            pickings += cls.env["stock.picking"].create(
                {
                    "picking_type_id": cls.warehouse.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "scheduled_date": cls.day(-5),
                    "move_ids": [Command.create(move)],
                }
            )
        pickings.action_confirm()

    @classmethod
    def plant_transfer_bottleneck(cls, product, times):
        """The late transfer is stuck."""

    @classmethod
    def plant_surplus_on_order(cls, product, times):
        cls.make_quotation(product, 300 * times, 10)
        cls.asked(product, times)

    @classmethod
    def plant_receipt_not_processed(cls, product, times):
        order = cls.ordered(product, 5 * times, -3)
        order.picking_ids.move_ids.picked = True

    @classmethod
    def plant_ageing(cls, product, times):
        cls.set_stock(product, 10 * times, in_date=cls.day(-300))
        cls.ruled(product)

    @classmethod
    def plant_expiring(cls, product, times):
        lot = cls.env["stock.lot"].create(
            {
                "name": "SOON",
                "product_id": product.id,
                "company_id": cls.company.id,
                "expiration_date": cls.day(10),
            }
        )
        cls.set_stock(product, 100 * times, lot_id=lot)
        cls.asked(product, times)

    @classmethod
    def plant_no_demand(cls, product, times):
        cls.set_stock(product, 10 * times)
        cls.ruled(product)

    @classmethod
    def plant_negative_stock(cls, product, times):
        cls.set_stock(product, -3 * times)

    @classmethod
    def plant_stock_accuracy(cls, product, times):
        loss = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.set_stock(product, 100 * times)
        cls.past_move(product, 100 * times, -100, cls.suppliers, cls.stock)
        cls.past_move(product, 50 * times, -5, cls.stock, loss, is_inventory=True)

    @classmethod
    def plant_demand_spike(cls, product, times):
        cls.past_move(product, 40 * times, -1)
        cls.ruled(product)

    @classmethod
    def plant_duplicate_vendor(cls, product, times):
        for vendor in cls.twins:
            cls.make_price(product, vendor)

    @classmethod
    def plant_duplicate_product(cls, product, times):
        for name in ("Stool", "Armchair"):
            cls.make_product(
                name,
                vendor=False,
                default_code="TWICE",
                company_id=cls.company.id,
            )

    @classmethod
    def plant_duplicate_rule(cls, product, times):
        cls.ruled(product)
        view = cls.warehouse.view_location_id
        cls.ruled(product, kind="second", location_id=view.id)

    @classmethod
    def plant_mps_and_rule(cls, product, times):
        cls.ruled(product)
        cls.env.cr.execute(
            "INSERT INTO mrp_production_schedule VALUES (%s, %s)",
            [product.id, cls.warehouse.id],
        )

    # --- looking ---

    @classmethod
    def of(cls, company):
        cls.env.invalidate_all()
        return cls.Exception.search([("company_id", "=", company.id)], order="id")

    @classmethod
    def told(cls, company):
        """Return what a company is told, by kind."""
        rows = cls.of(company)
        return {
            kind: group.read(TOLD, load=False)
            for kind, group in rows.grouped("kind").items()
        }

    def assertTold(self, company, expected):
        told = self.told(company)
        for kind in sorted(self.kinds):
            with self.subTest(kind, company=company.name):
                self.assertEqual(told.get(kind), expected.get(kind))

    def test_each_scan_finds_its_own(self):
        self.assertEqual(set(self.alone), self.kinds)
        self.scan(company=self.mine)
        self.assertTold(self.mine, self.alone)
        self.assertEqual(set(self.told(self.theirs)), set(REPORTED))
        self.scan(company=self.theirs)
        self.assertTold(self.mine, self.alone)
        self.assertEqual(set(self.told(self.theirs)), self.kinds)
        for company in (self.mine, self.theirs):
            for row in self.of(company):
                with self.subTest(row.kind, company=company.name):
                    for name in OWNED:
                        self.assertIn(row[name].company_id, (company, company.browse()))
                        self.assertFalse(row[name] and not row[name].company_id)
                    for name in SHARED:
                        self.assertIn(row[name].company_id, (company, company.browse()))

    def test_few_rights_see_their_own(self):
        self.scan(company=self.theirs)
        expected = Counter(self.of(self.mine).mapped("kind"))
        theirs = self.of(self.theirs)
        for role in ("viewer", "planner"):
            user = new_user(self.env, f"companies_{role}", ROLE + role, self.mine)
            rows = self.Exception.with_user(user).with_context(
                allowed_company_ids=self.mine.ids
            )
            found = rows.search([])
            self.assertEqual(found.company_id, self.mine)
            self.assertEqual(Counter(found.mapped("kind")), expected)
            self.assertEqual(
                dict(rows._read_group([], ["kind"], ["__count"])), expected
            )
            self.assertFalse(rows.search_count([("id", "in", theirs.ids)]))
            foreign = rows.browse(theirs.ids)
            with self.assertRaises(AccessError):
                foreign.with_context(allowed_company_ids=self.theirs.ids).search([])
            for row in foreign:
                with self.subTest(row.sudo().kind, role=role):
                    for call in (
                        lambda row=row: row.read(["problem"]),
                        row.action_acknowledge,
                        row.action_suggested,
                    ):
                        with self.assertRaises(AccessError):
                            call()
        self.assertEqual(set(theirs.mapped("state")), {"open"})

    def test_closing_in_one_leaves_the_other(self):
        self.scan(company=self.theirs)
        there = self.told(self.theirs)
        self.end_all(self.mine)
        self.scan(company=self.mine)
        self.scan(company=self.theirs)
        for row in self.of(self.mine):
            with self.subTest(row.kind):
                self.assertEqual((row.state, row.ended), ("resolved", "itself"))
        self.assertTold(self.theirs, there)

    def end_all(self, company):
        """Take away the cause of every problem of a company."""
        own = [("company_id", "=", company.id)]
        rules = self.env["stock.warehouse.orderpoint"].search(own)
        self.Exception._report([], REPORTED, rules.ids)
        rules.active = False
        self.env["purchase.order"].search(own).button_cancel()
        self.env["mrp.production"].search(own).action_cancel()
        self.env["stock.picking"].search(own).action_cancel()
        self.env["product.supplierinfo"].search(
            [*own, ("partner_id", "in", self.twins.ids)]
        ).unlink()
        self.env["product.product"].search(own).default_code = False
        self.env.flush_all()
        for query in (
            "DELETE FROM stock_quant WHERE company_id = %s",
            """UPDATE stock_move SET date = date - interval '200 days'
               WHERE is_inventory AND company_id = %s""",
        ):
            self.env.cr.execute(query, [company.id])
        self.env.invalidate_all()

    def test_not_asked_for_in_one(self):
        self.scan(company=self.theirs)
        there = self.told(self.theirs)
        self.env["stock.replenish.exception.kind"]._of(self.mine).is_on = False
        self.assertEqual(set(self.of(self.mine).mapped("state")), {"resolved"})
        self.assertTold(self.theirs, there)
        self.scan(company=self.mine)
        self.scan(company=self.theirs)
        self.assertEqual(set(self.of(self.mine).mapped("state")), {"resolved"})
        self.assertTold(self.theirs, there)
