"""Databases and their filestores, kept in step."""

import os
import shutil
import subprocess

from . import paths, postgres
from .problem import Problem

LARGE = 1024**3


class Databases:
    """The databases of one server, by its client tools."""

    def __init__(self, server):
        self.server = server

    def query(self, sql, database="postgres"):
        """Run SQL and return the first column of the rows as text."""
        psql = [postgres.tools() / "psql", "-XAtqw", "-v", "ON_ERROR_STOP=1"]
        answer = subprocess.run(
            [*psql, "-d", database],
            input=sql,
            env=self.server.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            reason = (answer.stderr.strip().splitlines() or ["no answer"])[0]
            raise Problem(f"PostgreSQL: {reason}")
        return answer.stdout.splitlines()

    def names(self, prefix):
        """Return the databases whose name starts with `prefix`."""
        rows = self.query("SELECT datname FROM pg_database")
        return [name for name in rows if name.startswith(prefix)]

    def usable(self, name):
        """Tell whether the database and its filestore are both there."""
        return name in self.names(name) and (paths.FILESTORE / name).is_dir()

    def create(self, name, template=None):
        """Make an empty database, or a copy of `template` and its files."""
        self.drop(name)
        if template:
            strategy = self._strategy(template)
            self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {strategy}')
            source = paths.FILESTORE / template
            # Odoo never changes a stored file, so links are as good as copies.
            shutil.copytree(source, paths.FILESTORE / name, copy_function=os.link)
        else:
            self.query(
                f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"
                " LC_COLLATE 'C'"
            )
            (paths.FILESTORE / name).mkdir(parents=True)

    def _strategy(self, template):
        """Return how to copy: a large database not by way of the log."""
        size = f"SELECT pg_database_size('{template}') > {LARGE}"
        choice = "SELECT current_setting('server_version_num')::int >= 150000"
        large = self.query(f"{choice} AND ({size})") == ["t"]
        return "STRATEGY FILE_COPY" if large else ""

    def drop(self, name):
        """Remove a database and its files, if there."""
        if name in self.names(name):
            self.query(f'ALTER DATABASE "{name}" IS_TEMPLATE false')
            try:
                # Ends an autovacuum, which FORCE has no permission to.
                self.query(f'DROP DATABASE "{name}"')
            except Problem:
                self.query(f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(paths.FILESTORE / name, ignore_errors=True)

    def rename(self, name, to):
        """Put a finished database in its place."""
        self.drop(to)
        (paths.FILESTORE / name).rename(paths.FILESTORE / to)
        self.query(f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    def seal(self, name):
        """Make a database a template: nobody connects, nobody drops it."""
        self.query(
            f'ALTER DATABASE "{name}" IS_TEMPLATE true; '
            f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'
        )

    def stamp(self, name):
        """Return the note left on a database, which goes where it goes."""
        rows = self.query(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            f" WHERE datname = '{name}'"
        )
        return rows[0] if rows else ""

    def set_stamp(self, name, text):
        """Leave a note on a database."""
        self.query(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def module_states(self, name):
        """Return the state of each module Odoo knows in a database."""
        rows = self.query("SELECT name || ' ' || state FROM ir_module_module", name)
        return dict(row.split() for row in rows)
