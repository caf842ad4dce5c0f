"""python -m faults.network -c CONFIG -d DATABASE: fill a database, and plan it.

A hub and three branches that it resupplies, the last of which resupplies a fifth
warehouse: 100 products in each of them, 500 reordering rules. The hub buys, and makes
some; a branch buys a few on its own, and one makes as well. The hub picks before it
sends, one branch puts away after it receives. The same database every time.
"""

import random
import sys

from odoo import Command

from benchmarks import session

#: Rows that one transaction orders: few, so that a run has many of them.
ORDER_BATCH = 10
BOUGHT, MADE, PARTS = 78, 12, 10
VENDORS = 8
#: Of how many products each warehouse has enough: nothing is ordered.
ENOUGH = 0.7


def main(arguments):
    """Fill the database that Odoo's arguments name."""
    with session.opened(arguments) as registry, registry.cursor() as cr:
        network = Network(session.environment(cr))
        network.create()
        network.plan()


class Network:
    """Five warehouses and what they keep."""

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.rng = random.Random(5)

    def create(self):
        """Make the masters, the rules and what was sold."""
        self._set_parameters()
        self._make_user()
        self._make_warehouses()
        self._make_products()
        self._make_rules()
        self._sell()
        self._stock()

    def plan(self):
        """Plan everything, as the nightly run does."""
        runs = self.env["stock.replenish.run"]
        self.env.cr.commit()
        # Twice: the second run takes up what the first one queued.
        for _run in range(2):
            if not runs._cron_plan(budget=3600):
                raise RuntimeError("planning did not come to an end")
        failed = self.rules.filtered(lambda rule: rule.plan_status != "planned")
        if failed:
            problem = self.env["stock.replenish.exception"].search([], limit=1).problem
            raise RuntimeError(f"{len(failed)} rules cannot be planned: {problem}")

    def _set_parameters(self):
        param = self.env["ir.config_parameter"]
        param.set_param("stock_replenish_sync.order_batch", str(ORDER_BATCH))

    def _make_user(self):
        """Make the planner who clicks."""
        self.env["res.users"].create(
            {
                "name": "Planner",
                "login": "planner",
                "groups_id": [
                    Command.set(
                        [
                            self.env.ref("base.group_user").id,
                            self.env.ref(
                                "stock_replenish_sync.group_replenish_planner"
                            ).id,
                        ]
                    )
                ],
            }
        )

    def _make_warehouses(self):
        Warehouse = self.env["stock.warehouse"]
        self.hub = Warehouse.search([], order="id", limit=1)
        # Goods are picked before they are sent: an order leads to another one.
        self.hub.write({"name": "Hub", "delivery_steps": "pick_ship"})
        self.routes = {self.hub: False}
        source = self.hub
        for name in ("North", "South", "East", "West"):
            if name == "West":
                source = list(self.routes)[-1]
            branch = Warehouse.create(
                {
                    "name": name,
                    "code": name.upper(),
                    "company_id": self.env.company.id,
                    "reception_steps": "two_steps" if name == "North" else "one_step",
                    "resupply_wh_ids": [Command.set(source.ids)],
                }
            )
            self.routes[branch] = branch.resupply_route_ids
        self.env["stock.replenish.source"]._take_over()

    def _make_products(self):
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        make = self.env.ref("mrp.route_warehouse0_manufacture")
        vendors = self.env["res.partner"].create(
            [{"name": f"Vendor {number}"} for number in range(VENDORS)]
        )
        self.products = self.env["product.product"].create(
            [
                {
                    "name": f"{name} {number:02}",
                    "default_code": f"{name}-{number:02}",
                    "type": "product",
                    "standard_price": 1 + number % 7,
                    "route_ids": [Command.set((make if name == "Made" else buy).ids)],
                    "seller_ids": [
                        Command.create(
                            {
                                "partner_id": vendors[number % VENDORS].id,
                                "price": 1 + number % 5,
                                "delay": 3 + number % 9,
                            }
                        )
                    ]
                    if name != "Made"
                    else [],
                }
                for name, count in (("Bought", BOUGHT), ("Part", PARTS), ("Made", MADE))
                for number in range(count)
            ]
        )
        parts = self.products[BOUGHT : BOUGHT + PARTS]
        self.env["mrp.bom"].create(
            [
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "produce_delay": 2,
                    "bom_line_ids": [
                        Command.create(
                            {
                                "product_id": parts[(number + turn) % PARTS].id,
                                "product_qty": 1 + turn,
                            }
                        )
                        for turn in range(2)
                    ],
                }
                for number, product in enumerate(self.products[BOUGHT + PARTS :])
            ]
        )

    def _make_rules(self):
        policy = self.env["stock.replenish.policy"].create(
            {
                "name": "Reorder point",
                "lot_method": "fixed",
                "lot_quantity": 20,
                "lead_time_source": "contract",
            }
        )
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        self.rules = self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "name": f"{warehouse.code} {product.default_code}",
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "route_id": self._route(warehouse, number, route, buy),
                    "policy_id": policy.id,
                }
                for warehouse, route in self.routes.items()
                for number, product in enumerate(self.products)
            ]
        )

    def _route(self, warehouse, number, route, buy):
        """Return the route of a rule: a branch buys a tenth of its products itself."""
        if warehouse.name == "North" and number >= BOUGHT + PARTS:
            return False
        if route and number < BOUGHT and number % 10 == 3:
            return buy.id
        return route and route.id

    def _sell(self):
        """Let something of every rule have been sold in each of the last weeks."""
        customers = self.env.ref("stock.stock_location_customers")
        sold = [
            (rule, 1 + self.rng.randrange(12), week)
            for rule in self.rules
            for week in range(3)
        ]
        moves = self.env["stock.move"].create(
            [
                {
                    "name": "history",
                    "product_id": rule.product_id.id,
                    "product_uom": rule.product_uom.id,
                    "product_uom_qty": quantity,
                    "location_id": rule.location_id.id,
                    "location_dest_id": customers.id,
                }
                for rule, quantity, _week in sold
            ]
        )
        self.env.flush_all()
        today = self.env.company._replenish_today()
        for week in range(3):
            ids = [
                move.id
                for move, (_rule, _quantity, of) in zip(moves, sold, strict=True)
                if of == week
            ]
            self.env.cr.execute(
                """UPDATE stock_move SET state = 'done', quantity = product_uom_qty,
                          date = %s::date - (3 + 7 * %s)
                   WHERE id = ANY(%s)""",
                [today, week, ids],
            )
        self.env.invalidate_all()

    def _stock(self):
        """Put much of some products into stock, and a little of others.

        There are parts enough for all that is made: else what is ordered in the end
        would depend on whether somebody planned in between.
        """
        quants = self.env["stock.quant"]
        for rule in self.rules:
            kind = rule.product_id.name.split()[0]
            much = self.rng.random() < {"Part": 1, "Made": 0.2}.get(kind, ENOUGH)
            quantity = 10_000 if much else self.rng.randrange(4)
            if quantity:
                quants._update_available_quantity(
                    rule.product_id, rule.location_id, quantity
                )


if __name__ == "__main__":
    main(sys.argv[1:])
