from odoo import api, models
from odoo.tools import SQL

from ...planning.kpis import MEASURES

_KPI, _BASELINE = "stock.replenish.kpi", "stock.replenish.kpi.baseline"


class ProductCategory(models.Model):
    """A family that is deleted leaves its figures to the one above it."""

    _inherit = "product.category"

    @api.ondelete(at_uninstall=False)
    def _unlink_hand_on_kpis(self):
        # Emptied, two families would be the same place of a day, which no table has
        # twice; and what a family had shipped would be missing above it.
        gone = self.search([("id", "child_of", self.ids)])
        heirs = [self._above(category, gone).id or None for category in gone]
        self.env[_KPI].flush_model()
        families = SQL("unnest(%s::int[], %s::int[]) AS f(id, heir)", gone.ids, heirs)
        self.env[_KPI].sudo()._add_figures(
            SQL(
                """
                SELECT k.date, k.company_id, k.warehouse_id, k.abc_class, f.heir,
                       MAX(k.currency_id), MAX(k.rate), MAX(k.rate_date), %s
                FROM stock_replenish_kpi k JOIN %s ON f.id = k.categ_id
                GROUP BY k.date, k.company_id, k.warehouse_id, k.abc_class, f.heir
                """,
                SQL(", ").join(
                    SQL("SUM(k.%s)", SQL.identifier(name)) for name in MEASURES
                ),
                families,
            )
        )
        self.env.cr.execute(
            SQL("DELETE FROM stock_replenish_kpi WHERE categ_id = ANY(%s)", gone.ids)
        )
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_kpi_baseline b SET categ_id = f.heir
                   FROM %s WHERE f.id = b.categ_id""",
                families,
            )
        )
        self.env[_BASELINE].invalidate_model(flush=False)

    @api.model
    def _above(self, category, gone):
        """Return the nearest family above one that is not deleted with it, if any."""
        above = category.parent_id
        while above in gone:
            above = above.parent_id
        return above
