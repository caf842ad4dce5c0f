import logging
from dataclasses import replace

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.locks import SCAN
from ..detection.stock_replenish_detection import Scope
from .stock_replenish_exception import LIVE_STATES
from .stock_replenish_exception_merge import Seen, said

_logger = logging.getLogger(__name__)

# Looked at again: transactions that began before the last scan and ended after it.
OVERLAP_MINUTES = 15


class StockReplenishException(models.Model):
    """Looks for exceptions: all of them once a night, in between where something
    changed."""

    _inherit = "stock.replenish.exception"

    @api.model
    def _cron_scan(self):
        """Look for exceptions in all companies, a transaction each."""
        self = self.sudo()
        self.env["stock.replenish.commit"]._each_company("scan", SCAN, self._scan_due)

    def _scan_due(self, company):
        """Look at all of a company's rules if that is due, else at what changed.

        :return: True if all was looked at, else None
        """
        if self._is_full_scan_due(company):
            self._scan(company)
            return True
        products = self._changed_products(company)
        if products:
            self._scan(company, products)
        return None

    def _is_full_scan_due(self, company):
        """Tell whether all was planned since all was looked at, or a day has passed."""
        scanned = company.replenish_scanned_all_on
        if not scanned:
            return True
        plans = self.env["stock.replenish.run"].search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "plan"),
                ("scope", "=", "full"),
                ("state", "in", ("running", "done")),
            ],
            order="id desc",
            limit=1,
        )
        if plans.state == "running":
            return False
        planned = bool(plans.finished_on and plans.finished_on >= scanned)
        today = company._replenish_today()
        return planned or company._replenish_day(scanned) != today

    @api.model
    def _scan(self, company, products=None):
        """Look for the exceptions of a company and bring the list in line.

        A kind that fails leaves the others alone.

        :param products: recordset of the products to look at; None for all
        """
        self = self.sudo().with_company(company)
        company = company.with_env(self.env)
        started = fields.Datetime.now()
        self.env.flush_all()
        settings = self.env["stock.replenish.exception.kind"]._of(company)
        scope = Scope(
            company=company,
            today=company._replenish_today(),
            waiting_days=company.replenish_waiting_days,
            products=None if products is None else products.ids,
        )
        seen = Seen([], self._looked(scope), scope.today, self._rank_rate(company))
        for row in settings:
            detection = row._detection()
            if row.is_on and detection._kind and not detection._reported:
                self._scan_kind(row, detection, scope, seen)
        self._wake(company, scope.today)
        self._assign_owners(company, settings)
        self._refresh_segments(scope)
        self.env["stock.replenish.strip"]._refresh_planned(company)
        values = {"replenish_scanned_on": started}
        if products is None:
            values["replenish_scanned_all_on"] = started
            values["replenish_scanned_rules"] = self.env[
                "stock.warehouse.orderpoint"
            ].search_count([("company_id", "=", company.id)])
        company.write(values)
        self.invalidate_model(flush=False)

    def _scan_kind(self, row, detection, scope, seen):
        try:
            with self.env.cr.savepoint():
                detection._stage(replace(scope, days=row.days, share=row.share))
                self._stage_problems(self._of_kind(row, scope))
                self._leave_out_unwanted()
                self._merge(replace(seen, kinds=[row.kind]))
        except OperationalError:
            # A lost race is run again as a whole.
            raise
        except Exception as error:
            _logger.exception("Looking for exceptions of kind %s failed", row.kind)
            self.env["stock.replenish.job.call"]._failed("scan", scope.company, error)

    def _of_kind(self, row, scope):
        """Return the query of what a detection has staged, as problems."""
        return SQL(
            """SELECT %s || ':' || %s || ':' || f.key AS fingerprint, %s AS kind,
                      %s AS company_id, NULL::int4 AS run_id, f.*
               FROM replenish_found f""",
            row.kind,
            str(scope.company.id),
            row.kind,
            scope.company.id,
        )

    def _looked(self, scope):
        """Return SQL that tells which known problems `e` were looked at."""
        return SQL(
            "%s AND %s", scope.of_company("e.company_id"), scope.on("e.product_id")
        )

    def _rank_rate(self, company):
        """Return what the company's money is worth in the currency that ranks."""
        main = company._get_main_company()
        rates = main._replenish_rates([company.currency_id.id], fields.Date.today())
        return rates[company.currency_id.id]

    def _close_kinds(self, settings):
        """Close what a company does not want to hear of any more."""
        self._stage_problems(
            SQL(
                "SELECT NULL::varchar AS fingerprint, NULL::varchar AS kind, "
                "NULL::int4 AS company_id, NULL::int4 AS run_id, %s WHERE FALSE",
                said({}),
            )
        )
        for company, rows in settings.grouped("company_id").items():
            self._merge(
                Seen(
                    rows.mapped("kind"),
                    SQL("e.company_id = %s", company.id),
                    company._replenish_today(),
                )
            )

    def _wake(self, company, today):
        """Open again what was snoozed until today."""
        due = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "snoozed"),
                ("snoozed_until", "<=", today),
            ]
        )
        due.write({"state": "open", "snoozed_until": False})

    def _changed_products(self, company):
        """Return the products something happened to since the last scan.

        Rules that were planned or edited; and documents, stock and snoozes of what is
        on the list, so that it closes soon after the cause is gone.
        """
        since = fields.Datetime.subtract(
            company.replenish_scanned_on, minutes=OVERLAP_MINUTES
        )
        documents = (
            ("stock_move", "d.id = e.move_id"),
            ("purchase_order_line", "d.id = e.purchase_line_id"),
            (
                "purchase_order",
                "d.id = (SELECT order_id FROM purchase_order_line "
                "WHERE id = e.purchase_line_id)",
            ),
            ("mrp_production", "d.id = e.production_id"),
            ("stock_quant", "d.product_id = e.product_id"),
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.product_id FROM stock_warehouse_orderpoint o
                WHERE o.company_id = %(company)s
                  AND (o.planned_on >= %(since)s OR o.write_date >= %(since)s)
                UNION
                SELECT e.product_id FROM stock_replenish_exception e
                WHERE e.company_id = %(company)s AND e.state = ANY(%(live)s)
                  AND e.product_id IS NOT NULL AND (%(touched)s)
                """,
                company=company.id,
                since=SQL("%s::timestamp", since),
                live=list(LIVE_STATES),
                touched=SQL(" OR ").join(
                    SQL(
                        "EXISTS (SELECT FROM %s d WHERE %s AND d.write_date >= %s)",
                        SQL.identifier(table),
                        SQL(condition),
                        since,
                    )
                    for table, condition in documents
                ),
            )
        )
        products = [row for (row,) in self.env.cr.fetchall()]
        return self.env["product.product"].browse(products)
