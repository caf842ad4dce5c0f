from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...planning.kpis import MEASURES
from ...tools import columns

_PLACE = ("company_id", "warehouse_id", "abc_class", "categ_id", "currency_id")


class StockReplenishKpiBaseline(models.Model):
    """How things were before: the sums of the last days before the first snapshot.

    Made once for a company and never changed, so that what got better can be shown.
    """

    _name = "stock.replenish.kpi.baseline"
    _inherit = "stock.replenish.kpi.measures"
    _description = "Replenishment KPIs before the Start"
    _rec_name = "company_id"

    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        raise UserError(
            _("The baseline shows how things were at the start, and stays as it is.")
        )

    @api.model
    def _freeze(self, company, first, last):
        """Keep the sums of a company's measured days, unless it has a baseline.

        :param first: date, included, as is `last`
        """
        if self.sudo().search([("company_id", "=", company.id)], limit=1):
            return
        self.env["stock.replenish.kpi"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_kpi_baseline
                    (%(place)s, %(measures)s, date_from, date_to, rate, rate_date,
                     create_uid, create_date, write_uid, write_date)
                SELECT %(place)s, %(sums)s, %(first)s, %(last)s, MAX(rate),
                       MAX(rate_date), %(user)s, %(now)s, %(user)s, %(now)s
                FROM stock_replenish_kpi
                WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
                GROUP BY %(place)s
                """,
                place=columns.listed(_PLACE),
                measures=columns.listed(MEASURES),
                sums=SQL(", ").join(
                    SQL("SUM(%s)", SQL.identifier(name)) for name in MEASURES
                ),
                first=first,
                last=last,
                company=company.id,
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model()
