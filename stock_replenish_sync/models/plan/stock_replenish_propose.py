import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...tools import columns
from .stock_replenish_supply import KIND_NAMES


class StockReplenishPropose(models.AbstractModel):
    """Turns the needs of a planned batch into open suggestions."""

    _name = "stock.replenish.propose"
    _description = "Replenishment Planning: suggestions of a planned batch"

    def _load_needs(self, batch, in_force, policies):
        """Put the needs that become suggestions into the table `replenish_need`."""
        needs, supply = batch.result.needs, batch.supply
        keep = in_force[needs.item] & ~batch.refused
        item = needs.item[keep]
        limits = np.array([row.approval_limit for row in policies] or [0.0])
        limit = limits[batch.items.policy[item]]
        value = needs.quantity[keep] * batch.cost[item]
        due = needs.due_day[keep] <= 0
        self._load_snapshots(batch, item[due | ((limit > 0) & (value > limit))])
        # Needs come sorted by item and release day: number them within their item.
        first = np.searchsorted(item, item, side="left")
        number = np.arange(len(item)) - first
        columns.load(
            self.env.cr,
            "replenish_need",
            [
                ("orderpoint_id", "i4"),
                ("number", "i4"),
                ("kind", "i4"),
                ("source_warehouse_id", "i4"),
                ("supplier_id", "i4"),
                ("vendor_id", "i4"),
                ("bom_id", "i4"),
                ("policy_id", "i4"),
                ("quantity", "f8"),
                ("raw_quantity", "f8"),
                ("need_day", "i4"),
                ("release_day", "i4"),
                ("due_day", "i4"),
                ("arrival_day", "i4"),
                ("reasons", "i4"),
                ("value", "f8"),
                ("approval_limit", "f8"),
            ],
            {
                "orderpoint_id": batch.frame.orderpoint[item],
                "number": number,
                "kind": supply.kind[item],
                "source_warehouse_id": supply.source_warehouse[item],
                "supplier_id": supply.supplier[item],
                "vendor_id": supply.vendor[item],
                "bom_id": supply.bom[item],
                "policy_id": batch.frame.policy[item],
                "quantity": needs.quantity[keep],
                "raw_quantity": needs.raw_quantity[keep],
                "need_day": needs.need_day[keep],
                "release_day": needs.release_day[keep],
                "due_day": needs.due_day[keep],
                "arrival_day": needs.arrival_day[keep],
                "reasons": needs.reasons[keep],
                "value": value,
                "approval_limit": limit,
            },
        )

    def _load_snapshots(self, batch, rows):
        """Put what the plan of rows was made of into the table `replenish_snapshot`.

        What is ordered or waits for approval can be explained for good; what is not
        due yet is explained from what is there when somebody asks.
        """
        frozen = batch.snapshots(rows)
        self.env.cr.execute("DROP TABLE IF EXISTS replenish_snapshot")
        self.env.cr.execute(
            """CREATE TEMPORARY TABLE replenish_snapshot
               (orderpoint_id int4, snapshot jsonb) ON COMMIT DROP"""
        )
        if frozen:
            self.env.cr.execute_values(
                "INSERT INTO replenish_snapshot VALUES %s",
                [
                    (int(batch.frame.orderpoint[row]), text)
                    for row, text in frozen.items()
                ],
                page_size=1000,
            )
            self.env.cr.execute("ANALYZE replenish_snapshot")

    def _sync_suggestions(self, batch, in_force, policies):
        """Make the open suggestions of the batch equal its needs.

        Rows stay the same rows: the n-th open suggestion of an orderpoint becomes its
        n-th need, so a plan that says the same changes nothing. Ordered and rejected
        ones are never touched; what was rejected is not suggested again while the
        rejection lasts, unless it grew; earlier and later needs are.

        :return: number of open suggestions
        """
        self._load_needs(batch, in_force, policies)
        self._match(batch)
        values = self._suggestion_values(batch)
        self._mark_sources(values, batch.frame.orderpoint.tolist())
        self._update_matched(values)
        self._insert_new(values)
        self._supersede_left()
        self.env.cr.execute("SELECT COUNT(*) FROM replenish_need")
        [count] = self.env.cr.fetchone()
        self.env.cr.execute(
            "DROP TABLE replenish_match, replenish_need, replenish_snapshot"
        )
        return count

    def _match(self, batch):
        """Put open suggestions beside needs, by place, into `replenish_match`.

        A suggestion that no need is left for has no `orderpoint_id`, a need without
        suggestion no `id`.
        """
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE replenish_match ON COMMIT DROP AS
                SELECT open.id, n.*, s.snapshot
                FROM (
                    SELECT g.id, g.orderpoint_id, row_number() OVER (
                        PARTITION BY g.orderpoint_id ORDER BY g.release_date, g.id
                    ) AS number
                    FROM stock_replenish_suggestion g
                    WHERE g.state IN ('proposed', 'held') AND g.orderpoint_id = ANY(%s)
                ) open
                FULL JOIN (
                    SELECT row_number() OVER (
                        PARTITION BY orderpoint_id ORDER BY number
                    ) AS place, * FROM replenish_need
                ) n ON n.orderpoint_id = open.orderpoint_id AND n.place = open.number
                LEFT JOIN replenish_snapshot s ON s.orderpoint_id = n.orderpoint_id
                     AND (n.due_day <= 0
                          OR (n.approval_limit > 0 AND n.value > n.approval_limit))
                """,
                batch.frame.orderpoint.tolist(),
            )
        )

    def _update_matched(self, values):
        """Bring suggestions in line with their needs, where these differ."""
        names = [name for name, _source in values]
        sources = SQL(", ").join(source for _name, source in values)
        compared = [(SQL.identifier("g", name), source) for name, source in values]
        compared = [
            (_facts("g"), _facts("n")) if name == "snapshot" else pair
            for name, pair in zip(names, compared, strict=True)
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET (%s, write_date) = ROW(%s, %s)
                FROM replenish_match n
                WHERE g.id = n.id AND n.orderpoint_id IS NOT NULL
                  AND (%s) IS DISTINCT FROM (%s)
                """,
                SQL(", ").join(SQL.identifier(name) for name in names),
                sources,
                fields.Datetime.now(),
                SQL(", ").join(old for old, _new in compared),
                SQL(", ").join(new for _old, new in compared),
            )
        )

    def _insert_new(self, values):
        """Add suggestions for needs that have none yet."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_suggestion
                    (orderpoint_id, company_id, warehouse_id, product_id, is_typed,
                     create_uid, write_uid, create_date, write_date, %s)
                SELECT n.orderpoint_id, o.company_id, o.warehouse_id, o.product_id,
                       FALSE, %s, %s, %s, %s, %s
                FROM replenish_match n
                JOIN stock_warehouse_orderpoint o ON o.id = n.orderpoint_id
                LEFT JOIN stock_replenish_suggestion g ON FALSE
                WHERE n.id IS NULL
                ORDER BY n.orderpoint_id, n.place
                """,
                SQL(", ").join(SQL.identifier(name) for name, _source in values),
                self.env.uid,
                self.env.uid,
                now,
                now,
                SQL(", ").join(source for _name, source in values),
            )
        )

    def _supersede_left(self):
        """Withdraw suggestions that no need is left for."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET state = 'superseded', write_date = %s
                FROM replenish_match n
                WHERE g.id = n.id AND n.orderpoint_id IS NULL
                """,
                fields.Datetime.now(),
            )
        )

    def _suggestion_values(self, batch):
        """Return (column, SQL over need `n` and existing suggestion `g`)."""
        today = batch.frame.today
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")

        def day(name):
            return SQL("%s::date + n.%s", today, SQL.identifier(name))

        def quantity(name):
            return SQL("ROUND(n.%s::numeric, %s)", SQL.identifier(name), digits)

        kinds = [name for _code, name in sorted(KIND_NAMES.items())]
        value = SQL(
            "ROUND(n.value::numeric, %s)",
            batch.frame.company.currency_id.decimal_places,
        )
        return [
            ("policy_id", SQL("NULLIF(n.policy_id, 0)")),
            ("kind", SQL("(%s::varchar[])[n.kind + 1]", kinds)),
            ("source_warehouse_id", SQL("NULLIF(n.source_warehouse_id, 0)")),
            ("supplier_id", SQL("NULLIF(n.supplier_id, 0)")),
            ("vendor_id", SQL("NULLIF(n.vendor_id, 0)")),
            ("bom_id", SQL("NULLIF(n.bom_id, 0)")),
            ("quantity", quantity("quantity")),
            ("raw_quantity", quantity("raw_quantity")),
            ("need_date", day("need_day")),
            ("release_date", day("release_day")),
            ("due_date", day("due_day")),
            ("arrival_date", day("arrival_day")),
            ("reasons", SQL("n.reasons")),
            ("value", value),
            ("snapshot", SQL("n.snapshot")),
            (
                "state",
                # An approval covers the value it was given for, with some play.
                SQL(
                    """CASE WHEN n.approval_limit > 0 AND n.value > n.approval_limit
                             AND n.value > COALESCE(g.approved_value, 0) * 1.1
                        THEN 'held' ELSE 'proposed' END"""
                ),
            ),
        ]

    def _mark_sources(self, values, planned):
        """Queue the source of planned transfers that changed: its demand did.

        :param list planned: rules of the same batch, which know already
        """
        compared = [
            (name, source)
            for name, source in values
            if name in ("source_warehouse_id", "quantity", "release_date")
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_dirty (orderpoint_id)
                SELECT DISTINCT source.id
                FROM (
                    SELECT COALESCE(g.product_id, o.product_id) AS product_id,
                           unnest(ARRAY[n.source_warehouse_id, g.source_warehouse_id])
                           AS warehouse_id
                    FROM replenish_match n
                    LEFT JOIN stock_replenish_suggestion g ON g.id = n.id
                    LEFT JOIN stock_warehouse_orderpoint o ON o.id = n.orderpoint_id
                    WHERE (%s) IS DISTINCT FROM (%s)
                      AND (n.source_warehouse_id > 0 OR g.source_warehouse_id > 0)
                ) drawn
                JOIN stock_warehouse_orderpoint source
                     ON source.product_id = drawn.product_id
                     AND source.warehouse_id = drawn.warehouse_id
                -- Just after policies were assigned the statistics still say that
                -- hardly any row is governed; wrapped, the column does not ask them.
                WHERE COALESCE(source.is_governed, FALSE) AND source.active
                  AND source.id != ALL(%s)
                """,
                SQL(", ").join(SQL.identifier("g", name) for name, _source in compared),
                SQL(", ").join(source for _name, source in compared),
                planned,
            )
        )


def _facts(alias):
    """Return SQL for what a snapshot was made of, but for the parameters in force.

    Those are the answer of the plan before: the first plan of a row would differ from
    its second one.
    """
    return SQL(
        """(%s -> 'inputs') #- '{item,current_safety_stock}'
           #- '{item,current_reorder_point}' #- '{item,current_order_quantity}'""",
        SQL.identifier(alias, "snapshot"),
    )
