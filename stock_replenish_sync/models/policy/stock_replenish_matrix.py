from dataclasses import dataclass

import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning import matrix
from ...tools import columns
from ...tools.costs import unit_cost
from .stock_replenish_policy_rule import (
    ABC_CLASSES,
    DEMAND_PATTERNS,
    SOURCES,
    XYZ_CLASSES,
)

#: Codes by value; 0 is "any" of a line and "not known" of an item.
CLASS_CODES = {
    name: {key: code for code, (key, _label) in enumerate(values, 1)}
    for name, values in (
        ("abc_class", ABC_CLASSES),
        ("xyz_class", XYZ_CLASSES),
        ("demand_pattern", DEMAND_PATTERNS),
    )
}
FREE, BY_HAND, LOCKED = range(3)


@dataclass(frozen=True)
class Groups:
    """Alike orderpoints, one row per group: what the matrix asks of them, how many,
    worth how much, who decides on them (FREE, BY_HAND, LOCKED), their policy now."""

    facts: matrix.Facts
    count: np.ndarray
    value: np.ndarray
    kept: np.ndarray
    policy: np.ndarray


class StockReplenishMatrix(models.AbstractModel):
    """Brings the matrix and the orderpoints to the pure first-fit of `planning`.

    Orderpoints are counted in groups that are alike to the matrix, so that a hundred
    thousand rows are one query and a few hundred groups.
    """

    _name = "stock.replenish.matrix"
    _description = "Replenishment Planning: which line an item gets"

    def _lines(self, rules):
        """Return :class:`planning.matrix.Lines` of rules in their order."""
        asked = sorted({rule.category_id.id for rule in rules if rule.category_id})
        codes = {
            name: [CLASS_CODES[name].get(rule[name], 0) for rule in rules]
            for name in CLASS_CODES
        }
        # A warehouse is of one company, whether the line says so or not.
        companies = [
            (rule.company_id or rule.warehouse_id.sudo().company_id).id or 0
            for rule in rules
        ]
        return matrix.Lines(
            company=np.array(companies, np.int64),
            warehouse=np.array([rule.warehouse_id.id or 0 for rule in rules], np.int64),
            category=np.array([rule.category_id.id or 0 for rule in rules], np.int64),
            abc=np.array(codes["abc_class"], np.int64),
            xyz=np.array(codes["xyz_class"], np.int64),
            pattern=np.array(codes["demand_pattern"], np.int64),
            below=self._categories_below(asked),
            # An archived policy is not given to anybody any more.
            usable=np.array(
                [rule.active and rule.policy_id.active for rule in rules], bool
            ),
        )

    def _categories_below(self, category_ids):
        """Return category id -> ids of it and all below it, in one query."""
        below = {category: [category] for category in category_ids}
        if category_ids:
            self.env["product.category"].flush_model(["parent_path"])
            self.env.cr.execute(
                SQL(
                    """SELECT top.id, c.id FROM product_category top
                       JOIN product_category c
                            ON starts_with(c.parent_path, top.parent_path)
                       WHERE top.id = ANY(%s)""",
                    list(category_ids),
                )
            )
            for top, category in self.env.cr.fetchall():
                below[top].append(category)
        return {top: np.array(ids, np.int64) for top, ids in below.items()}

    def _facts_sql(self):
        """Return the columns that the matrix asks for; tables o, t."""
        codes = [
            SQL(
                "COALESCE(array_position(%s::varchar[], o.%s), 0) AS %s",
                list(CLASS_CODES[name]),
                SQL.identifier(name),
                SQL.identifier(alias),
            )
            for name, alias in (
                ("abc_class", "abc"),
                ("xyz_class", "xyz"),
                ("demand_pattern", "pattern"),
            )
        ]
        return SQL(
            """o.company_id AS company, COALESCE(o.warehouse_id, 0) AS warehouse,
               t.categ_id AS category, %s""",
            SQL(", ").join(codes),
        )

    def _tables_sql(self, companies):
        """Return FROM and joins: o, t and c, the companies with day and exchange."""
        target = self.env.company.currency_id
        today = fields.Date.context_today(self)
        rows = [
            SQL(
                "(%s, %s::date, %s::float8)",
                company.id,
                company._replenish_today(),
                company.currency_id._get_conversion_rate(
                    company.currency_id, target, company, today
                ),
            )
            for company in companies
        ]
        return SQL(
            """stock_warehouse_orderpoint o
               JOIN product_product p ON p.id = o.product_id
               JOIN product_template t ON t.id = p.product_tmpl_id
               JOIN (VALUES %s) AS c(id, today, exchange) ON c.id = o.company_id""",
            SQL(", ").join(rows),
        )

    def _kept_sql(self):
        """Return who decides on an orderpoint's policy; tables o, c."""
        return SQL(
            """CASE WHEN o.policy_source = 'manual' THEN %s
                    WHEN o.policy_locked IS TRUE
                         AND (o.lock_until < c.today) IS NOT TRUE THEN %s
                    ELSE %s END""",
            BY_HAND,
            LOCKED,
            FREE,
        )

    def _mine(self, companies):
        """Return the query of orderpoints of companies that the user may read."""
        self.env.flush_all()
        return self.env["stock.warehouse.orderpoint"]._search(
            [("company_id", "in", companies.ids)]
        )

    def _groups(self, companies):
        """Return :class:`Groups` of the orderpoints of companies, in one query."""
        join, cost = unit_cost(self.env)
        names = ("company", "warehouse", "category", "abc", "xyz", "pattern")
        kinds = [(name, "i4") for name in (*names, "kept", "policy", "count")]
        read = columns.read(
            self.env.cr,
            SQL(
                """SELECT %s, %s AS kept, COALESCE(o.policy_id, 0) AS policy,
                          COUNT(*) AS count,
                          SUM(GREATEST(COALESCE(o.planned_on_hand, 0), 0)
                              * (%s) * c.exchange) AS value
                   FROM %s %s
                   WHERE o.id IN %s
                   GROUP BY 1, 2, 3, 4, 5, 6, 7, 8""",
                self._facts_sql(),
                self._kept_sql(),
                cost,
                self._tables_sql(companies),
                join,
                self._mine(companies).subselect(),
            ),
            [*kinds, ("value", "f8")],
        )
        read = {
            name: values if name == "value" else values.astype(np.int64)
            for name, values in read.items()
        }
        return Groups(
            facts=matrix.Facts(**{name: read[name] for name in names}),
            **{name: read[name] for name in ("count", "value", "kept", "policy")},
        )

    def _facts(self, condition):
        """Return columns of orderpoints and what the matrix asks of them.

        :param SQL condition: which orderpoints `o`
        :return: (dict of arrays: id; policy, 0 for none; source, a code of SOURCES),
            :class:`planning.matrix.Facts`
        """
        self.env.flush_all()
        names = ("company", "warehouse", "category", "abc", "xyz", "pattern")
        own = ("id", "policy", "source")
        read = columns.read(
            self.env.cr,
            SQL(
                """SELECT o.id, COALESCE(o.policy_id, 0) AS policy,
                          array_position(%s::varchar[], o.policy_source) - 1 AS source,
                          %s
                   FROM stock_warehouse_orderpoint o
                   JOIN product_product p ON p.id = o.product_id
                   JOIN product_template t ON t.id = p.product_tmpl_id
                   WHERE %s ORDER BY o.id""",
                list(SOURCES),
                self._facts_sql(),
                condition,
            ),
            [(name, "i4") for name in (*own, *names)],
        )
        read = {name: values.astype(np.int64) for name, values in read.items()}
        return (
            {name: read[name] for name in own},
            matrix.Facts(**{name: read[name] for name in names}),
        )
