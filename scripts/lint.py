"""make lint: every linter in turn; make lint CHECK=ruff runs one of them."""

import os
import subprocess
import sys

from devenv import linters, paths
from devenv.problem import Problem, main


def checks():
    """Return each check's name and its command line."""
    addons = [addon.name for addon in paths.ADDONS]
    manifests = [f"{addon}/__manifest__.py" for addon in addons]
    xml = _files("*.xml")
    scripts = _files("*.js", "*.cjs")
    return {
        "ruff": ["ruff", "check", "."],
        "ruff-format": ["ruff", "format", "--check", "."],
        "pylint-odoo": ["pylint", "--rcfile=.pylintrc", "-j1", *addons],
        "oca-module": ["oca-checks-odoo-module", *manifests],
        "prettier": ["prettier", "--check", "--log-level=warn", *xml, *scripts],
        "eslint": ["eslint", *_files("*.js"), "eslint.config.cjs"],
        "purity": [sys.executable, str(paths.SCRIPTS / "purity.py")],
    }


def run(names=None):
    """Run the named checks, or all; return the names of those that fail."""
    environ = linters.ensure()
    available = checks()
    unknown = set(names or ()) - set(available)
    if unknown:
        raise Problem(f"no such check: {', '.join(unknown)} ({', '.join(available)})")
    failed = []
    for name in names or available:
        result = subprocess.run(
            available[name],
            cwd=paths.ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"lint {name}: {'failed' if result.returncode else 'ok'}", flush=True)
        if result.returncode:
            print(result.stdout, flush=True)
            failed.append(name)
    return failed


def lint():
    """Run what CHECK names, separated by blanks, or everything."""
    return bool(run(os.environ.get("CHECK", "").split()))


def _files(*patterns):
    """Return the project's files of a kind, without what is built."""
    files = [*paths.ROOT.glob("*")]
    for addon in paths.ADDONS:
        files += addon.rglob("*")
    return sorted(
        str(file.relative_to(paths.ROOT))
        for file in files
        if any(file.match(pattern) for pattern in patterns)
    )


if __name__ == "__main__":
    main(lint)
