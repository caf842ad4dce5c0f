import json
from dataclasses import dataclass

from odoo import _, fields, models
from odoo.tools import SQL

from ...tools import columns
from ..detection.stock_replenish_detection import FOUND

# What a problem says of itself, brought up to date whenever it is seen.
_SAID = {
    **{name: kind for name, kind in FOUND.items() if name != "key"},
    "severity": "varchar",
    "value_at_risk": "numeric",
}
_STORED = (*("fingerprint", "kind", "company_id", "run_id"), *_SAID)
# A problem that was put aside is back once it is worth this much more.
_WORSE = 1.25
# So many new rows at once make what the database knows of the table wrong.
_MANY = 1000


def said(given):
    """Return all that a problem may say of itself as a list in SQL.

    :param dict given: SQL by name; the others are none
    """
    return columns.typed(given, _SAID)


@dataclass
class Seen:
    """What was looked at: which kinds, which of their rows, when; and of what value
    company money is in the currency that ranks.

    `looked` is SQL on a known problem `e`.
    """

    kinds: list
    looked: SQL
    today: object
    rate: float = 1.0


class StockReplenishException(models.Model):
    """Brings the rows of exceptions in line with what was found, by a few statements
    however many there are."""

    _inherit = "stock.replenish.exception"

    def _merge(self, seen):
        """Make exceptions say what the table `replenish_problem` says.

        What is new is raised, what is known brought up to date, what is not there any
        more closed. What nobody has to hear of twice is not written twice a day.

        :param Seen seen: what was looked at
        """
        self.flush_model()
        now = fields.Datetime.now()
        returned, woken = self._see_again(seen, now)
        raised = self._raise_new(seen, now)
        gone = self._close_gone(seen, now)
        self.invalidate_model(flush=False)
        (raised | returned)._start_episodes(now)
        gone._end_episodes("itself")
        if len(raised) >= _MANY:
            # Or statements that follow are planned for the few rows there were.
            self.env.cr.execute(
                """ANALYZE stock_replenish_exception;
                   ANALYZE stock_replenish_exception_episode"""
            )
        for rows, said in (
            (returned, _("It is back; open again.")),
            (woken, _("It got worse or its day has come; open again.")),
            (gone, _("The cause is gone; closed by itself.")),
        ):
            if rows:
                rows._message_log_batch(bodies={row.id: said for row in rows})

    def _see_again(self, seen, now):
        """Bring known problems up to date.

        :return: those that were closed, and those that were snoozed, and are open again
        """
        events = [
            kind
            for kind in seen.kinds
            if self.env["stock.replenish.detection"]._of(kind)._event
        ]
        self.env.cr.execute(
            SQL(
                """
                WITH judged AS (
                    SELECT e.id, e.state, e.is_present, e.last_seen::date AS seen_day,
                           e.snoozed_until <= %(today)s AS day_has_come,
                           f.severity > COALESCE(e.baseline_severity, '0')
                           OR f.value_at_risk
                              > COALESCE(e.baseline_value, 0) * %(worse)s + 0.01
                               AS worse,
                           (%(old)s) IS DISTINCT FROM (%(new)s) AS differs,
                           f.fingerprint
                    FROM replenish_problem f
                    JOIN stock_replenish_exception e USING (fingerprint)
                ), todo AS (
                    SELECT j.*,
                           j.state = 'resolved' AND (NOT j.is_present OR j.worse
                               OR f.kind = ANY(%(events)s)) AS returns,
                           j.state = 'snoozed' AND (j.worse
                               OR COALESCE(j.day_has_come, FALSE)) AS wakes
                    FROM judged j JOIN replenish_problem f USING (fingerprint)
                )
                UPDATE stock_replenish_exception e
                SET (%(names)s) = ROW(%(new)s),
                    run_id = COALESCE(f.run_id, e.run_id),
                    value_rank = ROUND(f.value_at_risk * %(rate)s, 2),
                    rate_date = %(today)s,
                    last_seen = %(now)s,
                    write_date = %(now)s,
                    is_present = TRUE,
                    occurrences = e.occurrences + (t.seen_day != %(now)s::date)::int,
                    state = CASE WHEN t.returns OR t.wakes THEN 'open'
                                 ELSE e.state END,
                    raised_on = CASE WHEN t.returns THEN %(now)s ELSE e.raised_on END,
                    resolved_on = CASE WHEN t.returns THEN NULL
                                       ELSE e.resolved_on END,
                    ended = CASE WHEN t.returns THEN NULL ELSE e.ended END,
                    snoozed_until = CASE WHEN t.returns OR t.wakes THEN NULL
                                         ELSE e.snoozed_until END
                FROM todo t JOIN replenish_problem f USING (fingerprint)
                WHERE e.id = t.id AND (t.differs OR t.returns OR t.wakes
                    OR NOT t.is_present OR t.seen_day != %(now)s::date)
                RETURNING e.id, t.returns, t.wakes
                """,
                today=SQL("%s::date", seen.today),
                worse=_WORSE,
                events=events,
                names=columns.listed(_SAID),
                old=columns.listed(_SAID, "e"),
                new=columns.listed(_SAID, "f"),
                rate=seen.rate,
                now=SQL("%s::timestamp", now),
            )
        )
        rows = self.env.cr.fetchall()
        returned = self.browse([row for row, returns, _wakes in rows if returns])
        return returned, self.browse([row for row, _returns, wakes in rows if wakes])

    def _raise_new(self, seen, now):
        """Put new problems on the list; return them."""
        detections = self.env["stock.replenish.detection"]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_exception
                    (%(names)s, family, state, occurrences, is_present, value_rank,
                     rate_date, first_seen, last_seen, raised_on,
                     create_uid, create_date, write_uid, write_date)
                SELECT %(values)s, %(families)s::jsonb ->> f.kind, 'open', 1, TRUE,
                       ROUND(f.value_at_risk * %(rate)s, 2), %(today)s,
                       %(now)s, %(now)s, %(now)s, %(user)s, %(now)s, %(user)s, %(now)s
                FROM replenish_problem f
                WHERE NOT EXISTS (
                    SELECT FROM stock_replenish_exception e
                    WHERE e.fingerprint = f.fingerprint)
                ON CONFLICT (fingerprint) DO NOTHING
                RETURNING id
                """,
                names=columns.listed(_STORED),
                values=columns.listed(_STORED, "f"),
                families=json.dumps(
                    {kind: detections._of(kind)._family for kind in seen.kinds}
                ),
                rate=seen.rate,
                today=SQL("%s::date", seen.today),
                now=SQL("%s::timestamp", now),
                user=self.env.uid,
            )
        )
        return self.browse([row for (row,) in self.env.cr.fetchall()])

    def _close_gone(self, seen, now):
        """Close what was looked at and is not wrong any more; return what was live."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_exception x
                SET is_present = FALSE, snoozed_until = NULL, write_date = %(now)s,
                    state = 'resolved',
                    ended = COALESCE(x.ended, 'itself'),
                    resolved_on = COALESCE(x.resolved_on, %(now)s)
                FROM (
                    SELECT e.id, e.state FROM stock_replenish_exception e
                    WHERE e.is_present AND e.kind = ANY(%(kinds)s) AND %(looked)s
                      AND NOT EXISTS (SELECT FROM replenish_problem f
                                      WHERE f.fingerprint = e.fingerprint)
                ) gone
                WHERE x.id = gone.id
                RETURNING x.id, gone.state
                """,
                kinds=list(seen.kinds),
                looked=seen.looked,
                now=SQL("%s::timestamp", now),
            )
        )
        return self.browse(
            [row for row, state in self.env.cr.fetchall() if state != "resolved"]
        )

    def _stage_problems(self, query):
        """Lay problems out for :meth:`_merge`.

        :param SQL query: of the columns `_STORED`; the first of one fingerprint counts
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        self.env.cr.execute("DROP TABLE IF EXISTS replenish_problem")
        self.env.cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE replenish_problem ON COMMIT DROP AS
                   SELECT DISTINCT ON (fingerprint) %s,
                          ROUND(quantity::numeric, %s) AS quantity,
                          COALESCE(code, kind) AS code
                   FROM (%s) q ORDER BY fingerprint, value_at_risk DESC""",
                columns.listed(n for n in _STORED if n not in ("quantity", "code")),
                digits,
                query,
            )
        )
        self.env.cr.execute(
            """CREATE INDEX ON replenish_problem (fingerprint);
               ANALYZE replenish_problem"""
        )
