from odoo import models
from odoo.tools import SQL

from ...planning.vendor import TOGETHER
from ...tools import columns
from .stock_replenish_supply import KIND_NAMES

# What a source of transfers sees of the needs it is to serve.
_DRAWN = ("source_warehouse_id", "quantity", "release_date")


class StockReplenishPropose(models.AbstractModel):
    """Compares parts of needs with the suggestions there are."""

    _inherit = "stock.replenish.propose"

    def _match(self, batch):
        """Put open suggestions beside parts, by lane and place, into `replenish_match`.

        A part without suggestion has no `id`; a suggestion that no part is left for
        is not `needed`. What a suggestion is to become stands in the columns of its
        own names; `differs` tells whether it is something else, `moved` whether its
        source has to know, `explained` whether it gets a snapshot.

        :return: names of the columns of a suggestion
        """
        values = self._suggestion_values(batch)
        names = [name for name, _source in values]
        old = columns.listed(names, "g")
        new = columns.listed(names, "n")
        drawn_old = columns.listed(_DRAWN, "g")
        drawn_new = columns.listed(_DRAWN, "n")
        self.env.cr.execute("DROP TABLE IF EXISTS replenish_match")
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE replenish_match ON COMMIT DROP AS
                WITH open AS (
                    SELECT id, orderpoint_id, product_id, approved_value,
                           COALESCE(lane_id, 0) AS way, row_number() OVER (
                               PARTITION BY orderpoint_id, COALESCE(lane_id, 0)
                               ORDER BY release_date, id
                           ) AS place,
                           %(names)s
                    FROM stock_replenish_suggestion
                    WHERE state IN ('proposed', 'held') AND orderpoint_id = ANY(%(ids)s)
                ), part AS (
                    SELECT lane_id AS way, row_number() OVER (
                        PARTITION BY orderpoint_id, lane_id
                        ORDER BY release_day, number
                    ) AS place, * FROM replenish_part
                ), wanted AS (
                    SELECT n.orderpoint_id, n.way, n.place, n.product_id,
                           n.warehouse_id, n.explained = 1 AS explained, %(values)s
                    FROM part n
                    LEFT JOIN open g USING (orderpoint_id, way, place)
                )
                SELECT g.id, COALESCE(n.orderpoint_id, g.orderpoint_id)
                           AS orderpoint_id,
                       n.orderpoint_id IS NOT NULL AS needed,
                       COALESCE(n.product_id, g.product_id) AS product_id,
                       n.warehouse_id, n.place, n.explained, %(new)s,
                       g.source_warehouse_id AS old_source_warehouse_id,
                       (%(drawn_old)s) IS DISTINCT FROM (%(drawn_new)s) AS moved,
                       n.orderpoint_id IS NULL OR g.id IS NULL
                           OR (%(old)s) IS DISTINCT FROM (%(new)s) AS differs
                FROM open g
                FULL JOIN wanted n USING (orderpoint_id, way, place)
                """,
                names=columns.listed(names),
                ids=batch.frame.orderpoint.tolist(),
                values=SQL(", ").join(
                    SQL("%s AS %s", source, SQL.identifier(name))
                    for name, source in values
                ),
                old=old,
                new=new,
                drawn_old=drawn_old,
                drawn_new=drawn_new,
            )
        )
        self.env.cr.execute("DROP TABLE replenish_part")
        return names

    def _suggestion_values(self, batch):
        """Return (column, SQL over part `n` and existing suggestion `g`)."""
        today = batch.frame.today
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")

        def day(name):
            return SQL("%s::date + n.%s", today, SQL.identifier(name))

        def quantity(name):
            return SQL("ROUND(n.%s::numeric, %s)", SQL.identifier(name), digits)

        due = day("due_day")
        # What goes with other orders to the vendor stays there until these are put
        # together anew, at the end of the run.
        kept = SQL(
            "COALESCE(g.alone_due_date = %s AND g.vendor_id = n.vendor_id, FALSE)", due
        )
        kinds = [name for _code, name in sorted(KIND_NAMES.items())]
        value = SQL(
            "ROUND(n.value::numeric, %s)",
            batch.frame.company.currency_id.decimal_places,
        )
        return [
            ("policy_id", SQL("NULLIF(n.policy_id, 0)")),
            ("kind", SQL("(%s::varchar[])[n.kind + 1]", kinds)),
            ("lane_id", SQL("NULLIF(n.lane_id, 0)")),
            ("route_id", SQL("NULLIF(n.route_id, 0)")),
            ("source_warehouse_id", SQL("NULLIF(n.source_warehouse_id, 0)")),
            ("supplier_id", SQL("NULLIF(n.supplier_id, 0)")),
            ("vendor_id", SQL("NULLIF(n.vendor_id, 0)")),
            ("bom_id", SQL("NULLIF(n.bom_id, 0)")),
            ("quantity", quantity("quantity")),
            ("raw_quantity", quantity("raw_quantity")),
            ("need_date", day("need_day")),
            ("release_date", day("release_day")),
            ("due_date", SQL("CASE WHEN %s THEN g.due_date ELSE %s END", kept, due)),
            ("alone_due_date", SQL("CASE WHEN %s THEN g.alone_due_date END", kept)),
            ("arrival_date", day("arrival_day")),
            ("reasons", SQL("n.reasons")),
            (
                "vendor_reasons",
                SQL(
                    "n.vendor_reasons | CASE WHEN %s "
                    "THEN COALESCE(g.vendor_reasons, 0) & %s ELSE 0 END",
                    kept,
                    int(TOGETHER),
                ),
            ),
            ("value", value),
            ("shares", self.env["stock.replenish.sourcing"]._share_value(batch)),
            (
                "fingerprint",
                SQL("CASE WHEN n.explained = 1 THEN to_hex(n.fingerprint) END"),
            ),
            (
                "state",
                # An approval covers the value it was given for, with some play.
                SQL(
                    """CASE WHEN n.approval_limit > 0
                             AND n.need_value > n.approval_limit
                             AND n.value > COALESCE(g.approved_value, 0) * 1.1
                        THEN 'held' ELSE 'proposed' END"""
                ),
            ),
        ]

    def _mark_sources(self, planned):
        """Queue the source of planned transfers that changed: its demand did.

        :param list planned: rules of the same batch, which know already
        """
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO stock_replenish_dirty (orderpoint_id)
            SELECT DISTINCT source.id
            FROM (
                SELECT product_id,
                       unnest(ARRAY[source_warehouse_id, old_source_warehouse_id])
                       AS warehouse_id
                FROM replenish_match
                WHERE moved
                  AND (source_warehouse_id > 0 OR old_source_warehouse_id > 0)
            ) drawn
            JOIN stock_warehouse_orderpoint source
                 ON source.product_id = drawn.product_id
                 AND source.warehouse_id = drawn.warehouse_id
            -- Just after policies were assigned the statistics still say that
            -- hardly any row is governed; wrapped, the column does not ask them.
            WHERE COALESCE(source.is_governed, FALSE) AND source.active
              AND source.id != ALL(%s)
            """,
                planned,
            )
        )
