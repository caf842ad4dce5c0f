from odoo.tools import SQL

from .common import ReplenishCommon
from .common_access import new_user

PARAMETERS = ("safety_stock", "reorder_point", "order_quantity")
STATE = (
    "policy_id",
    "policy_source",
    "is_governed",
    "review_changes",
    "parameters_on",
    *PARAMETERS,
    "product_min_qty",
    "product_max_qty",
    "planned_policy_id",
    "plan_status",
    "suggested_qty",
    "order_value",
    "qty_to_order",
    "abc_class",
    "xyz_class",
    "demand_pattern",
)
LEFT_BEHIND = (
    "stock.replenish.suggestion",
    "stock.replenish.decision",
    "stock.replenish.dirty",
    "stock.replenish.exception",
    "stock.replenish.policy",
    "stock.replenish.policy.rule",
)


class ChangeCommon(ReplenishCommon):
    """Items with uneven demand, so that policies differ in safety stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Change = cls.env["stock.replenish.change"]
        cls.low = cls.make_policy(
            name="Low", service_kind="cycle", service_level=0.8, lot_quantity=20
        )
        cls.high = cls.make_policy(
            name="High", service_kind="cycle", service_level=0.99, lot_quantity=40
        )

    @classmethod
    def make_item(
        cls, name="Item", policy=None, stock=0, sizes=(2, 9, 4, 13), **values
    ):
        """Return an orderpoint of a product sold in changing quantities."""
        product = cls.make_product(name, **values)
        for week in range(16):
            cls.past_move(product, sizes[week % len(sizes)], -3 - 7 * week)
        if stock:
            cls.set_stock(product, stock)
        return cls.make_orderpoint(
            product, policy, product_min_qty=10, product_max_qty=30
        )

    @classmethod
    def make_user(cls, login, role):
        group = f"stock_replenish_sync.group_replenish_{role}"
        return new_user(cls.env, login, group, cls.company)

    def as_user(self, user):
        return self.Change.with_user(user).with_context(
            allowed_company_ids=self.company.ids
        )

    def state(self, *orderpoints):
        """Return what is stored of orderpoints, by id."""
        rows = self.env["stock.warehouse.orderpoint"].concat(*orderpoints)
        self.env.flush_all()
        rows.invalidate_recordset()
        return {row["id"]: row for row in rows.read(STATE, load=None)}

    def parameters(self, orderpoint):
        """Return parameters as the engine computed them."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT safety_stock::float8, reorder_point::float8,
                      order_quantity::float8
               FROM stock_warehouse_orderpoint WHERE id = %s""",
            [orderpoint.id],
        )
        return self.env.cr.fetchone()

    def foreseen(self, change, orderpoint):
        """Return the parameters that a preview foresees."""
        self.env.cr.execute(
            """SELECT safety_stock_after::float8, reorder_point_after::float8,
                      order_quantity_after::float8
               FROM stock_replenish_change_row
               WHERE change_id = %s AND orderpoint_id = %s""",
            [change.id, orderpoint.id],
        )
        return self.env.cr.fetchone()

    def database(self):
        """Return what a dry run must not touch."""
        self.env.flush_all()
        state = {}
        for model in (*LEFT_BEHIND, "stock.warehouse.orderpoint", "res.company"):
            table = self.env[model]._table
            self.env.cr.execute(
                SQL(
                    """SELECT COUNT(*), md5(string_agg(t::text, ';' ORDER BY t.id))
                       FROM %s t""",
                    SQL.identifier(table),
                )
            )
            state[model] = self.env.cr.fetchone()
        return state

    def policy_change(self, **values):
        return self.Change._propose(
            "policy", {"policy_id": self.low.id, "values": values}
        )

    def assign(self, rows, policy):
        return self.Change._propose(
            "assign", {"orderpoint_ids": rows.ids, "policy_id": policy.id}
        )
