"""make format: let the formatters write what the linters would ask for."""

import subprocess

import lint
from devenv import linters, paths
from devenv.problem import main


def reformat():
    """Sort imports, format Python, XML and JavaScript in place."""
    environ = linters.ensure()
    checks = lint.checks()
    prettier = [part.replace("--check", "--write") for part in checks["prettier"]]
    for command in (
        ["ruff", "check", "--fix", "--quiet", "."],
        ["ruff", "format", "--quiet", "."],
        prettier,
    ):
        subprocess.run(command, cwd=paths.ROOT, env=environ, check=False)


main(reformat)
