from collections import defaultdict

import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.exceptions import pairs_of
from .stock_replenish_detection import LOW, MEDIUM


class StockReplenishDetectionPairs(models.AbstractModel):
    """Finds records that may have been entered twice, a row for each pair.

    What two records share is looked for by SQL, names that are nearly the same in
    Python; `code` joins what a pair shares, as "vat+email".
    """

    _name = "stock.replenish.detection.pairs"
    _inherit = "stock.replenish.detection"
    _description = "Replenishment Planning: finding what was entered twice"

    # What hardly ever two different records share.
    _certain = ()

    def _shared(self, scope):
        """Return a query of (what is shared, array of the ids that share it)."""
        raise NotImplementedError

    def _alike(self, scope):
        """Return the pairs (smaller id, larger id) with nearly the same name."""
        raise NotImplementedError

    def _shared_words(self):
        """Return {what is shared: in words}, most telling first."""
        raise NotImplementedError

    def _pairs(self, scope):
        """Return SQL of the pairs: columns first, second, code, certain."""
        found = defaultdict(set)
        self.env.cr.execute(self._shared(scope))
        for what, ids in self.env.cr.fetchall():
            for pair in pairs_of(ids):
                found[pair].add(what)
        for pair in self._alike(scope):
            found[pair].add("name")
        pairs = sorted(found)
        order = list(self._shared_words())
        return SQL(
            """unnest(%s::int[], %s::int[], %s::varchar[], %s::float8[])
               AS pair(first, second, code, certain)""",
            [first for first, _second in pairs],
            [second for _first, second in pairs],
            ["+".join(sorted(found[pair], key=order.index)) for pair in pairs],
            [float(bool(found[pair] & set(self._certain))) for pair in pairs],
        )

    def _pair_columns(self):
        """Return the columns that all such kinds have."""
        return {
            "key": SQL("pair.first || '-' || pair.second"),
            "code": SQL("pair.code"),
            "certain": SQL("pair.certain"),
        }

    def _judge(self, found, _scope):
        certain = found["certain"] > 0
        return np.where(certain, MEDIUM, LOW), np.zeros(len(certain))

    def _in_words(self, exception):
        """Return what the two records of an exception share, in words."""
        words = self._shared_words()
        return ", ".join(
            words[what] for what in exception.code.split("+") if what in words
        ) or _("nearly the same name")
