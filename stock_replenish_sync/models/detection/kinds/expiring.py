import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import HIGH, MEDIUM, expiring
from ....tools import columns
from ....tools.joins import pair
from ..parts import rule_at, wanted_elsewhere

_FOUND = ("product_id", "warehouse_id", "orderpoint_id", "lot_id", "day")


class Expiring(models.AbstractModel):
    """Stock that expires before it is used, lots used in the order of their days."""

    _name = "stock.replenish.detection.expiring"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: stock that expires"

    _kind = "expiring"
    _sequence = 240
    _family = "too_much"
    _on = False
    _days = 30
    _owner = ("rule", "warehouse", "category")
    _actions = ("transfer", "document", "why")
    _is_surplus = True

    def _label(self):
        return _("Expiring stock")

    def _about(self):
        return _(
            "Lots that expire within the given days and of which more is on hand than "
            "will be used until then."
        )

    def _found(self, scope):
        self._lay_out(scope)
        return {
            "key": SQL("f.product_id || ':' || f.warehouse_id"),
            "code": SQL("CASE WHEN f.day < 0 THEN 'expired' ELSE 'expiring' END"),
            "orderpoint_id": SQL("NULLIF(f.orderpoint_id, 0)"),
            "product_id": SQL("f.product_id"),
            "warehouse_id": SQL("f.warehouse_id"),
            "quantity": SQL("f.quantity"),
            "date_expected": SQL("%s + f.day", scope.day()),
            "act_by": SQL("%s + GREATEST(f.day, 0)", scope.day()),
            "other": SQL("lot.name"),
            "suggested_action": SQL(
                "CASE WHEN f.day >= 0 AND %s THEN 'transfer' ELSE 'document' END",
                wanted_elsewhere(SQL("f.product_id"), SQL("f.warehouse_id")),
            ),
        }, SQL("FROM replenish_expiring f JOIN stock_lot lot ON lot.id = f.lot_id")

    def _lay_out(self, scope):
        """Fill the temporary table `replenish_expiring`: a row for each product and
        warehouse, with the first lot that is not used up."""
        lots = self._lots(scope)
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        _keys, first, group = np.unique(
            pair(lots["product_id"], lots["warehouse_id"]),
            return_index=True,
            return_inverse=True,
        )
        lost, lot = expiring(
            group.reshape(-1), lots["day"], lots["quantity"], lots["demand"][first]
        )
        lost = np.round(lost, digits)
        lot, lost = lot[lost > 0], lost[lost > 0]
        columns.load(
            self.env.cr,
            "replenish_expiring",
            [*((name, "i4") for name in _FOUND), ("quantity", "f8")],
            {"quantity": lost, **{name: lots[name][lot] for name in _FOUND}},
        )

    def _lots(self, scope):
        """Return lots that expire soon as columns; none where lots have no dates."""
        kinds = [
            *((name, "i4") for name in _FOUND),
            ("quantity", "f8"),
            ("demand", "f8"),
        ]
        if "removal_date" not in self.env["stock.quant"]._fields:
            return {name: np.zeros(0, kind) for name, kind in kinds}
        return columns.read(
            self.env.cr,
            SQL(
                """
                SELECT lot.product_id, lot.warehouse_id, lot.lot_id, lot.day,
                       lot.quantity, COALESCE(o.id, 0) AS orderpoint_id,
                       COALESCE(o.demand_mean, 0) AS demand
                FROM (
                    SELECT q.product_id, l.warehouse_id, q.lot_id,
                           %(day)s - %(today)s AS day, SUM(q.quantity) AS quantity
                    FROM stock_quant q
                    JOIN stock_location l ON l.id = q.location_id
                         AND l.usage = 'internal'
                    JOIN stock_warehouse w ON w.id = l.warehouse_id
                    WHERE q.lot_id IS NOT NULL AND q.quantity > 0
                      AND (q.owner_id IS NULL OR q.owner_id = %(own)s)
                      AND COALESCE(q.removal_date, q.expiration_date) IS NOT NULL
                      AND %(day)s <= %(until)s AND %(company)s AND %(looked_at)s
                    GROUP BY 1, 2, 3, 4
                ) lot
                %(rule)s
                """,
                day=scope.local_day("COALESCE(q.removal_date, q.expiration_date)"),
                today=scope.day(),
                own=scope.company.partner_id.id,
                until=scope.day(scope.days),
                company=scope.of_company("w.company_id"),
                looked_at=scope.on("q.product_id"),
                rule=rule_at(SQL("lot.product_id"), SQL("lot.warehouse_id")),
            ),
            kinds,
        )

    def _judge(self, found, scope):
        soon = found["days_expected"] <= scope.waiting_days
        # What expires is lost in full.
        return np.where(soon, HIGH, MEDIUM), found["quantity"] * found["cost"]

    def _sentence(self, exception):
        words = {
            "amount": exception._amount(exception.quantity),
            "lot": exception.other,
            "day": exception._day(exception.date_expected),
        }
        if exception.code == "expired":
            return _(
                "%(amount)s expire unused; lot %(lot)s expired on %(day)s.", **words
            )
        return _("%(amount)s expire unused, lot %(lot)s first, on %(day)s.", **words)
