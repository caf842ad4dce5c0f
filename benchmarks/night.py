"""What happens between two nights: a day's sales."""

from odoo import fields
from odoo.tools import SQL


def sell(env):
    """Book the sales of the day before `today`: those of that weekday a year ago."""
    cr, today = env.cr, fields.Date.today()
    cr.execute(
        """SELECT column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND table_name = 'stock_move'
             AND column_name NOT IN ('id', 'date')"""
    )
    names = SQL(", ").join(SQL.identifier(name) for (name,) in cr.fetchall())
    cr.execute(
        SQL(
            """
            CREATE TEMPORARY TABLE bench_sold ON COMMIT DROP AS
            WITH sold AS (
                INSERT INTO stock_move (date, %s)
                SELECT m.date + interval '364 days', %s
                FROM (SELECT m.* FROM stock_move m
                      JOIN stock_location d ON d.id = m.location_dest_id
                      WHERE d.usage = 'customer' AND m.state = 'done'
                        AND m.company_id = %s
                        AND m.date >= %s::date - 365 AND m.date < %s::date - 364) m
                RETURNING product_id, location_id, location_dest_id, quantity
            )
            SELECT product_id, location_id, -quantity AS quantity FROM sold
            UNION ALL SELECT product_id, location_dest_id, quantity FROM sold
            """,
            names,
            names,
            env.company.id,
            today,
            today,
        )
    )
    cr.execute(
        """UPDATE stock_quant q SET quantity = q.quantity + s.quantity
           FROM (SELECT product_id, location_id, SUM(quantity) AS quantity
                 FROM bench_sold GROUP BY 1, 2) s
           WHERE s.product_id = q.product_id AND s.location_id = q.location_id"""
    )
    env.invalidate_all(flush=False)
