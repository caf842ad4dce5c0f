"""The package as a whole: pure, documented by examples that run."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import planning

ADDON = Path(planning.__file__).parent.parent
MODULES = ["planning"] + [
    module.name for module in pkgutil.walk_packages(planning.__path__, "planning.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert not doctest.testmod(module, extraglobs={"np": np}).failed


def test_imports_numpy_alone():
    code = (
        "import sys; import planning, planning.snapshot;"
        "top = {name.partition('.')[0] for name in sys.modules};"
        "print(sorted(top & {'odoo', 'scipy', 'pandas', 'psycopg2', 'lxml'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ADDON,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_public_names_exist():
    assert sorted(planning.__all__) == sorted(set(planning.__all__))
    for name in planning.__all__:
        assert getattr(planning, name) is not None


def test_engine_is_free_of_clock_and_files():
    for path in (ADDON / "planning").rglob("*.py"):
        text = path.read_text()
        for forbidden in ("import odoo", "from odoo", ".now(", ".today(", "open("):
            assert forbidden not in text, (path, forbidden)
