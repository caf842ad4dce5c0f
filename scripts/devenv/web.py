"""The web client: Odoo serving one database until it is interrupted."""

import os
import socket
import time
import urllib.error
import urllib.request

from . import paths, process
from .problem import Problem

PORT = int(os.environ.get("PORT") or 8069)
# Only this machine: the demo's password is no secret.
INTERFACE = os.environ.get("INTERFACE") or "127.0.0.1"
URL = f"http://localhost:{PORT}"
PATIENCE = 120


def require_port():
    """Raise Problem if something already answers where we want to serve."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((INTERFACE, PORT))
        except OSError as error:
            raise Problem(
                f"port {PORT} is taken ({error.strerror}):"
                " stop what uses it, or choose another one: make run PORT=8070"
            ) from None


def serve(odoo, database):
    """Serve until Ctrl-C, which is the regular end."""
    require_port()
    log = paths.LOGS / "server.log"
    options = ["--http-interface", INTERFACE, "--http-port", PORT]
    server = process.start(
        odoo.command("-c", odoo.config, "-d", database, *options),
        log,
        env=odoo.environ,
    )
    try:
        wait(server, log, PORT)
        print(f"\n{URL}   admin / admin   (Ctrl-C stops)", flush=True)
        server.wait()
        raise Problem(f"Odoo ended: {process.cause(log)} (log: {log})")
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
    finally:
        process.stop(server)


def wait(server, log, port):
    """Return when the server answers; raise Problem if it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Problem(f"Odoo ended: {process.cause(log)} (log: {log})")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise Problem(f"Odoo does not answer within {PATIENCE} s (log: {log})")
