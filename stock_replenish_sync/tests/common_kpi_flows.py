from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytz
from freezegun import freeze_time

from .common_exception import ExceptionCommon

TODAY = date(2026, 6, 10)
FIRST = TODAY - timedelta(days=60)
YESTERDAY = TODAY - timedelta(days=1)


class KpiFlowsCommon(ExceptionCommon):
    """A company four hours behind UTC, and its last sixty days, written by hand.

    Days are counted from the company's today: -1 is the last one that is over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time("2026-06-10 08:00:00")
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.company.partner_id.tz = "America/New_York"
        cls.Kpi = cls.env["stock.replenish.kpi"]

    @classmethod
    def at(cls, day, hour=12.0):
        """Return an hour of a day in the company's time, naive in UTC."""
        moment = datetime.combine(TODAY, datetime.min.time())
        zone = pytz.timezone("America/New_York")
        moment = zone.localize(moment + timedelta(days=day, hours=hour))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def moved(cls, product, quantity, day, hour=12.0, **values):
        """Return a done move of an hour of a day, by default to customers."""
        move = cls.past_move(product, quantity, day, **values)
        cls.env.cr.execute(
            "UPDATE stock_move SET date = %s, date_deadline = %s WHERE id = %s",
            [cls.at(day, hour), values.get("date_deadline"), move.id],
        )
        return move

    def measure(self, kind, first=FIRST, last=YESTERDAY):
        """Measure one group over these days; return {(day, warehouse): figures}.

        Only what is not zero; days counted from today.
        """
        group = self.env[f"stock.replenish.kpi.measure.{kind}"]
        base = type(self.env["stock.replenish.kpi.measure"])
        with patch.object(base, "_all", lambda _self: [group]):
            self.assertTrue(self.Kpi._snapshot(self.company, first, last))
        self.env.invalidate_all()
        rows = self.Kpi.search([("company_id", "=", self.company.id)], order="date")
        found = {}
        for row in rows:
            place = ((row.date - TODAY).days, row.warehouse_id)
            self.assertNotIn(place, found)
            found[place] = tuple(row[name] for name in group._measures)
        return found

    def of_days(self, figures):
        """Return {(day, first warehouse): figures} from {day: figures}."""
        return {(day, self.warehouse): row for day, row in figures.items()}

    def sums(self):
        return self.Kpi._sums([("company_id", "=", self.company.id)])
