import base64
import logging

from dateutil.relativedelta import relativedelta

from odoo import Command, _, api, fields, models
from odoo.exceptions import UserError

from ...tools.locks import MONTH
from .stock_replenish_month import REPORT

_logger = logging.getLogger(__name__)

TEMPLATE = "stock_replenish_sync.mail_template_month"
#: Last day of a month on which the review of the month before is still sent.
LAST_DAY = 7
#: So many days are waited for the measures of the last day.
PATIENCE = 2
_DAY = relativedelta(days=1)


class StockReplenishMonthSent(models.Model):
    """That the review of a month was sent, once for each company and month."""

    _name = "stock.replenish.month.sent"
    # Letters call themselves by it.
    _description = "Monthly Replenishment Review"
    _order = "month desc, company_id"
    _rec_name = "month"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    month = fields.Char(required=True, readonly=True)
    partner_ids = fields.Many2many(
        "res.partner",
        relation="stock_replenish_month_sent_partner",
        string="Recipients",
        readonly=True,
    )

    _sql_constraints = [
        (
            "month_uniq",
            "unique (company_id, month)",
            "The review of this month was sent already.",
        ),
    ]

    @api.depends("company_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        reviews = self.env["stock.replenish.month"]
        for sent in self:
            review = reviews.new({"company_id": sent.company_id, "month": sent.month})
            sent.display_name = review.display_name

    @api.model
    def _cron_send(self):
        """Send last month's review of each company, in a transaction each."""
        self = self.sudo()
        self.env["stock.replenish.commit"]._each_company(
            "review", MONTH, self._send_due
        )

    @api.model
    def _send_due(self, company):
        """Send last month's review of a company, if its day has come.

        A server that was down on the first catches up on it, for some days.

        :return: True if it was sent, None if nothing was to be sent
        """
        today = company._replenish_today()
        first = today.replace(day=1)
        month = (first - relativedelta(months=1)).strftime("%Y-%m")
        recipients = company.replenish_review_partner_ids.filtered("email")
        if today.day > LAST_DAY or not recipients:
            return None
        measured = company.replenish_snapshot_on
        if today.day <= PATIENCE and not (measured and measured >= first - _DAY):
            return None
        if self.search_count([("company_id", "=", company.id), ("month", "=", month)]):
            return None
        sent = self.create(
            {
                "company_id": company.id,
                "month": month,
                "partner_ids": [Command.set(recipients.ids)],
            }
        )
        # The unique key tells now, and not after the letters are written.
        self.env.flush_all()
        for lang, partners in recipients.grouped("lang").items():
            sent.with_context(lang=lang or None)._send(partners)
        return True

    def _send(self, partners):
        """Send the review in the language of the context."""
        self.ensure_one()
        review = (
            self.env["stock.replenish.month"]
            .with_company(self.company_id)
            .create({"company_id": self.company_id.id, "month": self.month})
        )
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            # Said where the jobs are watched; once it is there again, it is sent.
            raise UserError(_("The e-mail template of the monthly review was deleted."))
        # Once for the letter and the spreadsheet.
        found = review._review()
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": f"{review._file_name()}.{kind}",
                    "datas": content,
                    # Goes with the letter.
                    "res_model": "mail.message",
                    "res_id": 0,
                }
                for kind, content in review._files(found)
            ]
        )
        template.with_context(replenish_in_short=review._in_short(found)).send_mail(
            self.id,
            email_values={
                "recipient_ids": [Command.set(partners.ids)],
                "attachment_ids": [Command.set(attachments.ids)],
            },
            email_layout_xmlid="mail.mail_notification_light",
        )


class StockReplenishMonth(models.TransientModel):
    """The files of a review."""

    _inherit = "stock.replenish.month"

    def _files(self, review):
        """Return (extension, content in base64) of what is sent of a review.

        Without the program that prints, the spreadsheet says the same.
        """
        files = [("xlsx", self._spreadsheet_file(review))]
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() == "install":
            _logger.warning("The review goes without PDF: wkhtmltopdf is missing.")
            return files
        content, _kind = reports._render_qweb_pdf(REPORT, self.ids)
        return [("pdf", base64.b64encode(content)), *files]
