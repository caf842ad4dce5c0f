import json
from datetime import timedelta

import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.sourcing import NOWHERE, STOPPED
from ...planning.sourcing.shortage import shortages
from ...tools import columns


class StockReplenishSourcing(models.AbstractModel):
    """Says what lanes could not bring, and why."""

    _inherit = "stock.replenish.sourcing"

    def _problems(self, batch):
        """Return problems for `stock.replenish.exception._report`, one a row at most.

        Lanes on which nothing can be sent are told of rows that need something now, and
        what cannot be got anywhere.
        """
        sourcing, sourced = batch.supply.sourcing, batch.sourced
        if not sourcing:
            return []
        asking = np.zeros(len(batch.frame), bool)
        asking[batch.parts.item] = True
        asking[sourced.item] = True
        row, lane = sourcing.idle
        stopped = sourced.kind == STOPPED
        pairs = np.concatenate(
            [
                np.stack([row, lane])[:, asking[row]],
                np.stack([sourced.item, sourced.lane])[:, stopped],
            ],
            axis=1,
        )
        pairs = np.unique(pairs, axis=1)
        # The lane that is asked first is the one to mend.
        row, first = np.unique(pairs[0], return_index=True)
        said = self._lane_sentences(sourcing.lanes["lane"][pairs[1][first]])
        orderpoint = batch.frame.orderpoint
        problems = [
            (int(orderpoint[place]), "master_data", "lane", sentence)
            for place, sentence in zip(row.tolist(), said, strict=True)
        ]
        nowhere = np.unique(sourced.item[sourced.kind == NOWHERE])
        for place in nowhere[sourcing.linked[nowhere]].tolist():
            _code, own = sourcing.problems.get(place, ("", ""))
            problems.append(
                (
                    int(orderpoint[place]),
                    "master_data",
                    "no_source",
                    self._no_source(own),
                )
            )
        return problems

    def _lane_sentences(self, lane_ids):
        """Return what is wrong with lanes, a sentence for each id of an array."""
        lanes = (
            self.env["stock.replenish.source"]
            .sudo()
            .browse(np.unique(lane_ids).tolist())
        )
        said = {
            lane.id: _(
                "Lane %(lane)s is stopped: %(problem)s",
                lane=lane.display_name,
                problem=lane.problem,
            )
            for lane in lanes
        }
        return [said[key] for key in lane_ids.tolist()]

    def _no_source(self, own):
        """Return that a need can be got nowhere.

        :param str own: why it can neither be bought nor made, maybe empty
        """
        if own:
            return _("The lanes cannot bring all that is needed. %s", own)
        return _(
            "The lanes cannot bring all that is needed, and there is no rule by which "
            "to buy or make the rest."
        )

    # ------------------------------------------------------------------
    # Who asked a short source for how much, and who got it
    # ------------------------------------------------------------------

    def _load_shares(self, batch):
        """Put what short sources gave into the table `replenish_share`.

        A row for the first need of each rule that a source could not serve: `need`, and
        as text the column `shares` of a suggestion, see `_short_sources` there.
        """
        terms = batch.supply.sourcing.terms
        self.env.cr.execute("DROP TABLE IF EXISTS replenish_share")
        self.env.cr.execute(
            """CREATE TEMPORARY TABLE replenish_share
               (need int4, shares text) ON COMMIT DROP"""
        )
        needs, texts = [], []
        for need, records in shortages(batch.sourced.claims, terms):
            needs.append(need)
            texts.append(json.dumps([self._told(batch, one) for one in records]))
        if needs:
            columns.append_texts(self.env.cr, "replenish_share", needs, texts)
        # Looked up for every part.
        self.env.cr.execute("CREATE INDEX ON replenish_share (need)")
        self.env.cr.execute("ANALYZE replenish_share")

    def _told(self, batch, record):
        """Return a record of the engine with ids in place of rows, and a date."""
        lanes, frame = batch.supply.sourcing.lanes, batch.frame
        source = int(lanes["source"][record["lane"]])
        day = frame.today + timedelta(days=max(record["day"], 0))
        return {
            **record,
            "lane": int(lanes["lane"][record["lane"]]),
            "source": source,
            "mode": lanes["mode"][record["lane"]],
            "sharing": lanes["sharing"][record["lane"]],
            "day": day.isoformat(),
            "others": [
                {
                    **{key: value for key, value in other.items() if key != "item"},
                    # A source outside the batch claims for itself.
                    "warehouse": int(frame.warehouse[other["item"]])
                    if other["item"] < len(frame)
                    else source,
                }
                for other in record["others"]
            ],
        }

    def _share_value(self, batch):
        """Return the SQL of the column `shares` of a suggestion, over part `n`."""
        if not batch.supply.sourcing:
            return SQL("NULL::jsonb")
        return SQL(
            "(SELECT r.shares::jsonb FROM replenish_share r WHERE r.need = n.need)"
        )
