import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.datatypes import Reason
from ...planning.parts import BUY


class StockReplenishSupply(models.AbstractModel):
    """Finds what masters lack beyond a way of supply: units that fit, lead times."""

    _inherit = "stock.replenish.supply"

    def _refuse_units(self, frame, supply):
        """Mark rows that are bought or made in a unit that is none of the product's."""
        self.env.cr.execute(
            SQL(
                """
                SELECT array_agg(u.row), own.id, other.id
                FROM unnest(%s::int[], %s::int[], %s::bool[], %s::int[])
                     AS u(row, product_id, is_bought, bom_id)
                JOIN product_product p ON p.id = u.product_id
                JOIN product_template t ON t.id = p.product_tmpl_id
                LEFT JOIN mrp_bom b ON b.id = u.bom_id
                JOIN uom_uom own ON own.id = t.uom_id
                JOIN uom_uom other ON other.id = CASE WHEN u.is_bought
                     THEN t.uom_po_id ELSE b.product_uom_id END
                WHERE other.category_id != own.category_id
                GROUP BY own.id, other.id
                """,
                list(range(len(frame))),
                frame.product.tolist(),
                (supply.kind == BUY).tolist(),
                supply.bom.tolist(),
            )
        )
        Unit = self.env["uom.uom"].sudo()
        for rows, own, other in self.env.cr.fetchall():
            self._problem(
                supply,
                rows,
                "no_unit",
                _(
                    "%(other)s cannot be converted to %(unit)s. Correct the purchase "
                    "unit, or that of the bill of materials.",
                    other=Unit.browse(other).name,
                    unit=Unit.browse(own).name,
                ),
            )

    def _without_lead_time(self, batch, stopped):
        """Return problems for `stock.replenish.exception._report`: rows that follow a
        policy and are bought from a vendor without lead time.

        :param batch: planned :class:`~.stock_replenish_plan.PlannedBatch`
        :param stopped: rows that cannot be planned at all, shape (n,)
        """
        supply, offers = batch.supply, batch.supply.offers
        if offers is None:
            return []
        concerned = batch.outcome.governing & ~stopped & (supply.kind == BUY)
        zero = offers.base & (offers.delay <= 0) & concerned[offers.item]
        learned = batch.result.reasons & int(Reason.LEARNED_LEAD_TIME)
        vendors = self.env["res.partner"].sudo()
        vendors = vendors.browse(np.unique(offers.partner_id[zero]).tolist())
        names = {vendor.id: vendor.display_name for vendor in vendors}
        problems = []
        for row, partner in zip(
            offers.item[zero].tolist(), offers.partner_id[zero].tolist(), strict=True
        ):
            if learned[row]:
                said = _(
                    "The lead time of %(vendor)s is 0 days; planning uses %(days)s, "
                    "from %(count)s receipts.",
                    vendor=names[partner],
                    days=round(float(batch.result.lead_time_mean[row])),
                    count=int(batch.items.learned_lead_time_count[row]),
                )
            else:
                said = _(
                    "The lead time of %s is 0 days. Enter how long it takes, or orders "
                    "will be late.",
                    names[partner],
                )
            key = int(batch.frame.orderpoint[row])
            problems.append((key, "master_data", "no_lead_time", said))
        return problems
