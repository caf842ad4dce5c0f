"""What measurements were made on."""

import os
import platform
from pathlib import Path

GIB = 1024**3


def describe(odoo):
    """Return the machine and its PostgreSQL, by name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    setting = odoo.databases.query("SHOW server_version") + [
        f"{name} {odoo.databases.query(f'SHOW {name}')[0]}"
        for name in ("shared_buffers", "work_mem", "synchronous_commit", "jit")
    ]
    return {
        "CPU": _cpu(),
        "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "PostgreSQL": ", ".join(setting),
    }


def _cpu():
    """Return the processor's name, where the system tells it."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1] for line in text.splitlines() if "model name" in line]
    return names[0].strip() if names else platform.machine()
