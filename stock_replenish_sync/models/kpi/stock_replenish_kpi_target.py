from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ...planning.kpis import KPIS
from ..policy.stock_replenish_policy_rule import ABC_CLASSES


class StockReplenishKpiTarget(models.Model):
    """What a KPI is to reach: everywhere, in a company, for a class."""

    _name = "stock.replenish.kpi.target"
    _description = "Replenishment KPI Target"
    _order = "kpi, company_id, abc_class, id"
    _rec_name = "kpi"

    kpi = fields.Selection(selection="_kpis", string="KPI", required=True)
    company_id = fields.Many2one(
        "res.company",
        help="Empty: in all companies.",
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    abc_class = fields.Selection(
        ABC_CLASSES,
        string="Class",
        help="Empty: all classes together.",
    )
    value = fields.Float(
        string="Target", required=True, help="In the unit of the KPI: %, days or hours."
    )

    @api.model
    def _kpis(self):
        return self.env["stock.replenish.kpi"]._labels()

    @api.constrains("kpi", "value")
    def _check_value(self):
        labels = dict(self._kpis())
        for target in self:
            highest = 100 if KPIS[target.kpi].unit == "%" else 10_000
            if not 0 < target.value <= highest:
                raise ValidationError(
                    _(
                        "The target of %(kpi)s must be above 0, at most %(highest)s.",
                        kpi=labels[target.kpi],
                        highest=highest,
                    )
                )

    @api.constrains("kpi", "company_id", "abc_class")
    def _check_once(self):
        for target in self:
            domain = [
                ("id", "!=", target.id),
                ("kpi", "=", target.kpi),
                ("company_id", "=", target.company_id.id),
                ("abc_class", "=", target.abc_class),
            ]
            if self.sudo().search_count(domain, limit=1):
                raise ValidationError(
                    _("There is a target for this KPI, company and class already.")
                )

    @api.model
    def _targets(self, companies, abc_class=False):
        """Return {code: target or None} for companies that are looked at together.

        The most specific one counts: of company and class, company, class, all; where
        companies differ, there is none.

        :param str abc_class: the one class that is looked at, if any
        """
        rows = {
            (row.kpi, row.company_id.id, row.abc_class): row.value
            for row in self.sudo().search(
                [
                    ("company_id", "in", [False, *companies.ids]),
                    ("abc_class", "in", [False, abc_class]),
                ]
            )
        }
        targets = {}
        for code, kpi in KPIS.items():
            found = {
                next(
                    (
                        rows[code, place, label]
                        for place in (company, False)
                        for label in (abc_class, False)
                        if (code, place, label) in rows
                    ),
                    kpi.target,
                )
                for company in companies.ids or [False]
            }
            targets[code] = found.pop() if len(found) == 1 else None
        return targets
