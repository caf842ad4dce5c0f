from dataclasses import fields as columns_of

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..models.policy.stock_replenish_policy import PARAMETER_FIELDS
from ..planning import METHODS
from ..planning.datatypes import PolicyParams
from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestPolicy(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(
            service_kind="cycle", lot_method="eoq", company_id=cls.company.id
        )
        cls.row = cls.make_orderpoint(cls.make_product(), cls.policy)
        cls.Dirty = cls.env["stock.replenish.dirty"]

    def waiting(self):
        self.env.flush_all()
        return self.Dirty.search([]).orderpoint_id

    def test_every_parameter_of_the_engine_is_a_field(self):
        values = {
            "method": "just_in_time",
            "service_level": 0.91,
            "service_kind": "fill",
            "review_days": 3.0,
            "demand_stream": "forecast",
            "lead_time_source": "learned",
            "minimum_receipts": 4,
            "minimum_history": 5,
            "lot_method": "lot_for_lot",
            "lot_days": 6.0,
            "lot_quantity": 8.0,
            "order_cost": 9.0,
            "holding_rate": 0.11,
            "safety_days": 2.0,
            "max_days_of_supply": 90.0,
            "tolerance": 0.07,
            "rounding": "nearest",
            "horizon_days": 33,
        }
        self.assertEqual(
            set(values), {column.name for column in columns_of(PolicyParams)}
        )
        policy = self.env["stock.replenish.policy"].create({"name": "All", **values})
        self.assertEqual(policy._planning_parameters(), PolicyParams(**values))

    def test_every_method_offered_works(self):
        offered = dict(self.policy._fields["method"].selection)
        self.assertEqual(set(offered), set(METHODS))

    def test_version_grows_with_a_change_only(self):
        self.assertEqual(self.policy.version, 1)
        for values, version in (
            ({"service_level": 0.9}, 2),
            ({"service_level": 0.9}, 2),
            ({"name": "Other name", "sequence": 3}, 2),
            ({"apply_mode": "review"}, 3),
            ({"approval_limit": 100}, 4),
            ({"lot_method": "days", "lot_days": 20, "name": "Days"}, 5),
        ):
            self.policy.write(values)
            self.assertEqual(self.policy.version, version, values)

    def test_version_of_each(self):
        other = self.make_policy()
        other.horizon_days = 30
        both = self.policy + other
        both.write({"horizon_days": 30})
        self.assertEqual(both.mapped("version"), [2, 2])

    def test_copy_begins_anew(self):
        self.policy.review_days = 2
        self.assertEqual(self.policy.copy().version, 1)

    def test_change_queues_the_rows_it_governs(self):
        other = self.make_orderpoint(self.make_product("Other"), self.make_policy())
        self.Dirty.search([]).unlink()
        self.policy.name = "Another name"
        self.assertFalse(self.waiting())
        self.policy.service_level = 0.99
        self.assertEqual(self.waiting(), self.row)
        self.assertNotIn(other, self.waiting())

    def test_method_brings_its_own_choices(self):
        policy = self.env["stock.replenish.policy"].create(
            {"name": "New", "method": "just_in_time"}
        )
        self.assertEqual(policy.demand_stream, "booked")
        self.assertEqual(policy.lot_method, "lot_for_lot")
        policy.method = "reorder_point"
        self.assertEqual(policy.demand_stream, "net")
        self.assertEqual(policy.lot_method, "eoq")

    def test_bad_parameters(self):
        for values, words in (
            ({"service_level": 1.0}, "Service Level"),
            ({"service_level": 0.99999}, "Service Level"),
            ({"service_level": 0.49}, "Service Level"),
            ({"review_days": 0.5}, "Order every"),
            ({"review_days": 401}, "400"),
            ({"safety_days": 401}, "400"),
            ({"lot_days": 401}, "400"),
            ({"horizon_days": 0}, "Look ahead"),
            ({"horizon_days": 366}, "Look ahead"),
            ({"lot_method": "days", "lot_days": 0}, "Days in one Order"),
            ({"lot_method": "fixed", "lot_quantity": 0}, "fixed quantity"),
            ({"order_cost": 0}, "economic order quantity"),
            ({"holding_rate": 0}, "economic order quantity"),
            ({"method": "just_in_time", "lot_method": "eoq"}, "just in time"),
            ({"lot_quantity": 1e16}, "too large"),
            *(
                ({name: -1}, "negative")
                for name in (
                    "lot_quantity",
                    "order_cost",
                    "holding_rate",
                    "safety_days",
                    "max_days_of_supply",
                    "tolerance",
                    "minimum_receipts",
                    "minimum_history",
                    "approval_limit",
                )
            ),
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as caught:
                self.policy.write(values)
            self.assertIn(words, str(caught.exception))
            self.assertIn(self.policy.name, str(caught.exception))

    def test_whatever_is_accepted_can_be_planned(self):
        """The largest and smallest values that pass must pass in the engine too."""
        self.past_demand(self.row.product_id, 7, weeks=9)
        for values in (
            {"review_days": 400, "safety_days": 400, "lot_days": 400},
            {"service_level": 0.9999, "tolerance": 50, "horizon_days": 365},
            {"service_level": 0.5, "horizon_days": 1, "review_days": 1},
            {"order_cost": 1e15, "holding_rate": 1e-9},
            {"service_kind": "fill", "max_days_of_supply": 0.5},
        ):
            policy = self.policy.copy(values)
            self.row.policy_id = policy
            self.plan(self.row)
            self.assertEqual(self.row.plan_status, "planned", values)

    def test_policy_in_use_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.policy.unlink()
        self.row.active = False
        with self.assertRaises(UserError):
            self.policy.unlink()
        self.row.policy_id = False
        self.policy.unlink()
        self.assertFalse(self.policy.exists())

    def test_plan_button_plans_its_rows(self):
        action = self.policy.action_plan()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self.row.plan_status, "planned")
        with self.assertRaises(UserError):
            self.make_policy().action_plan()

    def test_number_of_rules(self):
        self.assertEqual(self.policy.orderpoint_count, 1)

    def test_parameters_in_the_order_of_the_engine(self):
        self.assertEqual(
            PARAMETER_FIELDS, tuple(column.name for column in columns_of(PolicyParams))
        )
