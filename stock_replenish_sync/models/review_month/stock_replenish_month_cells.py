from dataclasses import dataclass
from datetime import date

from odoo import _, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

#: Kinds of cells → format of a number in a spreadsheet.
NUMBER_FORMATS = {
    "count": "#,##0",
    "number": "#,##0.00",
    "money": "#,##0",
    "%": '0.0" %"',
    "turns": "0.0",
    "days": "0.0",
    "hours": "0.0",
    "date": "yyyy-mm-dd",
}


@dataclass(frozen=True)
class Cell:
    """A value of a table and how it is shown; None is nothing to measure.

    `kind` is 'text' or one of `NUMBER_FORMATS`; `text` says a number with its unit,
    `unit` is that.
    """

    value: str | float | date | None
    kind: str = "text"
    text: str = ""
    unit: str = ""

    @property
    def is_number(self):
        return self.kind not in ("text", "date")

    @property
    def number_format(self):
        """Return how a spreadsheet shows the number, with its unit."""
        is_whole = self.kind == "number" and self.value == int(self.value)
        shown = NUMBER_FORMATS["count" if is_whole else self.kind]
        unit = self.unit.replace('"', "")
        return f'{shown}" {unit}"' if unit else shown


def table(title, columns, rows, note=""):
    """Return a table of a review.

    :param list columns: labels
    :param list rows: of lists of :class:`Cell`, one for each label
    :param str note: a sentence below the title
    """
    return {"title": title, "columns": columns, "rows": rows, "note": note}


class StockReplenishMonth(models.TransientModel):
    """Cells of a review as people read them."""

    _inherit = "stock.replenish.month"

    def _cell_text(self, cell):
        """Return a cell in the user's language."""
        value, kind = cell.value, cell.kind
        if value is None or value is False:
            return "–"
        if cell.text:
            return cell.text
        if kind == "text":
            return value
        if kind == "date":
            return format_date(self.env, value)
        if kind == "money":
            currency = self.company_id.sudo().currency_id
            text = formatLang(self.env, value, digits=0)
            before = currency.position == "before"
            return (
                f"{currency.symbol}\N{NO-BREAK SPACE}{text}"
                if before
                else f"{text}\N{NO-BREAK SPACE}{currency.symbol}"
            )
        if kind in ("count", "number"):
            return formatLang(self.env, value, digits=0 if value == int(value) else 2)
        text = formatLang(self.env, value, digits=0 if abs(value) >= 100 else 1)
        words = {"%": _("%s %%", text), "days": _("%s d", text)}
        return {**words, "hours": _("%s h", text)}.get(kind, text)
