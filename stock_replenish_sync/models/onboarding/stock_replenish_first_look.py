from collections import defaultdict

import numpy as np

from odoo import _, fields, models

from ...planning.datatypes import PolicyParams

BATCH = 5_000
# Rules without a way of supply that are named, and vendors that are shown.
NAMED = 200
VENDORS = 5
# Days by which deliveries must differ from what was agreed to be worth telling.
SURPRISE = 1.0


class StockReplenishFirstLook(models.AbstractModel):
    """Reads a company's history for the first time and keeps what it found.

    Classes are written, nothing else: no policy, no number that orders follow.
    """

    _name = "stock.replenish.first.look"
    _description = "Replenishment Planning: first reading of the history"

    def _take(self, company):
        """Classify the company's rules and keep how much is known of them."""
        self.env["stock.replenish.classification"]._classify(company)
        company.sudo().replenish_first_look = self._look(company)

    def _look(self, company):
        """Return what is known of the company's rules, as JSON.

        Dict of: read_on; weeks; rules; sure, thin, unmoved (rules by weeks of
        history); learned (rules whose lead time is learned from receipts); unsupplied
        (ids of rules that cannot be ordered) and their number; vendors, those whose
        deliveries differ most from what was agreed.
        """
        self = self.with_company(company)
        ids = self.env["stock.replenish.classification"]._orderpoint_ids(company)
        counts = dict.fromkeys(("sure", "thin", "unmoved", "learned"), 0)
        unsupplied, vendors = [], defaultdict(lambda: np.zeros(5))
        for start in range(0, len(ids), BATCH):
            self._add_batch(
                company, ids[start : start + BATCH], counts, unsupplied, vendors
            )
        return {
            "read_on": fields.Datetime.to_string(fields.Datetime.now()),
            "weeks": company.replenish_history_weeks,
            "rules": len(ids),
            **counts,
            "unsupplied": unsupplied[:NAMED],
            "unsupplied_count": len(unsupplied),
            "vendors": self._vendor_lines(vendors),
        }

    def _add_batch(self, company, ids, counts, unsupplied, vendors):
        """Add a batch to the figures."""
        weeks = company.replenish_history_weeks
        history = self.env["stock.replenish.history"]
        frame = self.env["stock.replenish.frame"]._lay_out(
            company, ids, company._replenish_today()
        )
        supply = self.env["stock.replenish.supply"]._resolve(frame)
        known = weeks - history._first_bucket(frame, weeks)
        enough = PolicyParams.__dataclass_fields__["minimum_history"].default
        counts["sure"] += int((known >= enough).sum())
        counts["unmoved"] += int((known <= 0).sum())
        counts["thin"] += int(((known > 0) & (known < enough)).sum())
        lead = history._lead_times(frame, supply.vendor, weeks)
        fewest = PolicyParams.__dataclass_fields__["minimum_receipts"].default
        learned = (lead.count >= fewest) & np.isfinite(lead.mean)
        counts["learned"] += int(learned.sum())
        for row in np.flatnonzero(learned):
            vendors[int(supply.vendor[row])] += (
                1,
                supply.lead_time[row],
                lead.mean[row],
                lead.std[row] if np.isfinite(lead.std[row]) else 0.0,
                lead.count[row],
            )
        unsupplied += [int(frame.orderpoint[row]) for row in sorted(supply.problems)]

    def _vendor_lines(self, vendors):
        """Return the vendors whose deliveries surprise most rules by most days."""
        surprising = {
            key: sums
            for key, sums in vendors.items()
            if abs(sums[2] - sums[1]) >= SURPRISE * sums[0]
        }
        ranked = sorted(
            surprising.items(),
            key=lambda item: (-abs(item[1][2] - item[1][1]), item[0]),
        )[:VENDORS]
        partners = self.env["res.partner"].sudo().browse([key for key, _sums in ranked])
        names = {partner.id: partner.display_name for partner in partners}
        return [
            {
                "id": key,
                "name": names.get(key) or _("Unknown vendor"),
                "rules": int(sums[0]),
                "agreed": round(float(sums[1] / sums[0]), 1),
                "actual": round(float(sums[2] / sums[0]), 1),
                "spread": round(float(sums[3] / sums[0]), 1),
            }
            for key, sums in ranked
        ]
