"""Everything a script stands on, built in order: packages, Odoo, PostgreSQL."""

import contextlib

from . import odoo_source, postgres, venv
from .database import Databases
from .odoo import Odoo


@contextlib.contextmanager
def opened(keep_postgres=False):
    """Give an Odoo ready to work, for as long as the block lasts."""
    venv.ensure()
    home = odoo_source.ensure()
    with postgres.running(keep=keep_postgres) as server:
        yield Odoo(home, Databases(server))
