"""With the addon, core's numbers are core's, whatever the database looks like."""

import os

from hypothesis import Phase, reject

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_drawn import QUICK, DrawnCommon
from .common_parity import NOW, ParityCommon
from .parity_strategies import worlds

ASKED = os.environ.get("REPLENISH_PARITY_EXAMPLES")
EXAMPLES = int(ASKED or "12")
# Making a failure smaller takes long: only for whoever asks for many examples.
PHASES = tuple(Phase) if ASKED else QUICK
# Stamps of the row, and what lists all locations there are.
LEFT_OUT = frozenset(("write_date", "write_uid", "allowed_location_ids"))
FORECAST = ("qty_forecast", "qty_on_hand", "lead_days_date", "rule_ids")


@tagged("post_install", "-at_install")
class TestParityNumbers(DrawnCommon, ParityCommon):
    def compute(self, rows):
        """As the scheduler does."""
        rows._compute_qty_to_order()

    def recompute(self, rows):
        """As changes of moves and of rules do."""
        self.env.add_to_compute(rows._fields["qty_to_order"], rows)
        rows.flush_recordset(["qty_to_order"])

    def show(self, rows):
        """As the list does."""
        for name in FORECAST:
            rows.mapped(name)

    def outcome(self, rows, way):
        """Return all fields of rows after they were computed, or what it raises.

        Nothing of it is left.
        """
        savepoint = self.env.cr.savepoint()
        try:
            way(rows)
            return {row.id: self.values(row) for row in rows}
        except Exception as error:  # noqa: BLE001 - core's errors are outcomes too
            return type(error), str(error)
        finally:
            savepoint.close(rollback=True)
            self.env.clear()

    def values(self, row):
        result = {}
        for name, field in row._fields.items():
            if name not in LEFT_OUT:
                value = row[name]
                result[name] = value._ids if field.relational else value
        return result

    def test_all_fields_of_all_rows(self):
        self.check_draws(NOW, EXAMPLES, PHASES, world=worlds)

    def check(self, world):
        both = self.company | self.other
        companies = both.browse([both[number].id for number in world["companies"]])
        try:
            rows = self.build(world)
        except UserError as error:
            # Rows whose routes lead in circles may be refused as soon as they are made.
            self.assertTrue(world["back"])
            self.assertIn("endless loop", str(error))
            reject()
        rows = rows.with_context(allowed_company_ids=companies.ids)
        if world["reader"] == "user":
            rows = rows.filtered(lambda row: row.company_id in companies)
            rows = rows.with_user(self.user)
        else:
            # As the scheduler: rows of all companies, whatever the context says.
            rows = rows.sudo()
        way = getattr(self, world["way"])
        # Both begin with nothing read, or one of them would be refused earlier.
        self.env.flush_all()
        self.env.clear()
        core = self.outcome(rows.with_context(replenish_memo=False), way)
        ours = self.outcome(rows, way)
        self.assertEqual(ours, core, way.__doc__)
