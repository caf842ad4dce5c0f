import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ..parts import of_rule
from ..stock_replenish_detection import HIGH, MEDIUM


class DuplicateRule(models.AbstractModel):
    """Rules that count the same stock: each orders for the demand of both.

    A rule at a warehouse's stock or above it speaks for the whole warehouse, one at a
    place for what is in it. A place that is refilled from within what the other rule
    counts is not ordered for twice.
    """

    _name = "stock.replenish.detection.duplicate_rule"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: rules that cover the same stock"

    _kind = "duplicate_rule"
    _sequence = 330
    _family = "data"
    _on = False
    _actions = ("document",)
    _opens_rule = True

    def _label(self):
        return _("Two rules for the same stock")

    def _about(self):
        return _("Reordering rules that count stock which another rule counts as well.")

    def _found(self, scope):
        return {
            **of_rule("i"),
            "key": SQL("LEAST(i.id, o.id) || '-' || GREATEST(i.id, o.id)"),
            "other": SQL("o.place"),
            "automatic": SQL(
                "(i.trigger = 'auto' AND o.trigger = 'auto')::int::float8"
            ),
        }, SQL(
            """
            FROM (%(rules)s) i
            JOIN (%(rules)s) o ON o.product_id = i.product_id
                 AND o.warehouse_id = i.warehouse_id AND o.id != i.id
                 AND starts_with(i.path, o.path)
            WHERE (i.path != o.path OR i.id > o.id)
              AND NOT (i.path != o.path AND EXISTS (
                  SELECT FROM stock_rule r
                  JOIN stock_location source ON source.id = r.location_src_id
                  WHERE r.active AND r.action IN ('pull', 'pull_push')
                    AND r.location_dest_id = i.location_id
                    AND starts_with(source.parent_path, o.path)
                    AND (i.route_id IS NULL OR r.route_id = i.route_id)))
            """,
            rules=self._rules(scope),
        )

    def _rules(self, scope):
        """Return a query of the rules in force and the path of what they speak for."""
        return SQL(
            """
            SELECT r.id, r.product_id, r.warehouse_id, r.location_id, r.route_id,
                   r.trigger, own.complete_name AS place,
                   CASE WHEN starts_with(stock.parent_path, own.parent_path)
                        THEN whole.parent_path ELSE own.parent_path END AS path
            FROM stock_warehouse_orderpoint r
            JOIN product_product p ON p.id = r.product_id AND p.active
            JOIN stock_warehouse w ON w.id = r.warehouse_id
            JOIN stock_location stock ON stock.id = w.lot_stock_id
            JOIN stock_location whole ON whole.id = w.view_location_id
            JOIN stock_location own ON own.id = r.location_id
            WHERE r.active AND %s AND %s
            """,
            scope.of_company("r.company_id"),
            scope.on("r.product_id"),
        )

    def _judge(self, found, _scope):
        automatic = found["automatic"] > 0
        return np.where(automatic, HIGH, MEDIUM), np.zeros(len(automatic))

    def _sentence(self, exception):
        return _(
            "Two rules cover %(product)s in %(place)s: the one there and the one at "
            "%(other)s. Keep one.",
            product=exception.product_id.display_name,
            place=exception.orderpoint_id.location_id.display_name,
            other=exception.other,
        )
