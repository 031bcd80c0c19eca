"""Writes the template of a passport page, `layouts/passport.qpt`, as QGIS itself saves one.

Run: QT_QPA_PLATFORM=offscreen .venv/qgis/bin/python resources/make_layouts.py (QGIS 3.22: later ones read it)
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsPrintLayout, QgsProject, QgsReadWriteContext

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".venv" / "src"))


def main() -> None:
    """Write it."""
    application = QgsApplication([], False)
    application.initQgis()
    from rock_glacier_inventory.processing_provider.passports.page import TEMPLATE, Page

    layout = QgsPrintLayout(QgsProject.instance())
    Page(layout).build()
    TEMPLATE.parent.mkdir(exist_ok=True)
    layout.saveAsTemplate(str(TEMPLATE), QgsReadWriteContext())
    print(TEMPLATE.relative_to(ROOT))
    application.exitQgis()


if __name__ == "__main__":
    main()
