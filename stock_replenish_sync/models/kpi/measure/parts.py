"""Parts of queries that several groups of measures have in common."""

from datetime import timedelta

from odoo.tools import SQL

from ...detection.parts import on_hand, products
from ...plan.stock_replenish_history import quantity_moved


def storable():
    """Return a query of products that are kept in stock, with their units: product_id,
    uom_id, factor and rounding."""
    return SQL("%s WHERE pt.type = 'product'", products())


def own_warehouses(scope):
    """Return a query of the company's places of stock: location_id, warehouse_id."""
    return SQL(
        """SELECT l.id AS location_id, l.warehouse_id
           FROM stock_location l
           JOIN stock_warehouse w ON w.id = l.warehouse_id
           WHERE l.usage = 'internal' AND %s""",
        scope.of_company("w.company_id"),
    )


def is_own(scope, move):
    """Return SQL that tells whether a move is of the company's own goods.

    :param str move: alias of the move
    """
    return SQL(
        """COALESCE(%(move)s.restrict_partner_id, (
               SELECT theirs.owner_id FROM stock_picking theirs
               WHERE theirs.id = %(move)s.picking_id), %(own)s) = %(own)s""",
        move=SQL.identifier(move),
        own=scope.company.partner_id.id,
    )


def quantity_kept(move):
    """Return SQL for what a done move took along of its product `p`, as stock keeps it:
    rounded where it was moved in another unit, just as what was asked for is."""
    return SQL(
        """CASE WHEN %(move)s.product_uom = p.uom_id THEN %(move)s.quantity
                ELSE ROUND(((%(moved)s) / p.rounding)::numeric) * p.rounding END""",
        move=SQL.identifier(move),
        moved=quantity_moved(move),
    )


def own_moved(scope, move):
    """Return SQL for what a done move took along of own goods.

    Others are named on its lines: an order is served from what they keep here as well.
    A move at a time, since one join more would be too many for PostgreSQL to order.

    :param str move: alias of the move
    """
    return SQL(
        """(%s - COALESCE((
               SELECT SUM(line.quantity_product_uom) FROM stock_move_line line
               WHERE line.move_id = %s.id AND line.owner_id != %s
                 AND line.state = 'done'), 0))""",
        quantity_kept(move),
        SQL.identifier(move),
        scope.company.partner_id.id,
    )


def leaving(scope):
    """Return SQL from FROM on: the moves `m` of goods `p` from a place of the company,
    `place`, to any other, `target`."""
    return SQL(
        """FROM stock_move m
           JOIN (%s) p ON p.product_id = m.product_id
           JOIN (%s) place ON place.location_id = m.location_id
           JOIN stock_location target ON target.id = m.location_dest_id""",
        storable(),
        own_warehouses(scope),
    )


def is_used():
    """Return SQL that tells whether goods are used up at `target`."""
    return SQL("target.usage IN ('customer', 'production')")


def stock_by_day(scope):
    """Return a query of stock at the end of the days, reckoned back from now.

    A row holds for the days from `day` to `until`, in which it stayed the same:
    product_id, warehouse_id, day, until, quantity.
    """
    return SQL(
        """
        SELECT level.*
        FROM (
            -- What came later, and what is there after all: the sum of it is not there
            -- yet, or there already.
            SELECT product_id, warehouse_id, day,
                   SUM(SUM(quantity)) OVER later - SUM(quantity) AS quantity,
                   COALESCE(LAG(day) OVER later - 1, %(last)s) AS until
            FROM (%(steps)s) step
            GROUP BY product_id, warehouse_id, day
            WINDOW later AS (PARTITION BY product_id, warehouse_id ORDER BY day DESC)
        ) level
        WHERE level.day <= %(last)s
        """,
        steps=_steps(scope),
        last=scope.last,
    )


def _steps(scope):
    """Return a query of what stock is the sum of, going back from the day after the
    last one: product_id, warehouse_id, day, quantity."""
    after = scope.last + timedelta(days=1)
    return SQL(
        """
        WITH held AS MATERIALIZED (%(held)s), moved AS MATERIALIZED (%(moved)s)
        SELECT product_id, warehouse_id, %(after)s::date AS day, quantity FROM held
        UNION ALL
        SELECT product_id, warehouse_id, LEAST(day, %(after)s), -quantity FROM moved
        UNION ALL
        SELECT product_id, warehouse_id, %(first)s, 0 FROM (
            SELECT product_id, warehouse_id FROM held
            UNION SELECT product_id, warehouse_id FROM moved
        ) item
        """,
        held=on_hand(scope),
        moved=_moved(scope),
        first=scope.first,
        after=after,
    )


def _moved(scope):
    """Return a query of what came to warehouses, less what left, after the first day:
    product_id, warehouse_id, day, quantity."""
    return SQL(
        """
        SELECT m.product_id, place.warehouse_id, %(day)s AS day,
               SUM(step.sign * %(quantity)s) AS quantity
        FROM stock_move m
        JOIN (%(storable)s) p ON p.product_id = m.product_id
        CROSS JOIN LATERAL (
            VALUES (m.location_id, -1), (m.location_dest_id, 1)
        ) step (location_id, sign)
        JOIN (%(places)s) place ON place.location_id = step.location_id
        WHERE m.state = 'done' AND m.date >= %(begin)s AND %(own)s
        GROUP BY 1, 2, 3
        """,
        day=scope.local_day("m.date"),
        quantity=own_moved(scope, "m"),
        storable=storable(),
        places=own_warehouses(scope),
        begin=scope.company._replenish_day_start(scope.first + timedelta(days=1)),
        own=is_own(scope, "m"),
    )
