from collections import defaultdict

from odoo import _, models
from odoo.tools import SQL

from .view import EXCEPTION

# Lines and columns of a map; what is beyond is in one of others.
_ROWS, _COLUMNS = 12, 7
# What a map is made of: key → (lines, columns), by the names of `_PLACES`.
_MAPS = {
    "family": ("warehouse", "family"),
    "segment": ("warehouse", "segment"),
    "company": ("company", "family"),
}
# Name → (field of domains, model of the names).
_PLACES = {
    "company": ("company_id", "res.company"),
    "warehouse": ("warehouse_id", "stock.warehouse"),
    "family": ("product_id.categ_id", "product.category"),
    "segment": ("segment_id", "res.partner.category"),
}


class StockReplenishTower(models.AbstractModel):
    """Where the service level is at risk: shortages by place and by what is short."""

    _inherit = "stock.replenish.tower"

    def _risk(self, view):
        """Return heat maps of shortages: warehouses by family of products, warehouses
        by segment of customers, companies by family. Cells without any are None."""
        kinds = [
            detection._kind
            for detection in self.env["stock.replenish.detection"]._all()
            if detection._family == "shortage"
        ]
        short = [("kind", "in", kinds), ("product_id", "!=", False)]
        found = self.env[EXCEPTION]._search(view.exceptions(*short))
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["product.template"].flush_model(["categ_id"])
        self.env.cr.execute(
            SQL(
                """SELECT e.company_id AS company, e.warehouse_id AS warehouse,
                          t.categ_id AS family, e.segment_id AS segment,
                          COUNT(*) AS count, COALESCE(SUM(e.value_rank), 0) AS value
                   FROM stock_replenish_exception e
                   JOIN product_product p ON p.id = e.product_id
                   JOIN product_template t ON t.id = p.product_tmpl_id
                   WHERE e.id IN %s
                   GROUP BY 1, 2, 3, 4""",
                found.subselect(),
            )
        )
        rows = self.env.cr.dictfetchall()
        names = {place: self._names_of(place, rows) for place in _PLACES}
        return {
            "by": {
                key: self._heat_map(view, short, rows, names, *places)
                for key, places in _MAPS.items()
            }
        }

    def _heat_map(self, view, short, rows, names, line, column):
        lines = _axis(rows, line, _ROWS)
        columns = _axis(rows, column, _COLUMNS)
        sums = defaultdict(lambda: [0, 0.0])
        for row in rows:
            for place in {
                (_on(lines, row[line]), _on(columns, row[column])),
                (_on(lines, row[line]), None),
            }:
                sums[place][0] += row["count"]
                sums[place][1] += row["value"]
        answer = []
        for one in lines:
            label = self._label_of(names[line], one)
            term = _term(line, lines, one)
            cells = []
            for other in columns:
                name = _(
                    "%(row)s: %(column)s",
                    row=label,
                    column=self._label_of(names[column], other),
                )
                domain = view.exceptions(*short, term, _term(column, columns, other))
                cells.append(
                    view.number(name, *sums[one, other], domain)
                    if (one, other) in sums
                    else None
                )
            domain = view.exceptions(*short, term)
            answer.append(
                {
                    "id": one,
                    "label": label,
                    "cells": cells,
                    **view.number(label, *sums[one, None], domain),
                }
            )
        return {
            "columns": [
                {"key": key, "label": self._label_of(names[column], key)}
                for key in columns
            ],
            "rows": answer,
        }

    def _names_of(self, place, rows):
        """Return names by id; False is what has none."""
        model = self.env[_PLACES[place][1]].sudo()
        records = model.browse({row[place] for row in rows if row[place]})
        none = _("Other customers") if place == "segment" else _("None")
        return {False: none, **{row.id: row.name for row in records}}

    def _label_of(self, names, key):
        return names.get(key) or _("Others")


def _axis(rows, place, most):
    """Return the ids with most at risk, False (no such place) last, and "other"."""
    values = defaultdict(lambda: [0.0, 0])
    for row in rows:
        values[row[place] or False][0] -= row["value"]
        values[row[place] or False][1] -= row["count"]
    ids = sorted((key for key in values if key), key=lambda key: (values[key], key))
    return [
        *ids[:most],
        *(["other"] if ids[most:] else []),
        *([False] if False in values else []),
    ]


def _on(axis, value):
    """Return where on an axis a value is."""
    value = value or False
    return value if value in axis else "other"


def _term(place, axis, key):
    """Return the term of a domain of what is at one place of an axis."""
    field = _PLACES[place][0]
    if key == "other":
        known = [value for value in axis if value and value != "other"]
        # Besides these also what has none.
        return (field, "not in", [*known, False])
    return (field, "=", key)
