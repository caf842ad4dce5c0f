from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import pytz

from odoo import models
from odoo.tools import SQL

from ...planning.vendor import Calendar, Vendors
from .res_partner import ORDER_DAYS

# Days that working days are looked up for; every later day counts as one.
CALENDAR_DAYS = 500
# Days that an order waits at most for a vendor's order day.
NEAR_DAYS = 60
# What a company has agreed on with vendors, by the field of the vendor.
_OF_COMPANY = (
    "replenish_calendar_id",
    "replenish_window_days",
    "replenish_minimum_value",
)


@dataclass
class Terms:
    """What vendors want of orders, by id of the partner, shape (v,).

    `weekdays` are the days on which they take orders, a bit each, Monday the lowest,
    0 for all; `calendar` is the id of their working days, 0 for none; `week` the
    working days in a week; `minimum_value` is in the vendor's own currency.
    """

    partner: np.ndarray
    weekdays: np.ndarray
    calendar: np.ndarray
    week: np.ndarray
    window: np.ndarray
    minimum_value: np.ndarray

    def place(self, partners):
        """Return the lines of partners, all of which are known."""
        return np.searchsorted(self.partner, partners)

    def have_days(self):
        """Tell who does not take orders or work on every day."""
        return (self.weekdays > 0) | (self.calendar > 0)


class StockReplenishVendor(models.AbstractModel):
    """What vendors want of orders, read for many of them at once."""

    _inherit = "stock.replenish.vendor"

    def _terms(self, company, partners):
        """Return the :class:`Terms` of partners, in a fixed number of queries.

        :param partners: ids, in any order, once or more often
        """
        self = self.sudo().with_company(company)
        partners = np.unique(np.asarray(partners, np.int64))
        masters, weekdays = self._order_days(partners)
        known = self._company_terms(company)
        calendars, windows, values = (
            [known[name].get(key, known[name].get(0)) or 0 for key in masters.tolist()]
            for name in _OF_COMPANY
        )
        calendar = np.array(calendars, np.int64)
        return Terms(
            partner=partners,
            weekdays=weekdays,
            calendar=calendar,
            week=self._working_week(calendar),
            window=np.array(windows, np.int64),
            minimum_value=np.array(values, float),
        )

    def _order_days(self, partners):
        """Return who says what partners want, and on which days it takes orders."""
        if not len(partners):
            return partners, partners
        Partner = self.env["res.partner"]
        Partner.flush_model(["commercial_partner_id", *ORDER_DAYS])
        mask = SQL(" + ").join(
            SQL("COALESCE(%s, FALSE)::int * %s", SQL.identifier("m", name), 1 << bit)
            for bit, name in enumerate(ORDER_DAYS)
        )
        self.env.cr.execute(
            SQL(
                """SELECT m.id, %s FROM unnest(%s::int[]) AS wanted(id)
                   JOIN res_partner p ON p.id = wanted.id
                   JOIN res_partner m
                        ON m.id = COALESCE(p.commercial_partner_id, p.id)
                   ORDER BY p.id""",
                mask,
                partners.tolist(),
            )
        )
        rows = np.array(self.env.cr.fetchall(), np.int64).reshape(-1, 2)
        return rows[:, 0], np.where(rows[:, 1] == 0b1111111, 0, rows[:, 1])

    def _company_terms(self, company):
        """Return {name: {partner id, 0 for the default: value}} of what a company has
        agreed on: few of its vendors, so all of them by one query."""
        self.env["ir.property"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT f.name,
                       COALESCE(NULLIF(split_part(p.res_id, ',', 2), '')::int, 0),
                       COALESCE(c.id, p.value_integer, p.value_float)
                FROM ir_property p
                JOIN ir_model_fields f ON f.id = p.fields_id
                LEFT JOIN resource_calendar c
                     ON c.id = NULLIF(split_part(p.value_reference, ',', 2), '')::int
                WHERE f.model = 'res.partner' AND f.name = ANY(%s)
                  AND (p.company_id IS NULL OR p.company_id = %s)
                ORDER BY p.company_id NULLS FIRST
                """,
                list(_OF_COMPANY),
                company.id,
            )
        )
        known = {name: {} for name in _OF_COMPANY}
        for name, partner, value in self.env.cr.fetchall():
            known[name][partner] = value
        return known

    def _working_week(self, calendar):
        """Return the working days in a week of calendars, 7 without one."""
        known = np.unique(calendar[calendar > 0]).tolist()
        weeks = {}
        if known:
            self.env["resource.calendar"].flush_model()
            self.env["resource.calendar.attendance"].flush_model()
            self.env.cr.execute(
                SQL(
                    """SELECT c.id, COUNT(DISTINCT (a.week_type, a.dayofweek))
                              / CASE WHEN c.two_weeks_calendar THEN 2.0 ELSE 1 END
                       FROM resource_calendar c
                       JOIN resource_calendar_attendance a ON a.calendar_id = c.id
                            AND a.display_type IS NULL AND a.resource_id IS NULL
                       WHERE c.id = ANY(%s) GROUP BY c.id""",
                    known,
                )
            )
            weeks = {key: float(days) for key, days in self.env.cr.fetchall()}
        return np.array([weeks.get(key) or 7.0 for key in calendar.tolist()])

    def _vendor_calendars(self, company, terms, today):
        """Return the :class:`~planning.vendor.Vendors` of terms."""
        known, place = np.unique(terms.calendar, return_inverse=True)
        days = np.stack(
            [self._working_days(company, int(key), today) for key in known]
            or [np.ones(CALENDAR_DAYS, bool)]
        )
        count = len(terms.partner)
        is_open = days[place.reshape(-1)] if count else days[:0]
        return Vendors(
            open=is_open,
            weekdays=terms.weekdays,
            cutoff_passed=np.zeros(count, bool),
            window=terms.window,
            minimum_value=terms.minimum_value,
        )

    def _next_order_day(self, company, vendor, day):
        """Return the first day from `day` on which a vendor takes orders."""
        owner = vendor.sudo().commercial_partner_id.with_company(company)
        weekdays = sum(owner[name] << bit for bit, name in enumerate(ORDER_DAYS))
        calendar = owner.replenish_calendar_id
        if not (weekdays or calendar):
            return day
        one = np.ones(1, np.int64)
        days = self._working_days(company, calendar.id, day, NEAR_DAYS)
        vendors = Vendors(days[None], one * weekdays, one < 0, one, one)
        found = int(Calendar(vendors, day).next_order[0, 0])
        # A vendor that is closed for long gets the order all the same.
        return day + timedelta(days=found) if found < NEAR_DAYS else day

    def _working_days(self, company, calendar_id, today, count=CALENDAR_DAYS):
        """Return on which days a calendar has hours left, holidays taken out."""
        if not calendar_id:
            return np.ones(count, bool)
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        zone = pytz.timezone(calendar.tz or "UTC")
        start = zone.localize(datetime.combine(today, time.min))
        end = zone.localize(datetime.combine(today + timedelta(days=count), time.min))
        # A holiday of everybody is one of its company only.
        domain = [
            ("time_type", "=", "leave"),
            ("company_id", "in", [False, company.id]),
        ]
        intervals = calendar._work_intervals_batch(start, end, domain=domain)[False]
        is_open = np.zeros(count, bool)
        worked = {(begins.date() - today).days for begins, _ends, _row in intervals}
        is_open[[day for day in worked if 0 <= day < count]] = True
        return is_open
