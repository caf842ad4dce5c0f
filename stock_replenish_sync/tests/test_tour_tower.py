from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_exception_screen import ExceptionScreenCommon
from .common_network import NetworkCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestTourTower(ExceptionScreenCommon, NetworkCommon, TourCase):
    """In a real browser: the control tower, and what is done in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_user(cls.env, "tower", USERS["planner"], cls.company)
        cls.plan(cls.make_orderpoint(cls.make_product("Planned"), cls.just_in_time))
        cls.Exception.search([]).unlink()
        rows = (
            ("Tower Desk", cls.branch, 500),
            ("Tower Lamp", cls.branch, 90),
            ("Tower Chair", cls.hub, 200),
        )
        cls.out = cls.Exception.concat(
            *(
                cls.make_exception(
                    kind="stocked_out",
                    severity="3",
                    product_id=cls.make_product(name).id,
                    warehouse_id=warehouse.id,
                    value_at_risk=value,
                    value_rank=value,
                )
                for name, warehouse, value in rows
            )
        )

    def test_filter_drill_act(self):
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_replenish_tower_action",
            "stock_replenish_tower",
            user=self.planner,
        )
        self.assertEqual(self.out.mapped("state"), ["acknowledged", "open", "open"])
