from dataclasses import dataclass
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ....tools.scope import CompanyScope


@dataclass(frozen=True)
class Scope(CompanyScope):
    """The days of one company that are measured, first and last included."""

    first: object
    last: object

    @property
    def start(self):
        """When the first day begins, naive in UTC."""
        return self.company._replenish_day_start(self.first)

    @property
    def end(self):
        """When the last day is over, naive in UTC."""
        return self.company._replenish_day_start(self.last + timedelta(days=1))

    def on(self, _column):
        """Return SQL that tells whether a product is measured: all of them are."""
        return SQL("TRUE")

    def within(self, moment):
        """Return SQL that tells whether a moment in UTC is of these days.

        :param moment: expression of a timestamp, such as "m.date"
        """
        return SQL(
            "(%(moment)s >= %(start)s AND %(moment)s < %(end)s)",
            moment=SQL(moment),
            start=self.start,
            end=self.end,
        )


class StockReplenishKpiMeasure(models.AbstractModel):
    """Measures one group of figures, by one query over all days asked for.

    A group is a model that inherits from this one: `_measures` are those it fills
    (names of :data:`planning.kpis.MEASURES`). Groups with `_now` can only tell how
    things are: their query is about the last day, what they told of others is kept.
    """

    _name = "stock.replenish.kpi.measure"
    _description = "Replenishment Planning: measuring KPIs"

    _measures = ()
    _now = False

    def _query(self, scope):
        """Return what happened, as a query.

        :param Scope scope: whose days
        :return: SQL of the columns `day`, `product_id`, `warehouse_id` (either may be
            NULL) and `_measures`; rows of the same day and item are added up, money is
            in the company's currency
        """
        raise NotImplementedError

    @api.model
    def _all(self):
        """Return all groups of measures."""
        names = self.env.registry.descendants([self._name], "_inherit")
        return [self.env[name] for name in sorted(names) if self.env[name]._measures]
