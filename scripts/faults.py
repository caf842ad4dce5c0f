"""make faults: ordering runs killed at seeded points and run again; several at once.

N=50 says how many are killed, SEED=7 where; the same seed kills at the same points.
"""

import os

from devenv import faults, workspace
from devenv.problem import Problem, main


def run():
    """Run the tests of `faults/`; say where each run was killed."""
    for name in ("N", "SEED"):
        value = os.environ.setdefault(name, {"N": "20", "SEED": "1"}[name])
        if not value.isdigit() or (name == "N" and not int(value)):
            raise Problem(f"{name}={value}: a whole number, please")
    with workspace.opened() as odoo:
        return faults.run(odoo, "-v", "faults")


main(run)
