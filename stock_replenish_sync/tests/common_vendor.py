from freezegun import freeze_time

from odoo import Command, fields

from .common_supply import SupplyCommon

#: A Monday.
MONDAY = "2026-03-02"


class VendorCommon(SupplyCommon):
    """Vendors with rules of their own; today is a Monday, days are counted from it."""

    @classmethod
    def setUpClass(cls):
        # Calendars are the subject here: weekdays must not move with the clock.
        freezer = freeze_time(f"{MONDAY} 09:00:00")
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Second Vendor"})

    @classmethod
    def make_calendar(cls, days="01234", holidays=(), company=None):
        """Return working days, Monday is 0, with holidays counted from today."""
        return cls.env["resource.calendar"].create(
            {
                "name": "Working days",
                "company_id": (company or cls.company).id,
                "tz": "UTC",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": f"Day {day}",
                                "dayofweek": day,
                                "hour_from": 8,
                                "hour_to": 16,
                            }
                        )
                        for day in days
                    ),
                ],
                "global_leave_ids": [
                    Command.create(
                        {
                            "name": "Holiday",
                            "date_from": f"{cls.date(day)} 00:00:00",
                            "date_to": f"{cls.date(day)} 23:59:59",
                        }
                    )
                    for day in holidays
                ],
            }
        )

    @classmethod
    def date(cls, day):
        """Return a day counted from today."""
        return fields.Date.add(cls.company._replenish_today(), days=day)

    @classmethod
    def sold(cls, quantity=5, day=20, product=None, policy=None, **values):
        """Return a planned rule of a product of which a quantity is sold for a day."""
        return cls.make_short(
            quantity, policy=policy, sold_for=day, product=product, **values
        )

    @classmethod
    def put_together(cls):
        """Let a run plan what waits, and put orders together."""
        cls.env.flush_all()
        cls.env["stock.replenish.vendor"]._put_together(cls.company)

    def days_of(self, suggestion):
        """Return order-by day and arrival of a suggestion, counted from today."""
        today = self.company._replenish_today()
        return tuple(
            (day - today).days
            for day in (suggestion.release_date, suggestion.arrival_date)
        )
