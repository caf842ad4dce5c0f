import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ...planning.kpis import MEASURES
from ...tools import columns
from ...tools.locks import SNAPSHOT
from .measure.stock_replenish_kpi_measure import Scope

_logger = logging.getLogger(__name__)

#: Days before the first snapshot that are measured from history.
BASELINE_DAYS = 90
# A snapshot that was away for longer leaves the days before it out.
_LONGEST = 35
# Measured again, since what happened late is entered late.
_AGAIN = 2
_DAY = timedelta(days=1)


class StockReplenishKpi(models.Model):
    """Measures the days that are over, once a night."""

    _inherit = "stock.replenish.kpi"

    @api.model
    def _cron_snapshot(self):
        """Measure the days that are over in all companies, a transaction each."""
        self = self.sudo()
        self.env["stock.replenish.commit"]._each_company(
            "snapshot", SNAPSHOT, self._snapshot_due
        )

    @api.model
    def _snapshot_due(self, company):
        """Measure a company's days since the last snapshot, if a day has passed.

        :return: whether everything was measured; None if no day has passed
        """
        last = company._replenish_today() - _DAY
        known = company.replenish_snapshot_on
        if known and known > last + _DAY:
            # The clock was ahead, by more than another time zone explains.
            self._forget_after(company, last)
            known = last - timedelta(days=_LONGEST)
        if known and known >= last:
            return None
        if not known:
            first = last - timedelta(days=BASELINE_DAYS - 1)
            done = self._snapshot(company, first, last)
            if done:
                baselines = self.env["stock.replenish.kpi.baseline"]
                baselines._freeze(company, first, last)
        else:
            first = known - timedelta(days=_AGAIN - 1)
            first = max(first, last - timedelta(days=_LONGEST - 1))
            done = self._snapshot(company, first, last)
        if done:
            company.write(
                {
                    "replenish_snapshot_on": last,
                    "replenish_snapshot_at": fields.Datetime.now(),
                }
            )
        return done

    def _forget_after(self, company, last):
        """Delete what was measured of days that are not over."""
        self.sudo().search(
            [("company_id", "=", company.id), ("date", ">", last)]
        ).unlink()

    @api.model
    def _snapshot(self, company, first, last):
        """Measure days of a company anew.

        :param first: date, included, as is `last`; days that are over
        :return: False if a group of measures could not be found; the others are kept
        """
        self = self.sudo().with_company(company)
        company = company.with_env(self.env)
        self.env.flush_all()
        scope = Scope(company, first, last)
        self._lay_out_measured(company)
        groups = self.env["stock.replenish.kpi.measure"]._all()
        found = [group for group in groups if self._measure(group, scope)]
        self._forget(scope, found)
        self._write_measured(scope)
        return len(found) == len(groups)

    def _lay_out_measured(self, company):
        """Make room for what is measured, and tell each product's class and family."""
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS replenish_measured;
                CREATE TEMPORARY TABLE replenish_measured (
                    day date, warehouse_id int4, abc_class varchar, categ_id int4, %s
                ) ON COMMIT DROP;
                DROP TABLE IF EXISTS replenish_place;
                CREATE TEMPORARY TABLE replenish_place ON COMMIT DROP AS
                SELECT p.id AS product_id, t.categ_id, c.abc_class
                FROM product_product p
                JOIN product_template t ON t.id = p.product_tmpl_id
                LEFT JOIN (
                    SELECT DISTINCT ON (product_id) product_id, abc_class
                    FROM stock_warehouse_orderpoint
                    WHERE company_id = %s AND abc_class IS NOT NULL
                    ORDER BY product_id, id
                ) c ON c.product_id = p.id;
                -- However few rows PostgreSQL expects of a group.
                CREATE INDEX ON replenish_place (product_id);
                ANALYZE replenish_place;
                """,
                SQL(", ").join(
                    SQL("%s float8", SQL.identifier(name)) for name in MEASURES
                ),
                company.id,
            )
        )

    def _measure(self, group, scope):
        """Lay out what one group measures; return whether it could."""
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO replenish_measured
                               (day, warehouse_id, abc_class, categ_id, %(names)s)
                           SELECT q.day, q.warehouse_id, place.abc_class,
                                  place.categ_id, %(sums)s
                           FROM (%(query)s) q
                           LEFT JOIN replenish_place place
                                USING (product_id)
                           WHERE q.day BETWEEN %(first)s AND %(last)s
                           GROUP BY q.day, q.warehouse_id, place.abc_class,
                                    place.categ_id""",
                        names=columns.listed(group._measures),
                        sums=SQL(", ").join(
                            SQL("SUM(q.%s)", SQL.identifier(name))
                            for name in group._measures
                        ),
                        query=group._query(scope),
                        first=scope.last if group._now else scope.first,
                        last=scope.last,
                    )
                )
        except OperationalError:
            # A lost race is run again as a whole.
            raise
        except Exception as error:
            _logger.exception("Measuring %s failed", group._name)
            calls = self.env["stock.replenish.job.call"]
            calls._failed("snapshot", scope.company, error)
            return False
        return True

    def _forget(self, scope, groups):
        """Set to nothing what these groups told of the days before."""
        for now, first in ((False, scope.first), (True, scope.last)):
            names = [
                name
                for group in groups
                if group._now == now
                for name in group._measures
            ]
            if names:
                self.env.cr.execute(
                    SQL(
                        """UPDATE stock_replenish_kpi SET %s
                           WHERE company_id = %s AND date BETWEEN %s AND %s""",
                        SQL(", ").join(
                            SQL("%s = 0", SQL.identifier(name)) for name in names
                        ),
                        scope.company.id,
                        first,
                        scope.last,
                    )
                )

    def _write_measured(self, scope):
        """Add what was measured to what is still known of these days."""
        rates = self._rates(scope)
        self._add_figures(
            SQL(
                """
                SELECT m.day, %(company)s, m.warehouse_id, m.abc_class, m.categ_id,
                       %(currency)s, r.rate, m.day, %(sums)s
                FROM replenish_measured m
                JOIN unnest(%(days)s::date[], %(rates)s::float8[]) AS r(day, rate)
                     USING (day)
                GROUP BY m.day, r.rate, m.warehouse_id, m.abc_class, m.categ_id
                """,
                company=scope.company.id,
                currency=scope.company._get_main_company().currency_id.id,
                sums=SQL(", ").join(_sum(name) for name in MEASURES),
                days=list(rates),
                rates=list(rates.values()),
            )
        )
        self.env.cr.execute(
            SQL(
                """DELETE FROM stock_replenish_kpi
                   WHERE company_id = %s AND date BETWEEN %s AND %s AND %s""",
                scope.company.id,
                scope.first,
                scope.last,
                SQL(" AND ").join(
                    SQL("%s = 0", SQL.identifier(name)) for name in MEASURES
                ),
            )
        )
        self.invalidate_model(flush=False)

    def _rates(self, scope):
        """Return what the company's money was worth in the main company's, by day."""
        main = scope.company._get_main_company()
        own = scope.company.currency_id
        days = [
            scope.first + timedelta(days=count)
            for count in range((scope.last - scope.first).days + 1)
        ]
        if own == main.currency_id:
            return dict.fromkeys(days, 1.0)
        return {day: main._replenish_rates([own.id], day)[own.id] for day in days}


def _sum(name):
    total = SQL("COALESCE(SUM(m.%s), 0)", SQL.identifier(name))
    if MEASURES[name] == "money":
        return SQL("ROUND((%s * r.rate)::numeric, 2)", total)
    return SQL("ROUND(%s)", total) if MEASURES[name] == "count" else total
