from datetime import date
from urllib.parse import quote

from dateutil.relativedelta import relativedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ...tools import roles
from ..kpi.measure.stock_replenish_kpi_measure import Scope

#: Months that may be looked back on.
MONTHS = 24
#: Items that are listed one by one.
WORST = 20
REPORT = "stock_replenish_sync.stock_replenish_month_report"


class StockReplenishMonth(models.TransientModel):
    """The review of a company's month, as PDF or spreadsheet.

    Both are made of the same tables: columns, and rows of cells; see `Cell`.
    """

    _name = "stock.replenish.month"
    _description = "Monthly Replenishment Review"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    month = fields.Selection(
        selection="_months",
        required=True,
        default=lambda self: self._months()[0][0],
    )
    spreadsheet = fields.Binary(attachment=False, readonly=True)

    @api.model
    def _months(self):
        """Return the months that are over, the last one first."""
        first = self.env.company._replenish_today().replace(day=1)
        days = [first - relativedelta(months=count + 1) for count in range(MONTHS)]
        return [(day.strftime("%Y-%m"), self._month_name(day)) for day in days]

    @api.model
    def _month_name(self, day):
        return format_date(self.env, day, date_format="LLLL yyyy")

    @api.depends("company_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = _(
                "Replenishment of %(company)s in %(month)s",
                company=review.company_id.sudo().name,
                month=review._month_name(review._first_day()),
            )

    # ------------------------------------------------------------------
    # What is reviewed
    # ------------------------------------------------------------------

    def _first_day(self):
        year, month = map(int, self.month.split("-"))
        return date(year, month, 1)

    def _last_day(self):
        return self._first_day() + relativedelta(months=1, days=-1)

    def _scope(self):
        """Return the days of the month in the company's time zone."""
        return Scope(self.company_id, self._first_day(), self._last_day())

    def _checked(self):
        """Return this review as superuser, once the user may see its company.

        :raise AccessError: without the role, or for a company that is not active
        """
        review = roles.checked(self, "viewer", _("reviewing a month"))
        review.ensure_one()
        if not self.env.su and review.company_id not in self.env.companies:
            raise AccessError(
                _("This review is about a company that you do not work in just now.")
            )
        return review.with_company(review.company_id)

    def _review(self):
        """Return the review: `name`, `company`, and `tables` in their order."""
        review = self._checked()
        self.env.flush_all()
        return {
            "name": review.display_name,
            "company": review.company_id,
            "tables": [
                table
                for part in review._parts()
                for table in part()
                if table["rows"] or table["note"]
            ],
        }

    def _in_short(self, review):
        """Return a review, as :meth:`_review` does, in a few sentences."""
        sentences = [self._checked()._missed_sentence()]
        sentences += [table["note"] for table in review["tables"]]
        return [sentence for sentence in sentences if sentence]

    def _parts(self):
        """Return the methods that make tables, in the order of the review."""
        return [
            self._kpi_tables,
            self._out_tables,
            self._excess_tables,
            self._decided_tables,
        ]

    # ------------------------------------------------------------------
    # How it is had
    # ------------------------------------------------------------------

    def action_pdf(self):
        """Return the action that downloads the review as PDF."""
        self._checked()
        return self.env.ref(REPORT).report_action(self, config=False)

    def action_spreadsheet(self):
        """Return the action that downloads the review as spreadsheet."""
        self._checked()
        self.spreadsheet = self._spreadsheet_file(self._review())
        return {
            "type": "ir.actions.act_url",
            "url": (
                f"/web/content/{self._name}/{self.id}/spreadsheet/"
                f"{quote(self._file_name(), safe='')}.xlsx?download=true"
            ),
            "target": "self",
        }

    def _file_name(self):
        # Reviews of several companies lie side by side.
        return self.display_name.replace("/", "-")
