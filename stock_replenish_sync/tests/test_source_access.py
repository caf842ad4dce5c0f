from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .access_table import USERS
from .common_access import new_user
from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestSourceAccess(NetworkCommon):
    """A lane between two companies belongs to both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()
        cls.inside = cls.make_lane(cls.branch, cls.hub)
        cls.between = cls.make_lane(cls.abroad, cls.hub)
        cls.users = {
            name: new_user(cls.env, f"lane_{name}", USERS[role], company)
            for name, role, company in (
                ("viewer", "viewer", cls.company),
                ("manager", "manager", cls.company),
                ("abroad", "manager", cls.abroad.company_id),
                ("both", "manager", cls.company),
            )
        }
        cls.users["both"].company_ids += cls.abroad.company_id

    def of(self, name, companies=None):
        """Return the lanes as one of the people, all companies allowed."""
        user = self.users[name]
        return (
            self.env["stock.replenish.source"]
            .with_user(user)
            .with_context(allowed_company_ids=(companies or user.company_ids).ids)
        )

    def test_seen_from_either_end(self):
        self.assertEqual(self.of("viewer").search([]), self.inside + self.between)
        self.assertEqual(self.of("abroad").search([]), self.between)
        self.assertEqual(self.of("both").search([]), self.inside + self.between)

    def test_form_opens_though_the_other_end_is_foreign(self):
        for name in ("viewer", "abroad"):
            self.env.invalidate_all()
            lane = self.of(name).browse(self.between.id)
            self.assertEqual(lane.display_name, "Hub → Abroad")
            self.assertFalse(lane.problem)
            spec = {field: {} for field in lane._fields}
            spec["source_warehouse_id"] = {"fields": {"display_name": {}}}
            self.assertTrue(lane.web_read(spec))
            self.assertTrue(lane.web_read_group([], ["lead_days"], ["warehouse_id"]))

    def test_changed_by_who_has_both(self):
        for name in ("manager", "abroad"):
            lane = self.of(name).browse(self.between.id)
            for change in (
                lambda lane=lane: lane.write({"lead_days": 9}),
                lambda lane=lane: lane.write({"sharing": "priority"}),
                lane.unlink,
                lane.action_restore_route,
                lambda lane=lane: lane.create(
                    {
                        "warehouse_id": self.abroad.id,
                        "source_warehouse_id": self.other.id,
                    }
                ),
            ):
                with (
                    self.subTest(name),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    change()
        self.assertFalse(self.abroad.resupply_wh_ids - self.hub)
        lane = self.of("both").browse(self.between.id)
        lane.write({"lead_days": 9, "sharing": "priority"})
        self.assertEqual(self.hub.replenish_sharing, "priority")
        # The rights of the other company count where it is switched on.
        with self.assertRaises(AccessError):
            self.of("both", self.company).browse(lane.id).lead_days = 3

    def test_shown_read_only_where_the_other_company_is_off(self):
        for name, company in (("manager", "Abroad Company"), ("abroad", "Hub Company")):
            self.company.name = "Hub Company"
            with self.subTest(name):
                self.assertIn(company, self.of(name).browse(self.between.id).locked)
        self.assertFalse(self.of("both").browse(self.between.id).locked)
        lane = self.of("both", self.company).browse(self.between.id)
        self.assertIn("Abroad Company", lane.locked)
        self.assertFalse(self.of("manager").browse(self.inside.id).locked)
        for view in ("tree", "form"):
            arch = etree.fromstring(self.of("both").get_view(view_type=view)["arch"])
            for name in ("mode", "lead_days", "warehouse_id", "minimum_qty"):
                [node] = arch.xpath(f"//field[@name='{name}']")
                self.assertEqual(node.get("readonly"), "locked")

    def test_manager_of_both_makes_a_lane_between_companies(self):
        """Without being an administrator of Inventory."""
        lane = self.of("both").create(
            {
                "warehouse_id": self.branch.id,
                "source_warehouse_id": self.abroad.id,
            }
        )
        self.assertFalse(lane.problem)
        route = lane.sudo().route_id
        self.assertFalse(route.company_id)
        self.assertEqual(
            route.rule_ids.company_id, self.company + self.abroad.company_id
        )
        self.assertIn(
            self.env.ref("stock.stock_location_inter_wh"),
            route.rule_ids.location_src_id,
        )

    def test_loop_names_no_foreign_warehouse(self):
        back = {"warehouse_id": self.hub.id, "source_warehouse_id": self.other.id}
        self.make_lane(self.other, self.abroad)
        with self.assertRaisesRegex(Exception, "a warehouse of another company") as it:
            self.of("manager").create(back)
        self.assertNotIn("Abroad", str(it.exception))

    def test_take_over_keeps_to_own_companies(self):
        self.between.unlink()
        self.inside.unlink()
        self.of("manager").action_take_over()
        lanes = self.env["stock.replenish.source"].search([])
        self.assertEqual(lanes.warehouse_id, self.branch)
        self.of("both").action_take_over()
        lanes = self.env["stock.replenish.source"].search([])
        self.assertEqual(lanes.warehouse_id, self.branch + self.abroad)

    def test_warehouse_form_of_core_s_administrator(self):
        """Who has no role here neither sees nor sets what is ours."""
        user = new_user(self.env, "lane_core", USERS["stock_manager"], self.company)
        hub = self.hub.with_user(user).with_context(
            allowed_company_ids=self.company.ids
        )
        with Form(hub) as form:
            form.name = "Main Hub"
        new = hub.create({"name": "New Depot", "code": "NEW"})
        self.assertEqual(new.sudo().replenish_sharing, "cover")
        with self.assertRaises(AccessError):
            hub.replenish_sharing = "priority"
