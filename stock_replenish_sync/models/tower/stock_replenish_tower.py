import logging

from psycopg2 import OperationalError

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...tools import roles
from .view import EXCEPTION, ORDERPOINT

_logger = logging.getLogger(__name__)
_PARTS = ("outlook", "inbound", "stuck", "ageing", "risk", "health")
# What the sentence above the tiles is about.
_SHORT = ("stocked_out", "will_stock_out")


class StockReplenishTower(models.AbstractModel):
    """The control tower: where to act first, of all that is stored.

    A part of the screen is a file. Each reads by the user's own rights, by a number of
    queries that does not depend on how many rows there are.
    """

    _name = "stock.replenish.tower"
    _description = "Replenishment Planning: control tower"

    @api.model
    def replenish_tower(self, filters=None):
        """Return all that the control tower shows of the companies in use.

        Money is in the currency of the active company, as in the lists behind it; that
        of others comes at the rates of the main company. Each number comes with
        `drill`: model, action, domain and name of the very rows that make it. Days are
        dates, moments naive UTC, both as text.

        :param dict filters: any of `company_ids`, `warehouse_ids`, `categ_ids`,
            `user_id` (False: everybody) and `days` (see `PERIODS`); ids that the user
            does not see are left out. Without `user_id`, one's own rows and those
            without owner, if one owns any
        :return: dict; `filters` are those in use. See the files of the parts; one that
            could not be made is {"error": True}
        :raise AccessError: without the role Viewer
        :raise UserError: filters that are none
        """
        roles.require(self.env, "viewer", _("the control tower"))
        view = self._view(filters)
        tiles, more_tiles = self._tiles(view)
        answer = {
            "currency_id": self.env.company.currency_id.id,
            "filters": self._in_use(view),
            "is_filtered": bool(view.warehouses or view.categories or view.user),
            "may": {
                "plan": roles.may(self.env, "planner"),
                "manage": roles.may(self.env, "manager"),
            },
            "as_of": self._as_of(view),
            "sentence": self._sentence(tiles),
            "tiles": tiles,
            "more_tiles": more_tiles,
            "work": self._work(view),
            "options": self._options(view),
            **self._top(view),
            **{part: self._part(part, view) for part in _PARTS},
        }
        answer["empty"] = self._empty(view, answer)
        return answer

    def _part(self, name, view):
        """Return one part of the screen, or that it could not be made: the others are
        shown all the same."""
        try:
            with self.env.cr.savepoint(flush=False):
                return getattr(self, f"_{name}")(view)
        except (AccessError, OperationalError):
            raise
        except Exception:
            _logger.exception("Part %s of the control tower failed", name)
            return {"error": True}

    def _as_of(self, view):
        """Return how old the numbers are: the oldest of the companies' moments."""
        Orderpoint = self.env[ORDERPOINT]
        runs = Orderpoint._last_plans(view.companies)
        planned = [run["finished_on"] for run in runs if run["state"] == "done"]
        running = [run for run in runs if run["state"] == "running"]
        companies = view.companies.sudo()
        scanned = companies.mapped("replenish_scanned_on")
        measured = companies.mapped("replenish_snapshot_on")
        failed = view.rules(("replenish_status", "=", "failed"))
        return {
            "planned_on": len(planned) == len(view.companies)
            and fields.Datetime.to_string(min(planned)),
            "scanned_on": all(scanned) and fields.Datetime.to_string(min(scanned)),
            "snapshot_on": all(measured) and fields.Date.to_string(min(measured)),
            "stale_before": fields.Datetime.to_string(
                self.env.company._replenish_midnight()
            ),
            "running": bool(running)
            and min(int(100 * run["planned"] / (run["total"] or 1)) for run in running),
            "failed": Orderpoint.search_count(failed),
            "drill": view.drill(_("Planning failed"), failed, ORDERPOINT),
        }

    def _sentence(self, tiles):
        """Return the numbers of the sentence above the tiles."""
        at_risk = self.env[EXCEPTION].fields_get(["value_at_risk"], ["help"])[
            "value_at_risk"
        ]
        out, soon = ({tile["key"]: tile for tile in tiles}[key] for key in _SHORT)
        return {
            "out": out["count"],
            "will_be_out": soon["count"],
            "value": round(out["value"] + soon["value"], 2),
            "help": at_risk["help"],
        }

    def _empty(self, view, answer):
        """Return why there is nothing to show, or None if there is something."""
        numbers = [*answer["tiles"], *answer["more_tiles"], *answer["work"]]
        if any(number["count"] for number in numbers):
            return None
        planned = self.env[ORDERPOINT].search_count(
            [("company_id", "in", view.companies.ids), ("planned_on", "!=", False)],
            limit=1,
        )
        return "calm" if planned else "onboarding"
