from contextlib import nullcontext

from odoo import models, registry
from odoo.tools import split_every

from .scheduler import BATCH, KEY


class StockWarehouseOrderpoint(models.Model):
    """Core's scheduler: what fails or is in use is left out, and the rest goes on."""

    _inherit = "stock.warehouse.orderpoint"

    def _compute_qty_to_order(self):
        run = self.env.context.get(KEY)
        # What is computed on its way to the database is no step of the scheduler.
        if not run or self.env.is_protected(self._fields["qty_to_order"], self[:1]):
            return super()._compute_qty_to_order()

        def job(rows):
            super()._compute_qty_to_order()

        for ids in split_every(BATCH, self.ids):
            run.unknown |= run.work(self.browse(ids), job)
        return None

    def _procure_orderpoint_confirm(
        self, use_new_cursor=False, company_id=None, raise_user_error=True
    ):
        run = self.env.context.get(KEY)
        options = {"company_id": company_id, "raise_user_error": raise_user_error}
        if not run:
            return super()._procure_orderpoint_confirm(use_new_cursor, **options)
        rows = self.filtered(lambda row: row.id not in run.unknown)
        # Of all rows together, only this is kept in memory.
        rows.with_context(prefetch_fields=False).mapped("is_governed")
        governed = rows.filtered("is_governed").with_context(**{KEY: None})

        def job(rows):
            super()._procure_orderpoint_confirm(**options)

        for ids in split_every(BATCH, (rows - governed).ids):
            # A cursor for each batch, as core does.
            with (
                registry(self.env.cr.dbname).cursor()
                if run.commits
                else nullcontext(self.env.cr)
            ) as cr:
                run.work(self.with_env(self.env(cr=cr)).browse(ids), job)
        if governed:
            super(StockWarehouseOrderpoint, governed)._procure_orderpoint_confirm(
                use_new_cursor, **options
            )
        return {}
