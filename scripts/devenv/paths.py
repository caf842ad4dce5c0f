"""Where things are; all that is built lies in .venv, .dev or the cache."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
ADDON_NAME = "stock_replenish_sync"
ADDON = ROOT / ADDON_NAME
QUEUE_ADDON_NAME = f"{ADDON_NAME}_queue_job"
ADDONS = (ADDON, ROOT / QUEUE_ADDON_NAME)

VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
PYTHON = VENV_BIN / "python"

DEV = ROOT / ".dev"
LOGS = DEV / "log"
ODOO_DATA = DEV / "data"
FILESTORE = ODOO_DATA / "filestore"
LINT_VENV = DEV / "lint"

CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "stock_replenish_sync"
)
