"""Stock on hand and stock value as the written moves leave them."""

import numpy as np

from odoo.tools import SQL

from . import bulk, products


def create_quants(world, columns):
    """Create the quants: per product, place and lot the net of the done move lines."""
    env, cr = world.env, world.env.cr
    names = [
        "product_id",
        "company_id",
        "location_id",
        "storage_category_id",
        "lot_id",
        "quantity",
        "in_date",
    ]
    values = [
        "net.product_id",
        "place.company_id",
        "net.location_id",
        "place.storage_category_id",
        "net.lot_id",
        "net.quantity",
        "net.in_date",
    ]
    if products.has_expiry(env):
        names += ["expiration_date", "removal_date"]
        values += ["lot.expiration_date", "lot.removal_date"]
    cr.execute(
        SQL(
            """
            INSERT INTO stock_quant (
                   %(names)s, reserved_quantity, inventory_quantity,
                   inventory_diff_quantity, inventory_quantity_set,
                   create_uid, write_uid, create_date, write_date)
            SELECT %(values)s, 0, 0, -net.quantity, FALSE, %(uid)s, %(uid)s,
                   now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
              FROM (SELECT step.product_id, step.location_id, step.lot_id,
                           SUM(step.quantity) AS quantity, MAX(step.date) AS in_date
                      FROM stock_move_line line
                     CROSS JOIN LATERAL (
                           VALUES (line.product_id, line.location_dest_id, line.lot_id,
                                   line.quantity, line.date),
                                  (line.product_id, line.location_id, line.lot_id,
                                   -line.quantity, line.date)
                           ) step (product_id, location_id, lot_id, quantity, date)
                     WHERE line.company_id IN %(companies)s
                       AND line.product_id IN %(products)s
                       AND line.state = 'done'
                     GROUP BY step.product_id, step.location_id, step.lot_id
                    HAVING SUM(step.quantity) <> 0) net
              JOIN stock_location place ON place.id = net.location_id
              LEFT JOIN stock_lot lot ON lot.id = net.lot_id
             ORDER BY net.product_id, net.location_id, net.lot_id
            """,
            names=SQL(", ").join(SQL.identifier(name) for name in names),
            values=SQL(", ".join(values)),
            uid=env.uid,
            companies=tuple(company.id for company in world.companies.values()),
            products=tuple(np.unique(columns.product).tolist()),
        )
    )
    for warehouse in world.warehouses.values():
        cr.execute(
            SQL(
                "UPDATE stock_quant SET inventory_date = %s WHERE location_id = %s",
                warehouse.lot_stock_id._get_next_inventory_date(),
                warehouse.lot_stock_id.id,
            )
        )


def create_valuation(world, count):
    """Create one valuation layer per move that enters or leaves the company, at
    standard cost.
    """
    cr = world.env.cr
    cost = {(row, place): value for row, place, value in _costs(world)}
    cr.execute(
        "CREATE TEMP TABLE replenish_demo_cost"
        " (product_id int, company_id int, cost numeric) ON COMMIT DROP"
    )
    cr.execute_values(
        "INSERT INTO replenish_demo_cost VALUES %s",
        [(row, place, value) for (row, place), value in cost.items()],
    )
    with bulk.filling(cr, "stock_valuation_layer", count):
        _insert_layers(world)
    cr.execute("DROP TABLE replenish_demo_cost")


def _insert_layers(world):
    world.env.cr.execute(
        SQL(
            """
            INSERT INTO stock_valuation_layer (
                   company_id, product_id, categ_id, stock_move_id, description,
                   quantity, unit_cost, value, remaining_qty, remaining_value,
                   create_uid, write_uid, create_date, write_date)
            SELECT move.company_id, move.product_id, template.categ_id, move.id,
                   move.reference, signed.quantity, price.cost,
                   ROUND(price.cost * signed.quantity, 2), 0, 0,
                   %(uid)s, %(uid)s, move.date, move.date
              FROM stock_move move
              JOIN replenish_demo_cost price USING (product_id, company_id)
              JOIN product_product product ON product.id = move.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             CROSS JOIN LATERAL (
                   SELECT source.usage IN ('internal', 'transit') AS ours_before,
                          target.usage IN ('internal', 'transit') AS ours_after
                   ) owned
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN owned.ours_after THEN move.quantity
                               ELSE -move.quantity END AS quantity
                   ) signed
             WHERE move.state = 'done' AND owned.ours_before <> owned.ours_after
             ORDER BY move.date, move.id
            """,
            uid=world.env.uid,
        )
    )


def _costs(world):
    for company in world.companies.values():
        for row in world.products:
            yield (
                row.record.id,
                company.id,
                row.record.with_company(company).standard_price,
            )
