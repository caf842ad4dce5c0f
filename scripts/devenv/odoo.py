"""Odoo's command line: its configuration file, installing and updating."""

import os

from . import paths, process
from .problem import Problem

PROGRESS = r"Loading module \S+ \(\d+/\d+\)"


class Odoo:
    """An Odoo tree working on the databases of one server.

    `peers` is a folder with further addons below `odoo/addons`, and packages they need.
    """

    def __init__(self, home, databases, peers=None):
        self.home = home
        self.databases = databases
        self.environ = databases.server.environ
        self.addons_path = f"{home / 'addons'},{paths.ROOT}"
        if peers:
            self.addons_path += f",{peers / 'odoo' / 'addons'}"
            self.environ["PYTHONPATH"] = str(peers)
        self.config = self._write_config(
            f"odoo_{peers.name}.conf" if peers else "odoo.conf"
        )

    def command(self, *arguments):
        """Return the command line of odoo-bin with `arguments`."""
        return [paths.PYTHON, self.home / "odoo-bin", *arguments]

    def install(self, title, database, modules, demo=False):
        """Install modules into a database."""
        options = [] if demo else ["--without-demo=all"]
        self._load(title, database, "-i", modules, *options)

    def update(self, title, database, modules):
        """Bring modules in a database up to their source."""
        self._load(title, database, "-u", modules)

    def shell(self, title, database, script):
        """Run a file of scripts/ with Odoo's `env` on a database."""
        command = self.command("shell", "-c", self.config, "-d", database)
        with (paths.SCRIPTS / script).open("rb") as source:
            process.run(
                title,
                [*command, "--no-http", "--log-level=warn"],
                stdin=source,
                env=self.environ,
            )

    def module(self, title, name, *arguments):
        """Run a Python module of the repository in Odoo's environment."""
        process.run(
            title,
            [paths.PYTHON, "-m", name, *arguments],
            cwd=paths.ROOT,
            env=self.environ,
        )

    def _load(self, title, database, flag, modules, *options):
        names = ",".join(modules)
        command = self.command("-c", self.config, "-d", database, flag, names)
        process.run(
            title,
            [*command, "--stop-after-init", "--no-http", *options],
            progress=PROGRESS,
            env=self.environ,
        )
        # Odoo ends well although it skipped a module it cannot install.
        states = self.databases.module_states(database)
        missing = [name for name in modules if states.get(name) != "installed"]
        if missing:
            raise Problem(f"{title}: Odoo did not install {', '.join(missing)}")

    def _write_config(self, name):
        server = self.databases.server
        # The password, if any, stays in the environment.
        options = {
            "addons_path": self.addons_path,
            "data_dir": paths.ODOO_DATA,
            "db_host": server.host,
            "db_port": server.port,
            "db_user": server.user,
            "list_db": False,
        }
        lines = [f"{name} = {value}" for name, value in options.items() if value != ""]
        target = paths.DEV / name
        text = "\n".join(["[options]", *lines, ""])
        if not target.exists() or target.read_text() != text:
            building = target.with_suffix(f".{os.getpid()}")
            building.write_text(text)
            building.replace(target)
        return target
