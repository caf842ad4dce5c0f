import numpy as np

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..tools import columns, isolate

KINDS = [("whole", "i4"), ("large", "i8"), ("real", "f8")]


@tagged("post_install", "-at_install")
class TestColumns(TransactionCase):
    def columns_of(self, query, kinds):
        return columns.read(self.env.cr, SQL(query), kinds)

    def test_round_trip(self):
        arrays = {
            "whole": np.array([1, -2, 2**31 - 1]),
            "large": np.array([2**40, 0, -(2**40)]),
            "real": np.array([0.1, np.nan, -1e300]),
        }
        columns.load(self.env.cr, "replenish_test", KINDS, arrays)
        back = self.columns_of("SELECT * FROM replenish_test", KINDS)
        for name, values in arrays.items():
            np.testing.assert_array_equal(back[name], values)

    def test_load_replaces_table(self):
        for rows in (3, 0, 1):
            arrays = {"whole": np.arange(rows)}
            columns.load(self.env.cr, "replenish_test", KINDS[:1], arrays)
            back = self.columns_of("SELECT whole FROM replenish_test", KINDS[:1])
            self.assertEqual(back["whole"].tolist(), list(range(rows)))

    def test_no_rows(self):
        back = self.columns_of("SELECT 1 AS whole WHERE FALSE", KINDS[:1])
        self.assertEqual(len(back["whole"]), 0)

    def test_null_is_refused_wherever_it_is(self):
        """A NULL is shorter than a number: what follows would be rubbish."""
        for case in (
            "SELECT NULL::int4 AS whole",
            "VALUES (1), (2), (NULL)",
            "VALUES (NULL), (2), (3)",
            "SELECT NULLIF(g, 50) FROM generate_series(1, 100) g",
            # Three NULLs of four bytes are as long as a row of two numbers.
            "SELECT CASE WHEN g < 98 THEN g END FROM generate_series(1, 100) g",
        ):
            with self.subTest(case), self.assertRaises(ValueError):
                self.columns_of(f"SELECT * FROM ({case}) AS q(whole)", KINDS[:1])


@tagged("post_install", "-at_install")
class TestIsolate(TransactionCase):
    def test_only_the_culprits_fail(self):
        partners = self.env["res.partner"].create([{"name": str(n)} for n in range(9)])
        bad = set(partners[3:5].ids)

        def job(ids):
            self.env["res.partner"].browse(ids).write({"ref": "done"})
            for row in ids:
                if row in bad:
                    raise ValueError(f"row {row}")

        failed = isolate(self.env.cr, partners.ids, job)
        self.assertEqual({row for row, _error in failed}, bad)
        self.assertEqual(
            [str(error) for _row, error in failed],
            [f"row {row}" for row in sorted(bad)],
        )
        done = partners.filtered(lambda partner: partner.ref == "done")
        self.assertEqual(set(done.ids), set(partners.ids) - bad)

    def test_database_error_of_one_row(self):
        """An error inside PostgreSQL leaves the transaction usable for the others."""
        seen = []

        def job(ids):
            for row in ids:
                self.env.cr.execute("SELECT 1 / (%s - 2)", [row])
            seen.extend(ids)

        failed = isolate(self.env.cr, [1, 2, 3], job)
        self.assertEqual([row for row, _error in failed], [2])
        self.assertEqual(seen, [1, 3])

    def test_nothing_to_do(self):
        self.assertEqual(isolate(self.env.cr, [], self.fail), [])
