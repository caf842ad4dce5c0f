"""Write the addon's translation template; read by `odoo-bin shell`, which gives env."""

import io
import pathlib

from odoo.modules import get_module_path
from odoo.tools.translate import trans_export

NAME = "stock_replenish_sync"
#: Lines that would differ each time although no term did.
DATES = (b'"POT-Creation-Date', b'"PO-Revision-Date')

buffer = io.BytesIO()
trans_export(False, [NAME], buffer, "po", env.cr)  # noqa: F821
lines = buffer.getvalue().splitlines(keepends=True)
folder = pathlib.Path(get_module_path(NAME), "i18n")
folder.mkdir(exist_ok=True)
(folder / f"{NAME}.pot").write_bytes(
    b"".join(line for line in lines if not line.startswith(DATES))
)
