from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_access import new_user
from .common_exception import ExceptionCommon

VIEWER = "stock_replenish_sync.group_replenish_viewer"


@tagged("post_install", "-at_install")
class TestDuplicateVendor(ExceptionCommon):
    KINDS = ("duplicate_vendor",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("duplicate_vendor")
        cls.product = cls.make_product("Desk", vendor=False)
        cls.lamp = cls.make_product("Lamp", vendor=False)

    def supplier(self, name, product=None, price=None, **values):
        """Return a vendor of a product, the desk by default."""
        vendor = self.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )
        self.make_price(product or self.product, vendor, **price or {})
        return vendor

    def test_same_tax_id(self):
        first = self.supplier("Azure", vat="XX 0477.47 27")
        second = self.supplier("Wood Corner", self.lamp, vat="xx04774727")
        found = self.assertRaised(
            "duplicate_vendor",
            code="vat",
            severity="1",
            partner_id=first,
            other="Wood Corner",
            value_at_risk=0.0,
        )
        self.assertEqual(
            found.problem,
            "Azure and Wood Corner may be one vendor: the same tax ID.",
        )
        self.assertIn(f"{first.id}-{second.id}", found.fingerprint)
        second.vat = "XX0477472"
        self.assertClosed(found)

    def test_same_email(self):
        self.supplier("Azure", email='"Sales" <Info@Azure.example>')
        second = self.supplier("Wood Corner", email="info@azure.example")
        found = self.assertRaised("duplicate_vendor", code="email", severity="0")
        second.active = False
        self.assertClosed(found)

    def test_same_bank_account(self):
        first, second = self.supplier("Azure"), self.supplier("Wood Corner")
        accounts = self.env["res.partner.bank"].create(
            [
                {"partner_id": first.id, "acc_number": "XX71 0961-2345"},
                {"partner_id": second.id, "acc_number": "XX7109612345"},
            ]
        )
        found = self.assertRaised("duplicate_vendor", code="bank", severity="1")
        accounts[1].active = False
        self.assertClosed(found)

    def test_nearly_the_same_name(self):
        self.supplier("Azure Interior GmbH")
        second = self.supplier("AZURE Interiors")
        found = self.assertRaised("duplicate_vendor", code="name", severity="0")
        self.assertIn("nearly the same name", found.problem)
        second.name = "Azure Gardens"
        self.assertClosed(found)

    def test_all_that_they_share_is_told_in_one_row(self):
        for name in ("Azure", "Azure Ltd."):
            self.supplier(name, vat="XX12345", email="info@azure.example")
        found = self.assertRaised("duplicate_vendor", code="vat+email+name")
        self.assertIn(
            "the same tax ID, the same e-mail, nearly the same name", found.problem
        )

    def test_names_alone_are_no_sign_where_nothing_is_bought_of_both(self):
        self.supplier("Azure Interior")
        self.supplier("Azure Interiors", self.lamp)
        self.assertQuiet("duplicate_vendor")

    def test_addresses_of_one_company_are_one_vendor(self):
        parent = self.supplier("Azure", vat="XX12345")
        self.supplier("Azure", parent_id=parent.id, is_company=False)
        self.assertQuiet("duplicate_vendor")
        # An address speaks for its company.
        self.supplier("Wood Corner", vat="XX12345")
        self.assertRaised("duplicate_vendor", partner_id=parent)

    def test_no_tax_id_is_not_the_same_tax_id(self):
        self.supplier("Azure", vat="/")
        self.supplier("Wood Corner", vat="/")
        self.assertQuiet("duplicate_vendor")

    def test_whoever_sells_nothing_any_more_is_no_vendor(self):
        self.supplier("Azure", vat="XX12345")
        self.supplier("Azure", vat="XX12345", price={"date_end": "2020-01-31"})
        self.assertQuiet("duplicate_vendor")

    def test_companies_are_apart(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.env.user.company_ids = [Command.link(abroad.id)]
        self.switch("duplicate_vendor", company=abroad)
        self.supplier("Azure", vat="XX12345", price={"company_id": False})
        self.supplier("Azure", vat="XX12345", price={"company_id": abroad.id})
        self.assertQuiet("duplicate_vendor")
        self.scan(company=abroad)
        self.assertTrue(self.live("duplicate_vendor", company=abroad))
        self.assertFalse(self.live("duplicate_vendor"))

    def test_asked_for_by_nobody(self):
        self.switch("duplicate_vendor", is_on=False)
        self.supplier("Azure", vat="XX12345")
        self.supplier("Azure", vat="XX12345")
        self.assertQuiet("duplicate_vendor")

    def test_a_scan_of_what_changed_leaves_them_alone(self):
        self.supplier("Azure", vat="XX12345")
        self.supplier("Azure", vat="XX12345")
        found = self.assertRaised("duplicate_vendor")
        self.scan(self.product)
        self.assertEqual(found.state, "open")

    def test_the_buyer_is_asked_and_a_viewer_may_read(self):
        buyer = new_user(self.env, "buyer", VIEWER, self.company)
        for _number in range(2):
            self.supplier("Azure", vat="XX12345", buyer_id=buyer.id)
        found = self.assertRaised("duplicate_vendor", user_id=buyer)
        mine = found.with_user(buyer)
        self.assertIn("Azure", mine.problem)
        opened = mine.action_document()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("res.partner", mine.partner_id.id)
        )


@tagged("post_install", "-at_install")
class TestDuplicateProduct(ExceptionCommon):
    KINDS = ("duplicate_product",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("duplicate_product")
        cls.chairs, cls.desks = cls.env["product.category"].create(
            [{"name": "Chairs"}, {"name": "Desks"}]
        )

    def product(self, name, category=None, **values):
        return self.make_product(
            name, vendor=False, categ_id=(category or self.chairs).id, **values
        )

    def test_same_barcode(self):
        first = self.product("Stool", barcode="4006381333931")
        first.action_archive()
        second = self.product("Armchair", barcode="4006381333931")
        # Core compares with what is not archived only.
        first.action_unarchive()
        found = self.assertRaised(
            "duplicate_product",
            code="barcode",
            severity="1",
            product_id=first,
            other="Armchair",
            value_at_risk=0.0,
        )
        self.assertEqual(
            found.problem, "Stool and Armchair may be one product: the same barcode."
        )
        second.barcode = False
        self.assertClosed(found)

    def test_same_barcode_on_a_packaging(self):
        first, second = self.product("Stool"), self.product("Armchair")
        second.action_archive()
        second.barcode = "4006381333931"
        packaging = self.env["product.packaging"].create(
            {"name": "Box", "product_id": first.id, "barcode": "4006381333931"}
        )
        self.assertQuiet("duplicate_product")
        second.action_unarchive()
        found = self.assertRaised("duplicate_product", code="barcode")
        packaging.unlink()
        self.assertClosed(found)

    def test_same_reference(self):
        self.product("Stool", default_code="ST-1")
        second = self.product("Armchair", default_code=" st-1")
        found = self.assertRaised(
            "duplicate_product", code="reference", other="[ st-1] Armchair"
        )
        second.default_code = "AR-1"
        self.assertClosed(found)

    def test_nearly_the_same_name(self):
        self.product("Office Chair, black")
        second = self.product("Office chairs black")
        found = self.assertRaised("duplicate_product", code="name", severity="0")
        second.name = "Office Chair, white"
        self.assertClosed(found)

    def test_another_category_size_or_kind_of_goods_is_another_product(self):
        self.product("Office Chair 120")
        self.product("Office Chair 120", self.desks)
        self.product("Office Chair 160")
        self.product("Office Chair 120", type="consu")
        self.product("Office Chair 120", active=False)
        self.assertQuiet("duplicate_product")

    def test_variants_are_one_product(self):
        chairs = self.make_variants("Chair", categ_id=self.chairs.id)
        chairs.default_code = "CH-1"
        self.assertQuiet("duplicate_product")
        self.product("Other", default_code="CH-1")
        self.assertRaised("duplicate_product", product_id=chairs[0])

    def test_a_scan_of_what_changed_finds_and_closes(self):
        first = self.product("Office Chair")
        second = self.product("Office Chairs")
        self.scan(second)
        found = self.live("duplicate_product")
        self.assertEqual(found.product_id, first)
        self.scan(self.product("Lamp", self.desks))
        self.assertEqual(found.state, "open")
        self.scan(first)
        self.assertEqual(found.state, "open")
        second.name = "Stool"
        self.scan(first)
        self.assertEqual(found.state, "resolved")

    def test_companies_are_apart(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.env.user.company_ids = [Command.link(abroad.id)]
        self.switch("duplicate_product", company=abroad)
        self.product("Stool", company_id=self.company.id)
        self.product("Stool", company_id=abroad.id)
        self.assertQuiet("duplicate_product")
        self.scan(company=abroad)
        self.assertFalse(self.live("duplicate_product", company=abroad))
        self.product("Stools", company_id=abroad.id)
        self.scan(company=abroad)
        found = self.live("duplicate_product", company=abroad)
        self.assertEqual(len(found), 1)
        self.assertQuiet("duplicate_product")


@tagged("post_install", "-at_install")
class TestDuplicateRule(ExceptionCommon):
    KINDS = ("duplicate_rule",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("duplicate_rule")
        cls.product = cls.make_product()
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock.id}
        )
        cls.whole = cls.make_orderpoint(cls.product)

    def test_a_place_inside_the_stock(self):
        row = self.make_orderpoint(self.product, location_id=self.shelf.id)
        found = self.assertRaised(
            "duplicate_rule",
            orderpoint_id=row,
            product_id=self.product,
            warehouse_id=self.warehouse,
            severity="2",
            other=self.stock.complete_name,
        )
        self.assertIn(self.shelf.display_name, found.problem)
        self.assertIn(self.stock.display_name, found.problem)
        row.trigger = "manual"
        self.scan()
        self.assertEqual(found.severity, "1")
        self.whole.active = False
        self.assertClosed(found)

    def test_the_whole_warehouse_and_its_stock(self):
        view = self.warehouse.view_location_id
        row = self.make_orderpoint(self.product, location_id=view.id)
        found = self.assertRaised("duplicate_rule", orderpoint_id=row)
        row.unlink()
        self.assertFalse(found.exists())

    def test_places_beside_each_other_are_apart(self):
        self.whole.active = False
        other = self.shelf.copy({"name": "Other Shelf", "location_id": self.stock.id})
        for place in (self.shelf, other):
            self.make_orderpoint(self.product, location_id=place.id)
        self.assertQuiet("duplicate_rule")
        inner = self.shelf.copy({"name": "Box", "location_id": self.shelf.id})
        row = self.make_orderpoint(self.product, location_id=inner.id)
        self.assertRaised("duplicate_rule", orderpoint_id=row)

    def test_a_place_refilled_from_the_stock_orders_nothing_twice(self):
        route = self.env["stock.route"].create(
            {
                "name": "Refill",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "Refill the shelf",
                            "action": "pull",
                            "location_src_id": self.stock.id,
                            "location_dest_id": self.shelf.id,
                            "picking_type_id": self.warehouse.int_type_id.id,
                        }
                    )
                ],
            }
        )
        row = self.make_orderpoint(
            self.product, location_id=self.shelf.id, route_id=route.id
        )
        self.assertQuiet("duplicate_rule")
        row.route_id = self.buy
        self.assertRaised("duplicate_rule", orderpoint_id=row)

    def test_other_warehouses_and_products_are_apart(self):
        branch = self.env["stock.warehouse"].create(
            {"name": "Branch", "code": "BRA", "company_id": self.company.id}
        )
        self.make_orderpoint(self.product, warehouse=branch)
        self.make_orderpoint(self.make_product(), location_id=self.shelf.id)
        self.assertQuiet("duplicate_rule")

    def test_a_scan_of_what_changed(self):
        self.make_orderpoint(self.product, location_id=self.shelf.id)
        self.scan(self.make_product())
        self.assertFalse(self.live("duplicate_rule"))
        self.scan(self.product)
        self.assertTrue(self.live("duplicate_rule"))

    def test_companies_and_few_rights(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.switch("duplicate_rule", company=abroad)
        self.make_orderpoint(self.product, location_id=self.shelf.id)
        self.scan(company=abroad)
        self.assertFalse(self.Exception.search([("kind", "=", "duplicate_rule")]))
        found = self.assertRaised("duplicate_rule")
        viewer = new_user(self.env, "viewer", VIEWER, self.company)
        mine = found.with_user(viewer)
        self.assertIn("Two rules cover", mine.problem)
        opened = mine.action_document()
        self.assertEqual(opened["res_model"], "stock.warehouse.orderpoint")
        self.assertEqual(opened["res_id"], found.orderpoint_id.id)
        stranger = new_user(self.env, "stranger", VIEWER, abroad)
        self.assertFalse(
            self.Exception.with_user(stranger)
            .with_context(allowed_company_ids=abroad.ids)
            .search([("kind", "=", "duplicate_rule")])
        )


@tagged("post_install", "-at_install")
class TestMpsAndRule(ExceptionCommon):
    """The modules that plan as well are not here: their tables stand in for them."""

    KINDS = ("mps_and_rule",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("mps_and_rule")
        cls.row = cls.make_orderpoint(cls.make_product())
        cls.Detection = cls.env["stock.replenish.detection.mps_and_rule"]

    def stand_in(self, tables):
        """Have these tables, and fields of the models behind them.

        :param dict tables: model → {column: type}
        """
        for model, table in tables.items():
            self.env.cr.execute(
                SQL(
                    "CREATE TEMPORARY TABLE %s (%s) ON COMMIT DROP",
                    SQL.identifier(model.replace(".", "_")),
                    SQL(", ").join(
                        SQL("%s %s", SQL.identifier(name), SQL(kind))
                        for name, kind in table.items()
                    ),
                )
            )
        patcher = patch.object(
            type(self.Detection),
            "_fields_of",
            lambda _self, model: set(tables.get(model, ())),
        )
        self.startPatcher(patcher)

    def schedule(self, **values):
        self.stand_in(
            {
                "mrp.production.schedule": {
                    "product_id": "int4",
                    "warehouse_id": "int4",
                    "replenish_trigger": "varchar",
                }
            }
        )
        self.env.cr.execute(
            "INSERT INTO mrp_production_schedule VALUES (%s, %s, 'manual')",
            [self.row.product_id.id, self.row.warehouse_id.id],
        )

    def test_nothing_without_these_modules(self):
        self.assertEqual(self.Detection._fields_of("stock.no.such.model"), set())
        self.assertIn("name", self.Detection._fields_of("res.partner"))
        self.assertQuiet("mps_and_rule")

    def test_master_production_schedule(self):
        self.schedule()
        found = self.assertRaised("mps_and_rule", orderpoint_id=self.row, severity="2")
        self.assertIn("production schedule", found.problem)
        self.row.trigger = "manual"
        self.assertClosed(found)

    def test_what_the_schedule_never_orders(self):
        self.schedule()
        self.env.cr.execute(
            "UPDATE mrp_production_schedule SET replenish_trigger = 'never'"
        )
        self.assertQuiet("mps_and_rule")

    def test_another_warehouse(self):
        self.schedule()
        self.env.cr.execute("UPDATE mrp_production_schedule SET warehouse_id = 0")
        self.assertQuiet("mps_and_rule")

    def test_mrp_areas(self):
        self.stand_in(
            {
                "mrp.area": {"id": "int4", "warehouse_id": "int4"},
                "product.mrp.area": {
                    "product_id": "int4",
                    "mrp_area_id": "int4",
                    "active": "bool",
                    "mrp_exclude": "bool",
                },
            }
        )
        self.env.cr.execute(
            "INSERT INTO mrp_area VALUES (7, %s)", [self.row.warehouse_id.id]
        )
        self.env.cr.execute(
            "INSERT INTO product_mrp_area VALUES (%s, 7, TRUE, NULL)",
            [self.row.product_id.id],
        )
        found = self.assertRaised("mps_and_rule", orderpoint_id=self.row)
        self.env.cr.execute("UPDATE product_mrp_area SET mrp_exclude = TRUE")
        self.assertClosed(found)

    def test_other_companies_do_not_hear_of_it(self):
        self.schedule()
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.switch("mps_and_rule", company=abroad)
        self.scan(company=abroad)
        self.assertFalse(self.Exception.search([("kind", "=", "mps_and_rule")]))
