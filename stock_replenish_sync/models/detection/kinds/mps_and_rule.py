import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ..parts import of_rule
from ..stock_replenish_detection import HIGH


class MpsAndRule(models.AbstractModel):
    """Products that something else plans as well: a master production schedule
    (module `mrp_mps`) or MRP areas (module `mrp_multi_level`), if they are installed.
    """

    _name = "stock.replenish.detection.mps_and_rule"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: planned by a schedule and by a rule"

    _kind = "mps_and_rule"
    _sequence = 340
    _family = "data"
    _on = False
    _actions = ("document",)
    _opens_rule = True

    def _label(self):
        return _("Planned twice")

    def _about(self):
        return _(
            "Reordering rules that order by themselves what a master production "
            "schedule plans in the same warehouse."
        )

    def _found(self, scope):
        planned = self._planned_elsewhere()
        if not planned:
            return {"key": SQL("''")}, SQL("WHERE FALSE")
        return of_rule(), SQL(
            """
            FROM stock_warehouse_orderpoint o
            WHERE o.active AND o.trigger = 'auto' AND %s AND %s
              AND (o.product_id, o.warehouse_id) IN (%s)
            """,
            scope.of_company("o.company_id"),
            scope.on("o.product_id"),
            SQL(" UNION ").join(planned),
        )

    def _planned_elsewhere(self):
        """Return queries of (product, warehouse) that other modules plan."""
        planned = []
        schedule = self._fields_of("mrp.production.schedule")
        if {"product_id", "warehouse_id"} <= schedule:
            planned.append(
                SQL(
                    "SELECT product_id, warehouse_id FROM mrp_production_schedule "
                    "WHERE %s",
                    SQL("replenish_trigger IS DISTINCT FROM 'never'")
                    if "replenish_trigger" in schedule
                    else SQL("TRUE"),
                )
            )
        item = self._fields_of("product.mrp.area")
        if {"product_id", "mrp_area_id"} <= item:
            planned.append(
                SQL(
                    """SELECT item.product_id, area.warehouse_id
                       FROM product_mrp_area item
                       JOIN mrp_area area ON area.id = item.mrp_area_id
                       WHERE %s AND %s""",
                    SQL("item.active") if "active" in item else SQL("TRUE"),
                    SQL("item.mrp_exclude IS NOT TRUE")
                    if "mrp_exclude" in item
                    else SQL("TRUE"),
                )
            )
        return planned

    def _fields_of(self, model):
        """Return the names of the fields of a model that may not be there."""
        return set(self.env[model]._fields) if model in self.env else set()

    def _judge(self, found, _scope):
        count = len(found["cost"])
        return np.full(count, HIGH), np.zeros(count)

    def _sentence(self, exception):
        return _(
            "%(product)s in %(warehouse)s is planned by a production schedule and by "
            "this rule, so it may be ordered twice.",
            product=exception.product_id.display_name,
            warehouse=exception.warehouse_id.display_name,
        )
