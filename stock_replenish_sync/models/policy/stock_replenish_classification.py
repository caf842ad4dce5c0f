import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning import classification, demand
from ...tools import columns
from ...tools.costs import unit_costs

ABC = ("A", "B", "C")
XYZ = ("X", "Y", "Z")
PATTERNS = ("none", "smooth", "erratic", "intermittent", "lumpy")
BATCH = 25_000


class StockReplenishClassification(models.AbstractModel):
    """Gives orderpoints their ABC and XYZ class and demand pattern.

    ABC ranks products by a year's demand value over all warehouses of the company, so
    that an item is A at the hub too, where only branches draw; XYZ and pattern are of
    the orderpoint.
    """

    _name = "stock.replenish.classification"
    _description = "Replenishment Planning: ABC, XYZ and demand pattern"

    def _is_due(self, company):
        """Tell whether the company's classes are old, or some row has none."""
        today = company._replenish_today()
        last = company.replenish_classified_on
        if not last or (today - last).days >= company.replenish_classification_days:
            return True
        return bool(
            self.env["stock.warehouse.orderpoint"].search_count(
                [("company_id", "=", company.id), ("abc_class", "=", False)], limit=1
            )
        )

    def _classify(self, company, afresh=False):
        """Classify all orderpoints of a company.

        A class already there changes only when a period of classification is over and
        only after as many periods in a row as the company's hysteresis asks for;
        rows without a class get theirs at once.

        :param bool afresh: give every row the class it has by today's settings, as
            if there had been none
        """
        self = self.with_company(company)
        self.env.flush_all()
        today = company._replenish_today()
        last = company.replenish_classified_on
        period_over = (
            not last or (today - last).days >= company.replenish_classification_days
        )
        abc = self._abc_by_product(company, today)
        ids = self._orderpoint_ids(company)
        for start in range(0, len(ids), BATCH):
            self._classify_batch(
                company, ids[start : start + BATCH], today, abc, period_over, afresh
            )
        if period_over or afresh:
            company.sudo().replenish_classified_on = today
        self.env["stock.warehouse.orderpoint"].invalidate_model(flush=False)

    def _orderpoint_ids(self, company):
        """Return all rows, those of a product together: its moves are read once."""
        self.env.cr.execute(
            SQL(
                """SELECT id FROM stock_warehouse_orderpoint
                   WHERE company_id = %s AND active ORDER BY product_id, id""",
                company.id,
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _abc_by_product(self, company, today):
        """Return product id -> class index, by 12 months' demand at standard cost."""
        data = columns.read(
            self.env.cr,
            SQL(
                # Added up first: a conversion for each product, not for each move.
                """
                SELECT moved.product_id,
                       SUM(moved.quantity / mu.factor * pu.factor) AS quantity
                FROM (
                    SELECT m.product_id, m.product_uom, SUM(
                        CASE WHEN d.usage IN ('customer', 'production')
                        THEN m.quantity ELSE -m.quantity END) AS quantity
                    FROM stock_move m
                    JOIN stock_location l ON l.id = m.location_id
                    JOIN stock_location d ON d.id = m.location_dest_id
                    WHERE m.state = 'done' AND m.company_id = %s
                      AND m.date >= %s::timestamp - interval '365 days'
                      AND (
                        (l.usage = 'internal'
                         AND d.usage IN ('customer', 'production'))
                        OR (d.usage = 'internal'
                            AND l.usage IN ('customer', 'production')
                            AND m.origin_returned_move_id IS NOT NULL)
                      )
                    GROUP BY m.product_id, m.product_uom
                ) moved
                JOIN product_product p ON p.id = moved.product_id
                JOIN product_template t ON t.id = p.product_tmpl_id
                JOIN uom_uom pu ON pu.id = t.uom_id
                JOIN uom_uom mu ON mu.id = moved.product_uom
                GROUP BY moved.product_id
                """,
                company.id,
                company._replenish_noon(today),
            ),
            [("product_id", "i4"), ("quantity", "f8")],
        )
        products = data["product_id"].tolist()
        costs = unit_costs(company, products)
        values = data["quantity"] * np.array(
            [costs[product] for product in products], float
        )
        classes = classification.abc_classes(
            values, (company.replenish_abc_a_share, company.replenish_abc_b_share)
        )
        return {
            product: ABC.index(str(name))
            for product, name in zip(products, classes, strict=False)
        }

    def _classify_batch(self, company, ids, today, abc, period_over, afresh=False):
        frame = self.env["stock.replenish.frame"]._lay_out(company, ids, today)
        history, first = self.env["stock.replenish.history"]._demand(
            frame, company.replenish_history_weeks
        )
        statistics = demand.demand_statistics(history, first)
        proposed = {
            "abc": np.array(
                [abc.get(int(key), len(ABC) - 1) for key in frame.product], np.int64
            ),
            "xyz": _index(
                classification.xyz_classes(
                    statistics.cv,
                    (company.replenish_xyz_x_cut, company.replenish_xyz_y_cut),
                ),
                XYZ,
            ),
        }
        arrays = {
            "id": frame.orderpoint,
            "pattern": _index(demand.classify_pattern(history, first), PATTERNS),
        }
        state = self._read_state(frame)
        if afresh:
            state = {
                name: np.zeros_like(column) - (not name.endswith("_count"))
                for name, column in state.items()
            }
            period_over = False
        for axis, names in (("abc", ABC), ("xyz", XYZ)):
            arrays.update(
                self._settle(company, axis, names, proposed[axis], state, period_over)
            )
        self._write(arrays)

    def _read_state(self, frame):
        """Return current and pending classes as indexes, -1 where there is none."""
        parts = []
        for axis, names in (("abc", ABC), ("xyz", XYZ)):
            for suffix in ("class", "pending"):
                parts.append(
                    SQL(
                        "COALESCE(array_position(%s::varchar[], o.%s), 0) - 1 AS %s",
                        list(names),
                        SQL.identifier(f"{axis}_{suffix}"),
                        SQL.identifier(f"{axis}_{suffix}"),
                    )
                )
            parts.append(
                SQL(
                    "COALESCE(o.%s, 0) AS %s",
                    SQL.identifier(f"{axis}_pending_count"),
                    SQL.identifier(f"{axis}_count"),
                )
            )
        wanted = [
            (f"{axis}_{part}", "i4")
            for axis in ("abc", "xyz")
            for part in ("class", "pending", "count")
        ]
        return columns.read(
            self.env.cr,
            SQL(
                """SELECT %s FROM replenish_item i
                   JOIN stock_warehouse_orderpoint o ON o.id = i.orderpoint_id
                   ORDER BY i.row""",
                SQL(", ").join(parts),
            ),
            wanted,
        )

    def _settle(self, company, axis, names, proposed, state, period_over):
        """Return class, pending class and count of one axis after hysteresis."""
        # Index -1, no class, finds the empty name at the end.
        letters = np.array([*names, ""])
        current = letters[state[f"{axis}_class"]]
        pending = letters[state[f"{axis}_pending"]]
        count = state[f"{axis}_count"].astype(np.int64)
        current = np.where(current == "", letters[proposed], current)
        if period_over:
            current, pending, count = classification.with_hysteresis(
                current,
                letters[proposed],
                pending,
                count,
                company.replenish_hysteresis_periods,
            )
        return {
            f"{axis}_class": _index(current, names),
            f"{axis}_pending": _index(pending, names),
            f"{axis}_count": count,
        }

    def _write(self, arrays):
        """Store classes where they differ."""
        columns.load(
            self.env.cr,
            "replenish_class",
            [(name, "i4") for name in arrays],
            arrays,
        )
        pairs = [
            ("demand_pattern", SQL("(%s::varchar[])[c.pattern + 1]", list(PATTERNS)))
        ]
        for axis, names in (("abc", ABC), ("xyz", XYZ)):
            for suffix in ("class", "pending"):
                name = f"{axis}_{suffix}"
                # Index 0 of an array is NULL, so -1 becomes "no class".
                pairs.append(
                    (
                        name,
                        SQL(
                            "(%s::varchar[])[c.%s + 1]",
                            list(names),
                            SQL.identifier(name),
                        ),
                    )
                )
            pairs.append(
                (f"{axis}_pending_count", SQL("c.%s", SQL.identifier(f"{axis}_count")))
            )
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_warehouse_orderpoint o SET (%s) = ROW(%s)
                FROM replenish_class c
                WHERE o.id = c.id AND (%s) IS DISTINCT FROM (%s)
                """,
                SQL(", ").join(SQL.identifier(name) for name, _source in pairs),
                SQL(", ").join(source for _name, source in pairs),
                SQL(", ").join(SQL.identifier("o", name) for name, _source in pairs),
                SQL(", ").join(source for _name, source in pairs),
            )
        )


def _index(values, names):
    """Return the position in `names` of each value, -1 for the empty name."""
    place = {name: index for index, name in enumerate(names)} | {"": -1}
    return np.array([place[str(value)] for value in values], np.int64)
