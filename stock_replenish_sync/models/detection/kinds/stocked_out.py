from odoo import _, models
from odoo.tools import SQL

# Days that are looked back for the last delivery.
_WINDOW = 400


class StockedOut(models.AbstractModel):
    """Rules without stock that somebody asks of."""

    _name = "stock.replenish.detection.stocked_out"
    _inherit = "stock.replenish.detection.shortage"
    _description = "Exceptions: stocked out"

    _kind = "stocked_out"
    _sequence = 20
    _family = "shortage"

    def _label(self):
        return _("Stocked out")

    def _about(self):
        return _("Items without stock that are asked for.")

    def _found(self, scope):
        given, source = self._found_short(scope, is_out=True)
        given["date_from"] = scope.local_day("gone.date")
        return given, source

    def _more_of_short(self, scope):
        """Return a join of the last move that left the rule's place."""
        return SQL(
            """
            JOIN stock_warehouse w ON w.id = o.warehouse_id
            JOIN stock_location stock ON stock.id = w.lot_stock_id
            JOIN stock_location own ON own.id = o.location_id
            JOIN stock_location place ON place.id = CASE
                 WHEN starts_with(stock.parent_path, own.parent_path)
                 THEN w.view_location_id ELSE own.id END
            LEFT JOIN LATERAL (
                SELECT done.date FROM stock_move done
                JOIN stock_location a ON a.id = done.location_id
                JOIN stock_location b ON b.id = done.location_dest_id
                WHERE done.product_id = o.product_id AND done.state = 'done'
                  AND done.date >= %s
                  AND starts_with(a.parent_path, place.parent_path)
                  AND NOT starts_with(b.parent_path, place.parent_path)
                ORDER BY done.date DESC LIMIT 1
            ) gone ON TRUE
            """,
            scope.day(-_WINDOW),
        )

    def _sentence(self, exception):
        since = exception._day(exception.date_from)
        state = _("Out since %s", since) if since else _("Out of stock")
        if not exception.date_expected:
            return _("%(state)s; nothing is on its way.", state=state)
        values = {
            "state": state,
            "amount": exception._amount(exception.quantity),
            "day": exception._day(exception.date_expected),
            "document": exception.reference or "",
        }
        if exception.code == "not_confirmed":
            return _(
                "%(state)s; %(amount)s are on %(document)s, which is not confirmed.",
                **values,
            )
        if exception.code == "late":
            return _(
                "%(state)s; %(amount)s should have come on %(day)s (%(document)s).",
                **values,
            )
        return _(
            "%(state)s; %(amount)s are expected on %(day)s (%(document)s).", **values
        )
