import io
import re
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

MODULE = "stock_replenish_sync"
LANGUAGES = ("de", "es", "fr")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdgf]|%[sdgf]|</?\w+")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Every term a user may read exists in every language we speak."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(get_module_path(MODULE), "i18n")
        buffer = io.BytesIO()
        trans_export(False, [MODULE], buffer, "po", cls.env.cr)
        cls.terms = {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}

    def test_template_holds_every_term(self):
        template = {
            entry.msgid for entry in polib.pofile(str(self.folder / f"{MODULE}.pot"))
        }
        self.assertFalse(self.terms - template, "run `make translations`")
        self.assertFalse(template - self.terms, "run `make translations`")

    def test_every_language_is_complete(self):
        for language in LANGUAGES:
            entries = {
                entry.msgid: entry
                for entry in polib.pofile(str(self.folder / f"{language}.po"))
            }
            with self.subTest(language=language):
                self.assertFalse(self.terms - set(entries), "terms without an entry")
                self.assertFalse(
                    [
                        msgid
                        for msgid in self.terms
                        if not entries[msgid].msgstr or entries[msgid].fuzzy
                    ],
                    "terms without a translation",
                )

    def test_placeholders_and_markup_survive(self):
        for language in LANGUAGES:
            for entry in polib.pofile(str(self.folder / f"{language}.po")):
                with self.subTest(language=language, term=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                    )
