"""The report of an inventory: one page and a PDF with figures, tables, methods and limits, and its numbers as CSV."""

from __future__ import annotations

import logging
import os
from contextlib import suppress

from ...inventory.environment import cache_folder
from ...inventory.errors import UserError

# matplotlib keeps its list of fonts there, and asks when it is imported.
with suppress(UserError):
    os.environ.setdefault("MPLCONFIGDIR", str(cache_folder() / "matplotlib"))

for _library in ("matplotlib", "fontTools", "fpdf", "PIL"):  # what they have to say is for their developers
    logging.getLogger(_library).setLevel(logging.ERROR)
