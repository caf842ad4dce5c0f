"""The linters' own environments, Python's and Node's."""

import os
import shutil

from . import paths, process, venv
from .problem import Problem

NODE_MODULES = paths.ROOT / "node_modules"
NODE_STAMP = NODE_MODULES / ".complete"


def ensure():
    """Make what the linters need; return the environment to run them in."""
    venv.build(paths.LINT_VENV, "lint.txt", need_gib=0.3)
    environ = dict(os.environ)
    folders = [paths.LINT_VENV / "bin", NODE_MODULES / ".bin"]
    if not shutil.which("npm"):
        node = paths.DEV / "node"
        venv.build(node, "node.txt", need_gib=0.3)
        folders.append(node / "bin")
    environ["PATH"] = ":".join([*map(str, folders), environ["PATH"]])
    _node_modules(environ)
    return environ


def _node_modules(environ):
    wanted = (paths.ROOT / "package-lock.json").read_text()
    if NODE_STAMP.is_file() and NODE_STAMP.read_text() == wanted:
        return
    try:
        process.run(
            "Installing prettier and eslint",
            ["npm", "ci", "--no-audit", "--no-fund"],
            cwd=paths.ROOT,
            env=environ,
        )
    except Problem:
        shutil.rmtree(NODE_MODULES, ignore_errors=True)
        raise
    NODE_STAMP.write_text(wanted)
