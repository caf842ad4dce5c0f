from odoo import models
from odoo.tools import SQL

from ...planning.kpis import MEASURES
from ...tools import columns
from .stock_replenish_kpi import KEY, added


class ProductCategory(models.Model):
    """What was measured of a family that is deleted becomes that of the one above."""

    _inherit = "product.category"

    def unlink(self):
        self.check_access_rights("unlink")
        self._replenish_hand_up()
        return super().unlink()

    def _replenish_hand_up(self):
        """Add the measured days of these families, and of those below them, which go
        along, to those of the families that stay."""
        gone = self.sudo().search([("id", "child_of", self.ids)])
        heirs = {}
        # From the top: a family hands on what its parent would.
        for family in gone.sorted("parent_path"):
            heirs[family.id] = heirs.get(family.parent_id.id, family.parent_id.id)
        if not heirs:
            return
        family = SQL(
            "unnest(%s::int[], %s::int[]) AS family(id, heir)",
            list(heirs),
            [heir or None for heir in heirs.values()],
        )
        self.env["stock.replenish.kpi"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_kpi AS k
                    (date, company_id, warehouse_id, abc_class, categ_id, currency_id,
                     rate, rate_date, %(names)s,
                     create_uid, create_date, write_uid, write_date)
                SELECT o.date, o.company_id, o.warehouse_id, o.abc_class, family.heir,
                       MAX(o.currency_id), MAX(o.rate), MAX(o.rate_date), %(sums)s,
                       MAX(o.create_uid), MAX(o.create_date),
                       MAX(o.write_uid), MAX(o.write_date)
                FROM stock_replenish_kpi o
                JOIN %(family)s ON family.id = o.categ_id
                GROUP BY o.date, o.company_id, o.warehouse_id, o.abc_class, family.heir
                ON CONFLICT %(key)s DO UPDATE SET %(added)s
                """,
                names=columns.listed(MEASURES),
                sums=SQL(", ").join(
                    SQL("SUM(o.%s)", SQL.identifier(name)) for name in MEASURES
                ),
                family=family,
                key=KEY,
                added=added(),
            )
        )
        self.env.cr.execute(
            SQL("DELETE FROM stock_replenish_kpi WHERE categ_id = ANY(%s)", list(heirs))
        )
        # Rows of the start need not be one for each place.
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_kpi_baseline b SET categ_id = family.heir
                   FROM %s WHERE family.id = b.categ_id""",
                family,
            )
        )
        self.env["stock.replenish.kpi"].invalidate_model(flush=False)
        self.env["stock.replenish.kpi.baseline"].invalidate_model(flush=False)
