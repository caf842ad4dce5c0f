import numpy as np

from odoo import models
from odoo.tools import SQL

from ...tools import columns
from .stock_replenish_decide import PARAMETERS, versions

_AFTER = SQL(", ").join(
    SQL("COALESCE(%s, 0) AS %s", SQL.identifier(f"after_{name}"), SQL.identifier(name))
    for name in PARAMETERS
)


class StockReplenishDecide(models.AbstractModel):
    """Looks up what waits for review, or was refused, before proposing it again."""

    _inherit = "stock.replenish.decide"

    def _refused(self, batch, review):
        """Tell which rows ask for what a person refused last.

        Only the last word counts: once other parameters were put in force, an old
        refusal says nothing any more.

        :param review: rows whose new parameters would wait for a person
        """
        if not review.any():
            return np.zeros(len(batch.frame), bool)
        self.env["stock.replenish.decision"].flush_model()
        found = SQL(
            """
            SELECT decided.* FROM (
                SELECT DISTINCT ON (orderpoint_id) orderpoint_id, state, policy_id,
                       policy_version, %s
                FROM stock_replenish_decision
                WHERE orderpoint_id = ANY(%s)
                  AND state IN ('applied', 'accepted', 'rejected')
                ORDER BY orderpoint_id, reviewed_on DESC NULLS LAST, id DESC
            ) decided
            JOIN stock_warehouse_orderpoint o ON o.id = orderpoint_id
            WHERE decided.state = 'rejected' AND decided.policy_id = o.policy_id
            """,
            _AFTER,
            batch.frame.orderpoint[review].tolist(),
        )
        said, _policy, _version = self._proposals(batch, found)
        return review & self._same_proposal(batch, said)

    def _waiting(self, batch, policies):
        """Return what waits for review by the policies of today, shape (n, 3).

        NaN where nothing waits, or what another policy or version of it proposed.
        """
        found = SQL(
            """SELECT orderpoint_id, policy_id, policy_version, %s
               FROM stock_replenish_decision
               WHERE state = 'to_review' AND orderpoint_id = ANY(%s)
               ORDER BY id""",
            _AFTER,
            batch.frame.orderpoint.tolist(),
        )
        said, policy, version = self._proposals(batch, found)
        other = (policy != batch.frame.policy) | (version != versions(batch, policies))
        said[other] = np.nan
        return said

    def _proposals(self, batch, decisions):
        """Return parameters, policy id and version that decisions propose, by row.

        :param SQL decisions: query of decisions; the last one of a row counts
        """
        count = len(batch.frame)
        found = columns.read(
            self.env.cr,
            SQL(
                """SELECT orderpoint_id, COALESCE(policy_id, 0) AS policy,
                          COALESCE(policy_version, 0) AS version,
                          safety_stock, reorder_point, order_quantity
                   FROM (%s) decision""",
                decisions,
            ),
            [
                *((name, "i4") for name in ("orderpoint_id", "policy", "version")),
                *((name, "f8") for name in PARAMETERS),
            ],
        )
        said = np.full((count, 3), np.nan)
        policy, version = np.zeros((2, count), np.int64)
        row = np.searchsorted(batch.frame.orderpoint, found["orderpoint_id"])
        said[row] = np.column_stack([found[name] for name in PARAMETERS])
        policy[row] = found["policy"]
        version[row] = found["version"]
        return said, policy, version

    def _same_proposal(self, batch, said):
        """Tell which rows are proposed what was said already, by tolerance.

        :param said: parameters, NaN where none, shape (n, 3)
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        # What nobody can tell apart is the same, without any tolerance too.
        least = 0.5 * 10.0**-digits
        tolerances = np.array([row.tolerance for row in batch.policies] or [0.0])
        tolerance = tolerances[batch.items.policy][:, None]
        new = np.column_stack(
            [getattr(batch.result, f"proposed_{name}") for name in PARAMETERS]
        )
        play = tolerance * np.maximum(np.abs(new), np.abs(said))
        return (np.abs(new - said) <= np.maximum(play, least)).all(axis=1)

    def _supersede(self, orderpoint_ids):
        """Take back what waits for review for these orderpoints."""
        self.env["stock.replenish.decision"].flush_model(["state"])
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_decision SET state = 'superseded'
                   WHERE state = 'to_review' AND orderpoint_id = ANY(%s)""",
                orderpoint_ids,
            )
        )
        self.env["stock.replenish.decision"].invalidate_model(flush=False)
