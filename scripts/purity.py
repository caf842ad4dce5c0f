"""Check that the planning package stands alone: standard library and numpy.

Whatever it imports is compared with that list, and a relative import may not
leave the package. Prints one line per finding.
"""

import ast
import sys

from devenv import paths

PACKAGE = paths.ADDON / "planning"
ALLOWED = {"numpy", *sys.stdlib_module_names}


def findings(file):
    """Yield the line and the name of every import that leads outside."""
    depth = len(file.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(file.read_text(), str(file))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        elif isinstance(node, ast.ImportFrom) and node.level > depth:
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in ALLOWED:
                yield node.lineno, name


def check():
    """Print what is found; return how many files break the rule."""
    broken = 0
    for file in sorted(PACKAGE.rglob("*.py")):
        found = list(findings(file))
        broken += bool(found)
        for line, name in found:
            place = file.relative_to(paths.ROOT)
            print(f"{place}:{line}: planning may not import {name}")
    return broken


sys.exit(bool(check()))
