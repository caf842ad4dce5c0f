"""make setup: build everything once and leave PostgreSQL running."""

from devenv import template, workspace
from devenv.problem import main


def setup():
    """Build the environment and say how to reach it."""
    with workspace.opened(keep_postgres=True) as odoo:
        name = template.ensure(odoo)
        server = odoo.databases.server
        print(f"template database {name}, Odoo configuration {odoo.config}")
        print(f"PostgreSQL: PGHOST={server.host} PGUSER={server.user}")


main(setup)
