from odoo import api, fields, models

from ...planning.kpis import KPIS


class StockReplenishKpiTarget(models.Model):
    """What the screen says beside a target."""

    _inherit = "stock.replenish.kpi.target"

    unit = fields.Char(compute="_compute_words")
    usual = fields.Char(
        compute="_compute_words",
        string="Usually",
        help="What is aimed at where there is no target.",
    )
    about = fields.Char(compute="_compute_words", string="Meaning")

    @api.depends("kpi")
    @api.depends_context("lang")
    def _compute_words(self):
        figures = self.env["stock.replenish.kpi"]
        units, helps = figures._unit_words(), figures._helps()
        for target in self:
            kpi = KPIS.get(target.kpi)
            target.unit = kpi and units[kpi.unit]
            target.usual = (
                kpi and kpi.target is not None and f"{kpi.target:g} {target.unit}"
            )
            target.about = kpi and helps[kpi.code]

    @api.depends("kpi")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._kpis())
        for target in self:
            target.display_name = labels.get(target.kpi, "")
