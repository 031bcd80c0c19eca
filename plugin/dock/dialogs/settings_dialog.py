"""The dock's settings: imagery and glacier outlines, where attributes come from, the zoom, the keys."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ....inventory import schema
from ....inventory.help_pages import KEYS
from ....processing_provider.adapters.source_field import FilesButton, outline_filter
from ....processing_provider.adapters.translation import tr
from ....store.sources import Sources
from ...common.helping import add_help
from ..keys.key_editor import KeyEditor
from ..keys.keys import Keys
from ..pieces import Column
from .sources_form import SourcesForm

if TYPE_CHECKING:
    from ...common.settings import Settings

_CONTEXT_M = (50, 20_000)
_SCALES = (500, 2_000_000)


class SettingsDialog(QDialog):
    """Edits `settings` in place when accepted; `keys`, `source`, `sources` and `glacier_layer` tell the rest.

    `facts` of the inventory: source, date, glaciers (a layer), sources, open (whether there is one), and
    variables (those of a NetCDF file, by its path), ask (what a source is; None where nobody can be asked).
    """

    def __init__(self, settings: Settings, keys: Keys, facts: dict[str, Any], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings of the rock glacier inventory"))
        self._settings, self._facts = settings, facts
        self._context, self._fixed_scale = settings.context_metres, settings.fixed_scale
        self.key_editor = KeyEditor(keys)
        self.sources_form = SourcesForm(facts["variables"], facts["ask"])
        self.sources_form.show_sources(facts["sources"])
        self.sources_form.setEnabled(facts["open"])
        self.tabs = QTabWidget()
        for title, help_text, content in (
            (tr("Inventory"), tr("What it is mapped on, and how the map is shown"), Column(self._inventory(facts))),
            (tr("Attributes"), tr("The files that attributes come from"), Column(self.sources_form)),
            (tr("Keys"), tr("Which key does what"), self.key_editor),
        ):
            self.tabs.addTab(content, title)
            self.tabs.setTabToolTip(self.tabs.count() - 1, help_text)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        choices = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(choices.Ok | choices.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self.sources_form.let_go)
        add_help(self, buttons, self._help_page)
        layout.addWidget(buttons)
        width = self.fontMetrics().averageCharWidth()
        self.resize(70 * width, 75 * width)  # less is possible, and scrolls

    def _help_page(self) -> str:
        """Of the tab that is shown."""
        return ("dock#begin", "attributes#filling-them", KEYS)[self.tabs.currentIndex()]

    def _inventory(self, facts: dict[str, Any]) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addWidget(self._imagery(facts))
        layout.addWidget(self._zoom())
        layout.addStretch(1)
        return content

    def _imagery(self, facts: dict[str, Any]) -> QGroupBox:
        self.source_field, self.date_field = QLineEdit(facts["source"]), QLineEdit(facts["date"])
        fields = schema.ROCK_GLACIERS
        self.source_field.setMaxLength(fields.field("SOUR_DATA").length or 254)
        self.date_field.setMaxLength(fields.field("MAP_DATE").length or 80)
        self.source_field.setPlaceholderText(tr("name of the imagery, such as PlanetScope basemap"))
        self.date_field.setPlaceholderText(tr("its date, such as Q3/Q4 2021"))
        self.source_field.setToolTip(
            tr("Written into SOUR_DATA of outlines you draw; empty takes the name of the image on the map")
        )
        self.date_field.setToolTip(tr("Written into MAP_DATE of every outline"))
        self.glaciers = QgsMapLayerComboBox()
        self.glaciers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.glaciers.setAllowEmptyLayer(True)
        self.glaciers.setLayer(facts["glaciers"])
        self.glaciers.setToolTip(tr("Polygons of glaciers; how much of an outline lies in them is shown"))
        self.glaciers.setMinimumContentsLength(8)
        self.glaciers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box = QGroupBox(tr("This inventory"))
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Imagery"), self.source_field)
        form.addRow(tr("Date"), self.date_field)
        self.open_glaciers = FilesButton(tr("Glacier outlines"), outline_filter(), str, self._show_glaciers)
        self.open_glaciers.setToolTip(
            tr("Open glacier outlines, such as those of the RGI: a file, several at once, or a folder by the arrow")
        )
        row = QHBoxLayout()
        row.addWidget(self.glaciers, 1)
        row.addWidget(self.open_glaciers)
        form.addRow(tr("Glacier outlines"), row)
        box.setEnabled(facts["open"])
        return box

    def _show_glaciers(self, source: str) -> None:
        self.glaciers.setAdditionalItems([source])
        self.glaciers.setCurrentIndex(self.glaciers.count() - 1)

    def _zoom(self) -> QGroupBox:
        self.context, self.scale = QDoubleSpinBox(), QSpinBox()
        self.context.setRange(*_CONTEXT_M)
        self.context.setDecimals(0)
        self.context.setSingleStep(50)
        self.context.setGroupSeparatorShown(True)
        self.context.setSuffix(tr(" m"))
        self.context.setValue(self._context)
        self.context.setToolTip(tr("Ground that the map shows on each side of a candidate, until you zoom"))
        self.fixed = QCheckBox(tr("Always the same scale, 1:"))
        self.fixed.setToolTip(tr("Show every candidate at this scale, however large it is"))
        self.fixed.setChecked(self._settings.fixed_scale > 0)
        self.scale.setRange(*_SCALES)
        self.scale.setSingleStep(1000)
        self.scale.setGroupSeparatorShown(True)
        self.scale.setValue(int(self._settings.fixed_scale) or 15_000)
        self.scale.setEnabled(self.fixed.isChecked())
        self.scale.setToolTip(tr("Denominator of the fixed scale"))
        self.fixed.toggled.connect(self.scale.setEnabled)
        box = QGroupBox(tr("Zoom"))
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Context around a candidate"), self.context)
        form.addRow(self.fixed, self.scale)
        return box

    def accept(self) -> None:
        """Take over what was set."""
        context = self.context.value()
        scale = float(self.scale.value()) if self.fixed.isChecked() else 0.0
        if context != self._context:
            self._settings.context_metres = self._context = context
        if scale != self._fixed_scale:
            self._settings.fixed_scale = self._fixed_scale = scale
        super().accept()

    @property
    def keys(self) -> Keys:
        """The keys as they are now."""
        return self.key_editor.keys()

    def source(self) -> tuple[str, str]:
        """Name and date of the imagery."""
        return self.source_field.text().strip(), self.date_field.text().strip()

    def changed_source(self) -> tuple[str | None, str | None]:
        """The same, None for what was left as it was shown."""
        shown = self._facts["source"], self._facts["date"]
        now = self.source()
        return tuple(new if new != old else None for new, old in zip(now, shown))

    def sources(self) -> Sources:
        """The files that attributes come from; the glacier outlines among them are as they were."""
        return self.sources_form.sources()

    def changed_sources(self) -> dict[str, str | None]:
        """Those of them that are not as they were shown."""
        shown = asdict(self._facts["sources"])
        return {key: value for key, value in asdict(self.sources()).items() if value != shown[key]}

    def glacier_layer(self) -> QgsMapLayer | None:
        """The layer of glacier outlines; None for none, or for a file that is to be opened."""
        return self.glaciers.currentLayer()

    def glacier_file(self) -> str:
        """The file of glacier outlines that is to be opened, or a text of many; empty for none."""
        added = self.glaciers.additionalItems()
        return added[0] if added and self.glaciers.currentText() == added[0] else ""
