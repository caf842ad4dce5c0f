"""The definitions of KPIs in the docs are those of the registry."""

import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.stock_replenish_sync.planning.kpis import KPIS

DOC = Path(__file__).parent.parent / "docs" / "kpis.md"


@tagged("post_install", "-at_install")
class TestKpisDoc(TransactionCase):
    def test_every_kpi_is_defined_once_as_its_tooltip_says(self):
        text = DOC.read_text()
        # A sentence may be broken over lines.
        sections = {
            section.split("\n", 1)[0]: " ".join(section.split())
            for section in re.split(r"^## ", text, flags=re.MULTILINE)[2:]
        }
        labels = dict(self.env["stock.replenish.kpi"]._labels())
        helps = self.env["stock.replenish.kpi"]._helps()
        self.assertEqual(list(sections), [labels[code] for code in KPIS])
        for code, kpi in KPIS.items():
            section = sections[labels[code]]
            with self.subTest(kpi=code):
                self.assertIn(f"> {helps[code]} `{code}` · {kpi.unit} ", section)
                self.assertIn(f"· {kpi.better} is better ·", section)
                target = "no target of its own"
                if kpi.target is not None:
                    unit = kpi.unit
                    target = f"target {kpi.target:g} {unit}"
                self.assertIn(target, section)
                self.assertIn("**Formula**", section)
                for measure in (kpi.over, kpi.under):
                    self.assertIn(f"Σ `{measure}`", section)
                self.assertIn("**Source**", section)
                self.assertIn("**Edge cases**", section)
