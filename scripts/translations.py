"""make translations: bring the template and the languages in line with the source."""

import subprocess
import sys

from devenv import paths, test_database, workspace
from devenv.problem import main

FOLDER = paths.ROOT / paths.ADDON_NAME / "i18n"
TEMPLATE = FOLDER / f"{paths.ADDON_NAME}.pot"

# Runs in the virtual environment, which has polib.
MERGE = """
import sys
import polib

template = polib.pofile(sys.argv[1], wrapwidth=78)
for path in sys.argv[2:]:
    language = polib.pofile(path, wrapwidth=78)
    language.merge(template)
    for gone in language.obsolete_entries():
        language.remove(gone)
    language.save(path)
    missing = len(language.untranslated_entries()) + len(language.fuzzy_entries())
    print(f"{path}: {len(language)} terms, {missing} to translate")
"""


def translations():
    """Export the terms and merge them into every language; name what is missing."""
    with workspace.opened() as odoo:
        database = test_database.current(odoo)
        odoo.shell("Exporting the terms", database, "export_terms.py")
    languages = sorted(FOLDER.glob("*.po"))
    done = subprocess.run(
        [paths.PYTHON, "-c", MERGE, TEMPLATE, *languages], cwd=paths.ROOT, check=False
    )
    sys.stdout.flush()
    return done.returncode


main(translations)
