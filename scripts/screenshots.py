"""make screenshots: the pictures of the guide, from a copy of the demo database.

NAMES="why to-order" takes some of them; DATABASE=name copies another database.
"""

import os
import socket
import subprocess

from devenv import browser, demo, paths, process, web, workspace
from devenv.problem import Problem, main

COPY = "replenish_screenshots"
IMAGES = paths.ROOT / "docs" / "images"
CAMERA = paths.SCRIPTS / "pictures" / "camera.py"


def screenshots():
    """Copy the database, serve the copy, take the pictures, drop the copy."""
    program = browser.require()
    source = os.environ.get("DATABASE") or demo.NAME
    with workspace.opened() as odoo:
        if source == demo.NAME:
            demo.ensure(odoo)
            demo.plan(odoo)
        databases = odoo.databases
        if not databases.usable(source):
            raise Problem(f"there is no database {source}")
        print(f"Copying {source}", flush=True)
        databases.create(COPY, source)
        try:
            return _take(odoo, program)
        finally:
            databases.drop(COPY)


def _take(odoo, program):
    """Serve the copy as long as the pictures take."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    log = paths.LOGS / "screenshots.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    options = ["--http-interface", "127.0.0.1", "--http-port", port]
    # No scheduled job may change what the pictures show.
    options += ["--max-cron-threads", "0"]
    server = process.start(
        odoo.command("-c", odoo.config, "-d", COPY, *options), log, env=odoo.environ
    )
    try:
        web.wait(server, log, port)
        arguments = [f"http://127.0.0.1:{port}", COPY, IMAGES, program]
        names = os.environ.get("NAMES", "").split()
        command = [paths.PYTHON, CAMERA, *arguments, *names]
        return subprocess.run([str(part) for part in command], check=False).returncode
    finally:
        process.stop(server)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


main(screenshots)
