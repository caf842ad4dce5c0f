from .common_access import new_user
from .common_supply import SupplyCommon

PLANNER = "stock_replenish_sync.group_replenish_planner"
VIEWER = "stock_replenish_sync.group_replenish_viewer"


class WorklistCommon(SupplyCommon):
    """A planner, a viewer and a planner of another company beside the rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        cls.planner = cls.make_user("worklist_planner", PLANNER)
        cls.viewer = cls.make_user("worklist_viewer", VIEWER)
        cls.nobody = cls.make_user("worklist_nobody", "stock.group_stock_user")
        cls.stranger = cls.make_user("worklist_stranger", PLANNER, company=cls.other)

    @classmethod
    def make_user(cls, login, groups, company=None):
        return new_user(cls.env, login, groups, company or cls.company)

    def as_user(self, records, user):
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_id.ids
        )

    def type_quantity(self, orderpoint, quantity):
        """Type as a planner does in the list."""
        orderpoint.sudo().with_user(self.env.user).write({"qty_to_order": quantity})
        self.env.flush_all()
        self.env.invalidate_all()

    def assertStatus(self, orderpoint, status):
        self.env.flush_all()
        orderpoint.invalidate_recordset()
        self.assertEqual(orderpoint.replenish_status, status)
