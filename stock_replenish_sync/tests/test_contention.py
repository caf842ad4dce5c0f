from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools import columns
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestContention(SupplyCommon):
    """What is written, and for how long others have to wait for it."""

    def version(self, orderpoint):
        """Return which version of its row an orderpoint is at."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT ctid FROM stock_warehouse_orderpoint WHERE id = %s", orderpoint.ids
        )
        return self.env.cr.fetchone()[0]

    def test_what_shows_its_suggestions_is_not_written_again(self):
        orderpoint = self.make_short()
        before = self.version(orderpoint)
        self.env["stock.replenish.apply"]._write_due(orderpoint.ids, only_changed=True)
        self.assertEqual(self.version(orderpoint), before)
        # Who orders writes the row, so that whoever waits for its lock starts anew.
        self.env["stock.replenish.apply"]._write_due(orderpoint.ids)
        self.assertNotEqual(self.version(orderpoint), before)

    def test_what_does_not_show_its_suggestions_is_written(self):
        orderpoint = self.make_short(5)
        self.open_suggestions(orderpoint).quantity = 8
        self.env["stock.replenish.apply"]._write_due(orderpoint.ids, only_changed=True)
        self.assertDue(orderpoint, 8)

    def test_core_computing_quantities_does_not_write_governed_rows(self):
        orderpoint = self.make_short(5)
        # In a transaction of its own: a write would stamp the row.
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET write_date = '2020-01-01'"
        )
        self.env.invalidate_all()
        before = self.version(orderpoint)
        orderpoint.sudo()._compute_qty_to_order()
        self.assertEqual(self.version(orderpoint), before)
        self.assertDue(orderpoint, 5)

    def losing(self, times):
        """Let the first `times` batches that are ordered lose their race."""
        model = type(self.env["stock.replenish.order"])
        original, left = model._run_procurements, [times]

        def run(service, ids):
            ordered = original(service, ids)
            if left[0]:
                left[0] -= 1
                raise LostRace
            return ordered

        class LostRace(psycopg2.errors.SerializationFailure):
            pgcode = "40001"

        return patch.object(model, "_run_procurements", run)

    def scheduler_orders(self, orderpoint):
        """Order as core's scheduler does; its cursor is the one of the test."""
        here = patch(
            "odoo.addons.stock_replenish_sync.models.suggestion.stock_replenish_order.registry"
        )
        pause = patch("time.sleep")
        with here as registry, pause, mute_logger("odoo.addons.stock_replenish_sync"):
            cursor = registry.return_value.cursor.return_value
            cursor.__enter__.return_value = self.env.cr
            orderpoint._procure_orderpoint_confirm(
                use_new_cursor=True, raise_user_error=False
            )

    def test_scheduler_repeats_a_batch_that_lost_a_race(self):
        orderpoint = self.make_short(5)
        with self.losing(1):
            self.scheduler_orders(orderpoint)
        self.assertBought(orderpoint.product_id, 5)

    def test_scheduler_goes_on_without_a_batch_that_loses_every_race(self):
        orderpoint = self.make_short(5)
        with self.losing(99):
            self.scheduler_orders(orderpoint)
        self.assertBought(orderpoint.product_id)
        self.assertDue(orderpoint, 5, "the next run takes it up")
        self.scheduler_orders(orderpoint)
        self.assertBought(orderpoint.product_id, 5)

    def explained(self, query):
        self.env.cr.execute(SQL("EXPLAIN %s", query))
        return [line for (line,) in self.env.cr.fetchall()]

    def test_history_is_cut_by_plain_columns(self):
        orderpoint = self.make_short()
        frame, _supply = self.env["stock.replenish.supply"]._resolve_now(
            self.company, orderpoint
        )
        history = self.env["stock.replenish.history"]
        queries = []
        module = "odoo.addons.stock_replenish_sync.models.plan"
        original = columns.read

        def read(cr, query, kinds):
            queries.append(query)
            return original(cr, query, kinds)

        with patch(f"{module}.stock_replenish_history.columns.read", read):
            history._demand(frame, 52)
        self.assertEqual(len(queries), 3, "shipped, returned, first movements")
        for query in queries:
            self.assertNotIn("timezone", "\n".join(self.explained(query)).lower())
        # A few moves are read in any way.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(self.explained(queries[2]))
        self.assertIn("Index Only Scan using stock_move_replenish_done_idx", plan)

    def test_sources_are_found_whatever_the_statistics_say(self):
        # Tables of this session come before those of the database. Analyzed before
        # policies were assigned, as on the first plan of an adopted database.
        self.env.cr.execute(
            """
            CREATE TEMPORARY TABLE stock_warehouse_orderpoint ON COMMIT DROP AS
                SELECT id, id AS product_id, 1 AS warehouse_id,
                       FALSE AS is_governed, TRUE AS active
                FROM generate_series(1, 3000) id;
            ANALYZE stock_warehouse_orderpoint;
            UPDATE stock_warehouse_orderpoint SET is_governed = TRUE;
            CREATE TEMPORARY TABLE stock_replenish_dirty (orderpoint_id int)
                ON COMMIT DROP;
            CREATE TEMPORARY TABLE replenish_match ON COMMIT DROP AS
                SELECT 1 AS source_warehouse_id, NULL::int AS old_source_warehouse_id,
                       id AS product_id, TRUE AS moved
                FROM generate_series(1, 10) id;
            """
        )
        execute, queries = self.env.cr.execute, []

        def spy(query, *args, **options):
            queries.append(query)
            return execute(query, *args, **options)

        with patch.object(self.env.cr, "execute", spy):
            self.env["stock.replenish.propose"]._mark_sources([])
        self.env.cr.execute("SELECT COUNT(*) FROM stock_replenish_dirty")
        self.assertEqual(self.env.cr.fetchone()[0], 10)
        [scan] = [line for line in self.explained(queries[0]) if " source " in line]
        self.assertGreater(int(scan.split("rows=")[1].split()[0]), 100, scan)
