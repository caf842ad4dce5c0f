from datetime import date

from odoo.tests import tagged

from .common_kpi_drawn import FIRST, YESTERDAY, KpiDrawnCommon
from .common_kpi_recount import Recount

OF_STOCK = {
    *("stock_value", "shipped_cost", "held_value", "expected_cost", "excess_value"),
    *("ageing_90_value", "ageing_180_value", "ageing_365_value"),
}


@tagged("post_install", "-at_install")
class TestKpiDrawn(KpiDrawnCommon):
    """What was drawn is measured as somebody counts it who reads the definitions."""

    maxDiff = None

    def measured(self, company):
        rows = self.env["stock.replenish.kpi"].search([("company_id", "=", company.id)])
        return {
            (row.date, row.warehouse_id.id, row.categ_id.id): row
            for row in rows.filtered(lambda row: FIRST <= row.date <= YESTERDAY)
        }

    def test_measured_as_counted(self):
        for company, rates in (
            (self.company, lambda _day: 1.0),
            (self.abroad, lambda day: 1 / 5 if day >= date(2026, 3, 10) else 1 / 4),
        ):
            kpis = self.env["stock.replenish.kpi"]
            self.assertTrue(kpis._snapshot(company, FIRST, YESTERDAY))
            self.env.invalidate_all()
            rows = self.measured(company)
            counted = Recount(company, FIRST, YESTERDAY).sums
            self.assertLessEqual(OF_STOCK, set(counted), "none was left out")
            for measure, sums in counted.items():
                is_money = measure.endswith(("_value", "_cost"))
                expected = {
                    place: round(value * (rates(place[0]) if is_money else 1), 2)
                    for place, value in sums.items()
                }
                found = {place: round(row[measure], 2) for place, row in rows.items()}
                wrong = {
                    (str(place[0]), *place[1:]): (found.get(place), expected.get(place))
                    for place in {*found, *expected}
                    if abs(found.get(place, 0) - expected.get(place, 0)) > 0.011
                }
                with self.subTest(company=company.name, measure=measure):
                    self.assertFalse(wrong)
