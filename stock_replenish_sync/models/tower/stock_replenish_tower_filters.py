from odoo import _, fields, models
from odoo.exceptions import UserError

from .view import EXCEPTION, View

#: How many days may be looked ahead: whole weeks.
PERIODS = (14, 28, 56, 91)
_DEFAULT_PERIOD = 28
_LISTS = ("company_ids", "warehouse_ids", "categ_ids")


class StockReplenishTower(models.AbstractModel):
    """What is looked at: filters as they come from outside, checked."""

    _inherit = "stock.replenish.tower"

    def _view(self, filters):
        """Return the filters in use.

        What the user does not see, or what is gone, is left out: a filter kept in a
        link may be old.
        """
        asked = self._checked_filters(filters)
        companies = self.env.companies
        companies = companies & companies.browse(asked["company_ids"]) or companies
        # In the order of the active companies, the first of which sets the day.
        warehouses = self._visible(
            "stock.warehouse",
            asked["warehouse_ids"],
            [("company_id", "in", companies.ids)],
        )
        user = self._owner(asked, companies)
        today = self.env.company._replenish_today()
        return View(
            companies=companies,
            warehouses=warehouses,
            categories=self._visible("product.category", asked["categ_ids"]),
            user=user,
            is_me=user == self.env.user,
            days=asked["days"],
            today=today,
            now=fields.Datetime.now(),
            rate=self._rate(companies, today),
        )

    def _rate(self, companies, day):
        """Return what money of the group's currency is worth in the shown one."""
        main = companies[:1].sudo()._get_main_company()
        shown = self.env.company.currency_id.id
        return 1 / main._replenish_rates([shown], day)[shown]

    def _checked_filters(self, filters):
        """Return the filters of a call, each of its kind.

        :raise UserError: if they are not what the screen sends
        """
        filters = {} if filters is None else filters
        if not isinstance(filters, dict):
            raise UserError(self._wrong_filters())
        asked = {"days": filters.get("days") or _DEFAULT_PERIOD}
        for name in _LISTS:
            asked[name] = filters.get(name) or []
            if not isinstance(asked[name], list | tuple) or not all(
                _is_id(row) for row in asked[name]
            ):
                raise UserError(self._wrong_filters())
        if asked["days"] not in PERIODS:
            raise UserError(self._wrong_filters())
        if "user_id" in filters:
            asked["user_id"] = filters["user_id"] or False
            if asked["user_id"] and not _is_id(asked["user_id"]):
                raise UserError(self._wrong_filters())
        return asked

    def _wrong_filters(self):
        return _("These filters cannot be read. Open the control tower anew.")

    def _visible(self, model, ids, domain=()):
        """Return those rows of a model that the user sees."""
        records = self.env[model]
        return records.search([("id", "in", list(ids)), *domain]) if ids else records

    def _owner(self, asked, companies):
        """Return whose rows are looked at; nobody for everybody's.

        Unless somebody is asked for, one's own if there are any.
        """
        users = self.env["res.users"]
        if "user_id" not in asked:
            mine = [
                ("company_id", "in", companies.ids),
                ("state", "=", "open"),
                ("user_id", "=", self.env.uid),
            ]
            return (
                self.env.user
                if self.env[EXCEPTION].search_count(mine, limit=1)
                else users
            )
        if asked["user_id"] == self.env.uid:
            return self.env.user
        return self._visible(
            "res.users",
            [asked["user_id"]] if asked["user_id"] else [],
            [("company_ids", "in", companies.ids)],
        )

    def _in_use(self, view):
        """Return filters as they are sent."""
        return {
            "company_ids": view.companies.ids,
            "warehouse_ids": view.warehouses.ids,
            "categ_ids": view.categories.ids,
            "user_id": view.user.id,
            "days": view.days,
        }


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
