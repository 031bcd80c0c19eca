"""What this is: version, schema, licences, how to cite, and which engine computes."""

from __future__ import annotations

from html import escape

from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ....inventory.environment import PLUGIN_FOLDER
from ....inventory.model_cards.cards import SHIPPED_CARDS
from ....inventory.schema import SCHEMA_VERSION
from ....inventory.version import VERSION
from ....processing_provider.adapters.translation import tr
from ...common.helping import add_help
from ...common.settings import current_engine

CITATION = "Sun et al. 2024, Earth System Science Data 16, 5703, https://doi.org/10.5194/essd-16-5703-2024"
"""The method that the plugin follows."""


class About(QDialog):
    """Nothing here is clicked but links."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About the rock glacier inventory"))
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(self.windowTitle())
        self.text.setHtml(about_html())
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        add_help(self, close, "install")
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(close)
        width = self.fontMetrics().averageCharWidth()
        self.resize(80 * width, 60 * width)


def about_html() -> str:
    """The facts, each with its heading."""
    engine = current_engine()
    facts = (
        (tr("Version"), f"{VERSION}; QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}"),
        (tr("Schema of inventories"), str(SCHEMA_VERSION)),
        (tr("Engine"), engine.problem() or str(engine.interpreter)),
        (tr("Your own models"), str(engine.models_folder or tr("none yet"))),
        (tr("Plugin"), str(PLUGIN_FOLDER)),
        (
            tr("Licence"),
            tr(
                "GNU General Public License, version 2 or later (the file LICENSE in the plugin's folder). Models have "
                "licences of their own, which the page of models tells; those that ship lie in {}."
            ).format(SHIPPED_CARDS),
        ),
        (
            tr("To cite"),
            tr("The inventory that you make, the plugin with its version, and the method: {}").format(CITATION),
        ),
    )
    rows = "".join(f"<p><b>{escape(name)}</b><br>{_linked(text)}</p>" for name, text in facts)
    return f"<h2>{escape(tr('Rock glacier inventory'))}</h2>{rows}"


def _linked(text: str) -> str:
    words = (
        f'<a href="{word}">{word}</a>' if word.startswith("https://") else word for word in escape(text).split(" ")
    )
    return " ".join(words)
