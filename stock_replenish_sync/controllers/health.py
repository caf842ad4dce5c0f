from odoo import SUPERUSER_ID, http
from odoo.http import request

_BEARER = "bearer "


class ReplenishHealth(http.Controller):
    """How the jobs are, for monitoring systems: no login, no session, no cookie."""

    @http.route(
        "/replenish/health",
        type="http",
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
    )
    def health(self, **_ignored):
        """Answer 200 if all jobs work, 503 if one is late or off, 401 without the
        token, 429 if asked too often.

        The token comes as a header: addresses end up in logs.
        """
        health = request.env(user=SUPERUSER_ID)["stock.replenish.health"]
        status, headers, body = health._answer(self._token())
        return request.make_json_response(
            body, headers={**headers, "Cache-Control": "no-store"}, status=status
        )

    def _token(self):
        headers = request.httprequest.headers
        given = headers.get("Authorization", "")
        if given[: len(_BEARER)].lower() == _BEARER:
            return given[len(_BEARER) :].strip()
        return headers.get("X-Replenish-Token", "").strip()
