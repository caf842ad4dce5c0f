"""make clean: stop PostgreSQL and drop everything built in the checkout.

The clone of Odoo stays: other checkouts share it.
"""

import shutil

from devenv import linters, paths, postgres
from devenv.problem import main


def clean():
    """Drop the environments, the databases and the linters."""
    postgres.stop()
    for folder in (paths.VENV, linters.NODE_MODULES, paths.DEV):
        shutil.rmtree(folder, ignore_errors=True)


main(clean)
