import base64
import io

import xlsxwriter

from odoo import models

#: Characters that names of sheets may not have, and how long they may be.
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
_LONGEST = 31
_WIDEST = 60


class StockReplenishMonth(models.TransientModel):
    """The review as spreadsheet: numbers stay numbers."""

    _inherit = "stock.replenish.month"

    def _spreadsheet_file(self, review):
        """Return the spreadsheet of a review, base64: a sheet for each table."""
        stream = io.BytesIO()
        # Names that begin with "=" are names.
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(stream, options) as book:
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "title": book.add_format({"bold": True, "font_size": 14}),
                **{
                    shown: book.add_format({"num_format": shown})
                    for shown in _number_formats(review["tables"])
                },
            }
            names = set()
            for table in review["tables"]:
                sheet = book.add_worksheet(_sheet_name(table["title"], names))
                self._write_sheet(sheet, review["name"], table, formats)
            if not review["tables"]:
                book.add_worksheet()
        return base64.b64encode(stream.getvalue())

    def _write_sheet(self, sheet, name, table, formats):
        sheet.write_string(0, 0, name, formats["title"])
        sheet.write_string(1, 0, table["note"] or table["title"])
        currency = self.company_id.sudo().currency_id.name
        money = {
            place
            for row in table["rows"]
            for place, cell in enumerate(row)
            if cell.kind == "money"
        }
        widths = []
        for place, label in enumerate(table["columns"]):
            said = f"{label} ({currency})" if place in money else label
            sheet.write_string(3, place, said, formats["head"])
            widths.append(len(said))
        for number, row in enumerate(table["rows"], 4):
            for place, cell in enumerate(row):
                widths[place] = max(widths[place], len(self._cell_text(cell)))
                if cell.value is None:
                    continue
                if cell.kind == "text":
                    sheet.write_string(number, place, cell.value)
                elif cell.kind == "date":
                    look = formats[cell.number_format]
                    sheet.write_datetime(number, place, cell.value, look)
                else:
                    look = formats[cell.number_format]
                    sheet.write_number(number, place, cell.value, look)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width, _WIDEST) + 2)
        sheet.freeze_panes(4, 1)


def _number_formats(tables):
    """Return the formats of all numbers and dates of tables."""
    return {
        cell.number_format
        for table in tables
        for row in table["rows"]
        for cell in row
        if cell.kind != "text" and cell.value is not None
    }


def _sheet_name(title, names):
    """Return a name that no other sheet has; it is added to `names`."""
    wanted = title.translate(_FORBIDDEN)[:_LONGEST].strip() or "-"
    name, number = wanted, 1
    while name.lower() in names:
        number += 1
        name = f"{wanted[: _LONGEST - 4]} {number}"
    names.add(name.lower())
    return name
