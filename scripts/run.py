"""make run: the demo distributor, planned and ordered, in the web client."""

import os

from devenv import demo, web, workspace
from devenv.problem import main


def run():
    """Build what is missing, plan once, print the summary and the logins, serve."""
    serve = os.environ.get("SERVE") != "0"
    if serve:
        web.require_port()  # before the long steps
    with workspace.opened() as odoo:
        demo.ensure(odoo)
        demo.plan(odoo)
        demo.welcome()
        if serve:
            web.serve(odoo, demo.NAME)


main(run)
