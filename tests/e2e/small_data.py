# Run by `odoo-bin shell`: some orderpoints with something to order, planned
# and ordered in small batches so that a run can be met in the middle.
ROWS = 60

env = globals()["env"]  # given by the shell
param = env["ir.config_parameter"]
param.set_param("stock_replenish_sync.plan_batch", "5")
param.set_param("stock_replenish_sync.order_batch", "5")

hub = env["stock.warehouse"].search([], limit=1)
branch = env["stock.warehouse"].create(
    {"name": "Branch", "code": "BRA", "resupply_wh_ids": [(6, 0, hub.ids)]}
)
lane = branch.resupply_route_ids
shop = env["stock.warehouse"].create({"name": "Shop that buys", "code": "SHP"})
vendors = env["res.partner"].create([{"name": f"Vendor {n}"} for n in range(5)])
policy = env["stock.replenish.policy"].create(
    {"name": "Concurrency", "lot_method": "fixed", "lot_quantity": 20}
)
buy = env.ref("purchase_stock.route_warehouse0_buy")
products = env["product.product"].create(
    [
        {
            "name": f"Product {n:03}",
            "type": "product",
            "standard_price": 1 + n % 7,
            "route_ids": [(6, 0, buy.ids)],
            "seller_ids": [
                (
                    0,
                    0,
                    {"partner_id": vendors[n % 5].id, "price": 1, "delay": 3 + n % 9},
                )
            ],
        }
        for n in range(ROWS)
    ]
)
rows = [
    {
        "name": f"{warehouse.code}/{product.name}",
        "product_id": product.id,
        "warehouse_id": warehouse.id,
        "location_id": warehouse.lot_stock_id.id,
        "route_id": lane.id if warehouse == branch else False,
        "policy_id": policy.id,
    }
    for number, product in enumerate(products)
    for warehouse, one_in in ((hub, 1), (branch, 3), (shop, 2))
    if number % one_in == 0
]
env["stock.warehouse.orderpoint"].create(rows)
moves = env["stock.move"].create(
    [
        {
            "name": "history",
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": 5 + number % 11,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        for number, product in enumerate(products)
        for warehouse in (hub, branch, shop)
    ]
)
env.flush_all()
env.cr.execute(
    """UPDATE stock_move SET state = 'done', quantity = product_uom_qty,
              date = now() AT TIME ZONE 'UTC' - (2 + id %% 20) * interval '1 day'
       WHERE id = ANY(%s)""",
    [moves.ids],
)
env.cr.commit()
