import numpy as np

from odoo import _, models

from ...planning import lead_time_statistics, outlying_receipts
from ...planning.datatypes import Reason
from .stock_replenish_why_words import Words

SHOWN = 30


class StockReplenishWhyLeadTime(Words, models.AbstractModel):
    """How long the vendor took: the receipts, their spread, what was left out."""

    _name = "stock.replenish.why.lead_time"
    _description = "Replenishment Planning: lead times of an explanation"

    def _describe(self, case):
        """Return `lead_time`, False where nothing is bought."""
        vendor = self.env["res.partner"].sudo().browse(int(case.batch.supply.vendor[0]))
        if not vendor:
            return {"lead_time": False}
        receipts = self.env["stock.replenish.history"]._receipts_of_batch(
            case.batch.frame, case.company.replenish_history_weeks
        )
        days = receipts["days"]
        first = np.zeros(len(days), np.int64)
        outlier = outlying_receipts(first, days, 1)
        figures = lead_time_statistics(first, days, 1, promised=receipts["promised"])
        late = 1.0 - float(figures.on_time_rate[0])
        item, result = case.item, case.result
        moves = self.env["stock.move"].sudo().browse(receipts["move"].tolist())
        shown = slice(max(len(days) - SHOWN, 0), None)
        return {
            "lead_time": {
                "vendor": vendor.display_name,
                "agreed": self._days(item["contract_lead_time"] or 0),
                "learned": self._learned(item),
                "used": self._days(result["lead_time_mean"]),
                "is_learned": case.has(Reason.LEARNED_LEAD_TIME),
                "mean": _finite(figures.mean[0]),
                "std": _finite(figures.std[0]),
                "count": len(days),
                "outliers": int(outlier.sum()),
                "late": self._percent(late) if np.isfinite(late) else False,
                "sentence": self._sentence(case, len(days), int(outlier.sum())),
                "receipts": [
                    {
                        "day": str(case.company._replenish_day(move.date)),
                        "days": round(float(length), 1),
                        "promised": _finite(promised, 1),
                        "is_outlier": bool(out),
                        "document": move.picking_id.name or move.reference or "",
                    }
                    for move, length, promised, out in zip(
                        moves[shown],
                        days[shown],
                        receipts["promised"][shown],
                        outlier[shown],
                        strict=True,
                    )
                ],
                "link": self._link(_("Receipts (%s)", len(moves)), moves),
            }
        }

    def _learned(self, item):
        if item["learned_lead_time_mean"] is None:
            return False
        return _(
            "%(mean)s, give or take %(std)s",
            mean=self._days(item["learned_lead_time_mean"]),
            std=self._days(item["learned_lead_time_std"] or 0),
        )

    def _sentence(self, case, own, outliers):
        count = case.item["learned_lead_time_count"]
        if not count:
            return _("Nothing was received yet: the agreed lead time is used.")
        parts = [
            _("This product was not received yet.")
            if not own
            else _("1 receipt of this product was measured.")
            if own == 1
            else _("%s receipts of this product were measured.", own)
        ]
        if outliers:
            parts.append(
                _("1 of them is out of the ordinary and left out.")
                if outliers == 1
                else _("%s of them are out of the ordinary and left out.", outliers)
            )
        if count > own - outliers:
            parts.append(
                _("They are based on the one receipt from this vendor.")
                if count == 1
                else _("They are based on all %s receipts from this vendor.", count)
            )
        parts.append(
            _("The policy plans with what was learned.")
            if case.has(Reason.LEARNED_LEAD_TIME)
            else _("The policy plans with what was agreed.")
        )
        return " ".join(parts)


def _finite(value, digits=2):
    """Return a number, None where there is none."""
    return round(float(value), digits) if np.isfinite(value) else None
