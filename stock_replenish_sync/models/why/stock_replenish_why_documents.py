from odoo import _, models

from .stock_replenish_why_words import Words


class StockReplenishWhyDocuments(Words, models.AbstractModel):
    """What a suggestion became, and the explanation as plain text."""

    _name = "stock.replenish.why.documents"
    _description = "Replenishment Planning: documents of an explanation"

    def _describe(self, case):
        """Return `as_of`, and `documents`: what was ordered, in its own unit, link."""
        return {"as_of": self._as_of(case), "documents": self._documents(case)}

    def _as_of(self, case):
        moment = self.env["stock.replenish.why.case"]._planned_at(case)
        if case.is_frozen:
            return _("Planned %s", self._moment(case, moment))
        return _("Figures of this moment")

    def _documents(self, case):
        suggestion = case.suggestion
        if not case.is_closed or suggestion.state != "ordered":
            return []
        rows = []
        for line in suggestion.purchase_line_ids:
            rows.append(
                self._row(
                    _("Purchase order"),
                    line.order_id,
                    line.product_qty,
                    line.product_uom,
                    line.date_planned,
                )
            )
        for production in suggestion.production_ids:
            rows.append(
                self._row(
                    _("Manufacturing order"),
                    production,
                    production.product_qty,
                    production.product_uom_id,
                    production.date_finished,
                )
            )
        if not rows:
            rows = [
                self._row(
                    _("Transfer"),
                    move.picking_id or move,
                    move.product_uom_qty,
                    move.product_uom,
                    move.date,
                )
                for move in suggestion.move_ids
                if move.location_dest_id == case.orderpoint.location_id
                or len(suggestion.move_ids) == 1
            ]
        return rows

    def _row(self, kind, record, quantity, unit, day):
        return {
            "kind": kind,
            "name": record.display_name,
            "value": quantity,
            "unit": unit.name,
            "quantity": _(
                "%(number)s %(unit)s", number=self._number(quantity), unit=unit.name
            ),
            "day": str(day.date()) if day else False,
            "link": self._link(record.display_name, record),
        }

    def _as_text(self, payload):
        """Return the explanation to be pasted into a message."""
        lines = [
            payload["title"],
            " ".join([payload["headline"], *payload["sentences"]]),
            "",
        ]
        lines += [
            _("%(label)s: %(value)s = %(text)s", **line) for line in payload["lines"]
        ]
        lines += ["", payload["projection"]["text"], payload["as_of"]]
        return "\n".join(lines)
