import hashlib
import hmac
import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.locks import HEALTH
from .jobs import LATE

_PARAMETER = "stock_replenish_sync.health_token"
#: Calls a minute with the right token, and as many with none or a wrong one.
MOST_CALLS = 30
_WINDOW_SECONDS = 60
# What counts calls: whose turn it is to be refused must not depend on strangers.
SEQUENCES = {
    True: "stock_replenish_health_known_seq",
    False: "stock_replenish_health_unknown_seq",
}
# A sequence holds the minute times this, plus the calls of that minute.
_SPAN = 1_000_000


class StockReplenishHealth(models.AbstractModel):
    """What a monitoring system is told, and whether it may ask.

    Shown as a form, this is the dialog with a new token, which is stored nowhere.

    Calls are counted by a sequence of PostgreSQL: all workers of all hosts share it and
    the database's clock, and counting writes no row and waits for nobody.
    """

    _name = "stock.replenish.health"
    _description = "Health of Replenishment Planning"

    # The form reads its record by it, though there is none.
    id = fields.Id()
    token = fields.Char(readonly=True)

    def init(self):
        for name in SEQUENCES.values():
            self.env.cr.execute(
                SQL("CREATE SEQUENCE IF NOT EXISTS %s", SQL.identifier(name))
            )

    # --- The token ---

    @api.model
    def _new_token(self):
        """Return a new token, which takes the place of the one before."""
        token = secrets.token_urlsafe(32)
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(_PARAMETER, _digest(token).hex())
        return token

    @api.model
    def _withdraw_token(self):
        self.env["ir.config_parameter"].sudo().set_param(_PARAMETER, False)

    @api.model
    def _has_token(self):
        return bool(self.env["ir.config_parameter"].sudo().get_param(_PARAMETER))

    @api.model
    def _is_token(self, token):
        """Tell whether this is the token.

        How long that takes tells nothing of the right one: digests, which have one
        length, are compared as a whole.
        """
        kept = self.env["ir.config_parameter"].sudo().get_param(_PARAMETER) or ""
        same = hmac.compare_digest(_digest(token).hex().encode(), kept.encode())
        return bool(kept) and same

    # --- How often ---

    @api.model
    def _wait(self, is_known):
        """Count a call; return how many seconds to wait, 0 if it may go on.

        :param bool is_known: whether it came with the token
        """
        self.env.cr.execute("SELECT floor(extract(epoch FROM now()))::bigint")
        window, second = divmod(self.env.cr.fetchone()[0], _WINDOW_SECONDS)
        if self._count(SEQUENCES[is_known], window) <= MOST_CALLS:
            return 0
        return _WINDOW_SECONDS - second

    def _count(self, name, window):
        """Count a call; return how many there were in this window."""
        if not self._is_of(self._last(name), window):
            # One worker turns the page; those who waited for that find it turned.
            place = list(SEQUENCES.values()).index(name)
            self.env.cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [HEALTH, place])
            if not self._is_of(self._last(name), window):
                self.env.cr.execute("SELECT setval(%s, %s)", [name, window * _SPAN])
        count = self._last(name) % _SPAN
        if count > MOST_CALLS:
            # Enough to be refused; the number need not grow without end.
            return count
        self.env.cr.execute("SELECT nextval(%s)", [name])
        return self.env.cr.fetchone()[0] % _SPAN

    def _is_of(self, last, window):
        """Tell whether a count is of a window, or of the next one: a call that took
        its time must not turn the page back."""
        return last // _SPAN in (window, window + 1)

    def _last(self, name):
        self.env.cr.execute(SQL("SELECT last_value FROM %s", SQL.identifier(name)))
        return self.env.cr.fetchone()[0]

    # --- What is told ---

    @api.model
    def _answer(self, token):
        """Return (status, headers, body) for a monitoring system.

        :param str token: as it was given; empty if none was
        """
        is_known = self._is_token(token)
        wait = self._wait(is_known)
        # Nothing that follows can write, whatever it calls.
        self.env.cr.execute("SET TRANSACTION READ ONLY")
        if wait:
            return 429, {"Retry-After": str(wait)}, {"error": "too many requests"}
        if not is_known:
            return 401, {"WWW-Authenticate": "Bearer"}, {"error": "token needed"}
        body = self._report()
        return 200 if body["ok"] else 503, {}, body

    def _report(self):
        """Return how all jobs are: technical names, ages, counts; no business data."""
        now = fields.Datetime.now()
        everywhere = [("company_id", "!=", False)]
        jobs = self.env["stock.replenish.job"].sudo().search(everywhere)
        return {
            "ok": not any(job.state in LATE for job in jobs),
            "checked_at": f"{now.isoformat()}Z",
            "jobs": [
                {
                    "job": job.job,
                    "company_id": job.company_id.id,
                    "state": job.state,
                    "age_seconds": int((now - job.success_on).total_seconds())
                    if job.success_on
                    else None,
                    "limit_seconds": 60 * job.limit_minutes,
                    "backlog": job.backlog,
                    "failures_24h": job.failures,
                }
                for job in jobs
            ],
        }


def _digest(token):
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
