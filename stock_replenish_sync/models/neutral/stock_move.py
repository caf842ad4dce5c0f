from bisect import bisect_right
from datetime import datetime, time

from odoo import api, models
from odoo.tools import SQL

from .domain import split
from .memo import Memo
from .scheduler import KEY as SCHEDULER

ASKED = (["product_id"], ["product_qty:sum"])


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model
    def _read_group(self, domain, *spec, **options):
        """Answer core's question for open moves until a day from one read of all days.

        Core asks per location and date; moves are read per location.
        """
        memo = spec == ASKED and not options and Memo.of(self.env, "moves")
        parts = memo and split(domain, ("product_id", "in"), ("date", "<="))
        if (
            not parts
            or not memo.products.issuperset(parts[0][0])
            or not _ends_a_day(parts[0][1])
        ):
            return super()._read_group(domain, *spec, **options)
        (products, until), rest = parts
        days = memo.once(
            self.env,
            ("moves", repr(rest)),
            lambda: self._totals_by_day(memo.products, rest),
        )
        return self._totals_until(days, products, until)

    def _totals_by_day(self, products, domain):
        """Return product id -> (days, total quantity up to the end of each of them).

        Summed up by the database: its decimals have no rounding that would depend on
        the order.
        """
        self.check_access_rights("read")
        domain = [*domain, ("product_id", "in", sorted(products))]
        query = self._search(domain)
        product = self._field_to_sql(self._table, "product_id", query)
        day = SQL(
            "date_trunc('day', %s)", self._field_to_sql(self._table, "date", query)
        )
        quantity, names = self._read_group_select("product_qty:sum", query)
        self._flush_search(domain, ["product_id", "date", *names])
        self.env.cr.execute(
            SQL(
                """
                SELECT %(product)s, %(day)s, SUM(%(quantity)s)
                    OVER (PARTITION BY %(product)s ORDER BY %(day)s)
                FROM %(tables)s WHERE %(condition)s
                GROUP BY %(product)s, %(day)s
                ORDER BY %(product)s, %(day)s
                """,
                product=product,
                day=day,
                quantity=quantity,
                tables=query.from_clause,
                condition=query.where_clause or SQL("TRUE"),
            )
        )
        result = {}
        for product, day, total in self.env.cr.fetchall():
            days, totals = result.setdefault(product, ([], []))
            days.append(day)
            totals.append(total)
        return result

    def _totals_until(self, by_product, products, until):
        """Return what `_read_group` gives for products up to the end of a day."""
        result = []
        for product in sorted(by_product.keys() & products):
            days, totals = by_product[product]
            count = bisect_right(days, until)
            if count:
                result.append(
                    (
                        self.env["product.product"].browse(product),
                        totals[count - 1] or 0.0,
                    )
                )
        return result

    def _action_assign(self, force_qty=False):
        run = self.env.context.get(SCHEDULER)
        if not run:
            return super()._action_assign(force_qty=force_qty)

        def job(moves):
            super()._action_assign(force_qty=force_qty)

        run.work(self, job)
        return None


def _ends_a_day(moment):
    return isinstance(moment, datetime) and moment.time() == time.max
