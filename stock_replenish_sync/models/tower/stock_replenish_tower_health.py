from odoo import models

# State of a job → what the screen says of it.
_STATES = {
    "ok": "ok",
    "waiting": "never",
    "stale": "late",
    "off": "late",
    "failing": "failed",
}


class StockReplenishTower(models.AbstractModel):
    """Whether our own jobs did what they should."""

    _inherit = "stock.replenish.tower"

    def _health(self, view):
        """Return the state of each job of each company, and the worst of them.

        `state` is ok, never, late or failed; `last_success` is UTC.
        """
        health = self.env["stock.replenish.job"]._health(view.companies)
        return {
            "worst": _STATES.get(health["worst"]),
            "jobs": [{**job, "state": _STATES[job["state"]]} for job in health["jobs"]],
        }
