from odoo import _, models
from odoo.tools import SQL


class WillStockOut(models.AbstractModel):
    """Rules whose stock runs out before an order placed today would arrive."""

    _name = "stock.replenish.detection.will_stock_out"
    _inherit = "stock.replenish.detection.shortage"
    _description = "Exceptions: will stock out"

    _kind = "will_stock_out"
    _sequence = 21
    _family = "shortage"
    _warns = True

    def _label(self):
        return _("Will stock out")

    def _about(self):
        return _("Items that run out before an order placed today would arrive.")

    def _found(self, scope):
        given, source = self._found_short(scope, is_out=False)
        given["date_from"] = SQL("%s + s.runs_out", scope.day())
        given["date_expected"] = SQL(
            "COALESCE(%s, %s + s.helped)", given["date_expected"], scope.day()
        )
        return given, source

    def _sentence(self, exception):
        out = exception._day(exception.date_from)
        day = exception._day(exception.date_expected)
        if exception.code == "nothing_coming":
            return _(
                "Runs out on %(out)s; an order placed today arrives on %(day)s.",
                out=out,
                day=day,
            )
        values = {
            "out": out,
            "amount": exception._amount(exception.quantity),
            "document": exception.reference or "",
        }
        if exception.code == "not_confirmed":
            return _(
                "Runs out on %(out)s; %(amount)s are on %(document)s, which is not "
                "confirmed.",
                **values,
            )
        return _(
            "Runs out on %(out)s; %(amount)s are expected on %(day)s (%(document)s).",
            day=day,
            **values,
        )
