"""Databases of the tests: made, worked on by processes, and compared.

Taken from the environment: PGHOST, PGUSER and PATH for PostgreSQL's client tools,
REPLENISH_ODOO_BIN (odoo-bin), REPLENISH_CONFIG (its configuration file),
REPLENISH_ADDONS_PATH, REPLENISH_DATABASE (has the addon, nobody is connected to it)
and REPLENISH_FILESTORE (folder of the filestores).
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Other tests may run beside these.
TIMEOUT = 120

# What there is in the end, whatever ids it got and in whichever order.
DOCUMENTS = """
SELECT 'purchase', p.default_code, t.name->>'en_US', v.name, l.product_uom_qty::float8,
       l.date_planned::date, o.state, COUNT(*)
FROM purchase_order_line l
JOIN purchase_order o ON o.id = l.order_id
JOIN res_partner v ON v.id = o.partner_id
JOIN product_product p ON p.id = l.product_id
JOIN product_template t ON t.id = p.product_tmpl_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
UNION ALL
SELECT 'transfer', NULL, t.name->>'en_US', s.complete_name || ' > ' || d.complete_name,
       m.product_uom_qty::float8, m.date::date, m.state, COUNT(*)
FROM stock_move m
JOIN stock_location s ON s.id = m.location_id
JOIN stock_location d ON d.id = m.location_dest_id
JOIN product_product p ON p.id = m.product_id
JOIN product_template t ON t.id = p.product_tmpl_id
WHERE m.replenish_suggestion_id IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 3, 4, 5, 6, 7
"""
SUGGESTIONS = """
SELECT o.name, g.state, g.kind, g.quantity::float8, g.need_date, g.release_date,
       COUNT(*)
FROM stock_replenish_suggestion g
JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
WHERE g.state != 'superseded'
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""
DECISIONS = """
SELECT o.name, d.cause, d.state, d.after_reorder_point::float8, COUNT(*)
FROM stock_replenish_decision d
JOIN stock_warehouse_orderpoint o ON o.id = d.orderpoint_id
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
# No suggestion may have become two documents, or be ordered without one.
WRONG = """
SELECT g.id FROM stock_replenish_suggestion g
LEFT JOIN purchase_order_line l ON l.replenish_suggestion_id = g.id
LEFT JOIN stock_move m ON m.replenish_suggestion_id = g.id
GROUP BY g.id, g.state, g.kind
HAVING (g.state = 'ordered') != (COUNT(l.id) + COUNT(m.id) > 0)
    OR COUNT(DISTINCT l.id) > 1
"""


class Database:
    """A database of this test, and what is done with it."""

    def __init__(self, name, template):
        self.name = name
        self.drop()
        subprocess.run(["createdb", "-T", template, name], check=True)
        files = Path(os.environ["REPLENISH_FILESTORE"])
        shutil.copytree(files / template, files / name, copy_function=os.link)

    def drop(self):
        subprocess.run(
            ["dropdb", "--if-exists", "--force", self.name],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        files = Path(os.environ["REPLENISH_FILESTORE"])
        shutil.rmtree(files / self.name, ignore_errors=True)

    def rows(self, query):
        """Return the rows of a query, each as a line of text."""
        answer = subprocess.run(
            ["psql", "-XAtqc", query, self.name],
            check=True,
            capture_output=True,
            text=True,
        )
        return answer.stdout.splitlines()

    def start(self, *arguments, stdin=None):
        """Start odoo-bin with a command and return the process."""
        environ = os.environ
        command = [
            sys.executable,
            environ["REPLENISH_ODOO_BIN"],
            f"--addons-path={environ['REPLENISH_ADDONS_PATH']}",
            *arguments,
            *("-c", environ["REPLENISH_CONFIG"], "-d", self.name),
            *("--no-http", "--log-level=warn"),
        ]
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def replenish(self, workers=1):
        return self.start("replenish", "--plan", "--order", f"--workers={workers}")

    def finish(self, process):
        """Wait for a process; its output is told if it failed."""
        output, _nothing = process.communicate(timeout=TIMEOUT)
        assert process.returncode == 0, output
        return output

    def wait_for(self, query, process):
        """Wait until a query finds something while the process is at work.

        :return: the rows found
        """
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            found = self.rows(query)
            if found:
                return found
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.02)
        raise AssertionError(f"never seen: {query}")

    def end_state(self):
        """Return what there is, after one more quiet run has settled the queue."""
        self.finish(self.replenish())
        assert self.rows(WRONG) == []
        return {
            "documents": self.rows(DOCUMENTS),
            "suggestions": self.rows(SUGGESTIONS),
            "decisions": self.rows(DECISIONS),
        }
