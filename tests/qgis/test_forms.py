"""The attribute forms that are in the inventory's default styles, as QGIS shows them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from person import choose, open_tab, type_into
from qgis.core import (
    NULL,
    Qgis,
    QgsApplication,
    QgsAttributeEditorContainer,
    QgsAttributeEditorElement,
    QgsExpression,
    QgsFeature,
    QgsVectorLayer,
)
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsGui
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QTabWidget, QWidget
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.processing_provider.adapters.results import RESOURCES, STYLES, layer_uri

LAYERS = [layer for layer in schema.LAYERS if layer.geometry_type]
EDITABLE = {
    "rock_glaciers": {"RGS_ID", "OPERATION", "SOUR_DATA", "MAP_DATE", "MAPPER", "REVIEWER", "ADDI_INF", "COMMENT"},
    "candidates": set(),
    "primary_markers": set(),
    "subregions": {"NAME"},
    "reviewed_ground": set(),
    "kept_probability": set(),
    "sample_windows": set(),
    "missed_points": set(),
}


@pytest.fixture(scope="module", autouse=True)
def _editors(qgis_app: QgsApplication) -> None:
    if not QgsGui.editorWidgetRegistry().factories():
        QgsGui.editorWidgetRegistry().initEditors()


def opened(inventory: Path, name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(layer_uri(str(inventory), name), name, "ogr")
    assert layer.loadDefaultStyle()[1]
    return layer


def fields_below(element: QgsAttributeEditorElement) -> Iterator[str]:
    if isinstance(element, QgsAttributeEditorContainer):
        for child in element.children():
            yield from fields_below(child)
    else:
        yield element.name()


def test_markers_show_what_they_stand_for(inventory: Path) -> None:
    """An uncertain landform is hollow, another one a cross; who says nothing means a rock glacier."""
    layer = opened(inventory, "primary_markers")
    renderer = layer.renderer()
    assert {one.value() for one in renderer.categories()} == set(schema.LANDFORMS)
    feature = QgsFeature(layer.fields())
    context = layer.createExpressionContext()
    told = {}
    for value in (NULL, "", *schema.LANDFORMS):
        feature["LANDFORM"] = value
        context.setFeature(feature)
        told[str(value)] = QgsExpression(renderer.classAttribute()).evaluate(context)
    assert told == {"NULL": "rock glacier", "": "rock glacier", **{one: one for one in schema.LANDFORMS}}
    fills = {one.value(): one.symbol().color().name() for one in renderer.categories()}
    assert fills["uncertain"] == "#ffffff" != fills["rock glacier"]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script that writes the styles."""
    monkeypatch.syspath_prepend(str(RESOURCES))
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("make_styles", RESOURCES / "make_styles.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before
    # Not what the plugin has loaded meanwhile: other tests would get a second copy of it.
    for name in [name for name in sys.modules if name.split(".")[0] in ("make_forms", "looks_of_styles", "inventory")]:
        del sys.modules[name]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_field_of_the_schema_stands_once_in_a_group(layer: schema.Layer, inventory: Path) -> None:
    opened_layer = opened(inventory, layer.name)
    form = opened_layer.editFormConfig()
    assert form.layout() == form.EditorLayout.TabLayout
    assert sorted(fields_below(form.invisibleRootContainer())) == sorted(layer.field_names)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_what_is_computed_or_names_a_thing_is_read_only(layer: schema.Layer, inventory: Path) -> None:
    opened_layer = opened(inventory, layer.name)
    form, fields = opened_layer.editFormConfig(), opened_layer.fields()
    editable = {name for name in layer.field_names if not form.readOnly(fields.lookupField(name))}
    assert editable == EDITABLE[layer.name]
    assert not editable & set(schema.COMPUTED_FIELDS)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_values_are_chosen_from_the_schema(layer: schema.Layer, inventory: Path) -> None:
    fields = opened(inventory, layer.name).fields()
    shown = {
        field.name(): [value for entry in field.editorWidgetSetup().config()["map"] for value in entry.values()]
        for field in fields
        if field.editorWidgetSetup().type() == "ValueMap"
    }
    assert shown == {field.name: list(field.domain) for field in layer.fields if field.domain}


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_labels_tell_name_meaning_and_unit_and_tooltips_the_unit(layer: schema.Layer, inventory: Path) -> None:
    opened_layer = opened(inventory, layer.name)
    provider = opened_layer.dataProvider()
    assert provider.addFeatures([QgsFeature(opened_layer.fields())])[0]
    form = QgsAttributeForm(opened_layer, next(opened_layer.getFeatures()))
    labels = {label.text(): label.toolTip() for label in form.findChildren(QLabel) if ": " in label.text()}
    by_name = {text.split(":")[0]: text for text in labels}
    for field in layer.fields:
        text = by_name[field.name]
        assert text.split(": ", 1)[1].split(" [")[0] in field.description
        assert text.endswith(f"[{field.unit}]") == bool(field.unit)
        assert field.name in labels[text] and field.unit in labels[text]
    form.deleteLater()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_columns_of_tables_have_short_headings(layer: schema.Layer, inventory: Path) -> None:
    """QGIS cuts long ones off on both sides, so that the name would be gone."""
    fields = opened(inventory, layer.name).fields()
    for field in layer.fields:
        heading = fields.field(field.name).displayName()
        assert heading == (f"{field.name} [{field.unit}]" if field.unit else field.name)


def bring_to_front(form: QWidget, field: QWidget) -> None:
    """Go to the tab of the form that a field is on."""
    for tabs in form.findChildren(QTabWidget):
        for row in range(tabs.count()):
            if tabs.widget(row).isAncestorOf(field):
                open_tab(tabs, tabs.tabText(row))


def test_a_form_saves_what_was_typed_and_leaves_the_numbers_as_they_were(inventory: Path) -> None:
    """A number that is shown rounded must not be saved rounded."""
    layer = opened(inventory, "rock_glaciers")
    feature = QgsFeature(layer.fields())
    known = {"ID": "RGU331234N0917654E", "OPERATION": "remain", "ELE_MEAN": 4812.123456789, "PISR": 1801.123456789}
    for name, value in known.items():
        feature[name] = value
    assert layer.dataProvider().addFeatures([feature])[0]
    layer.startEditing()
    form = QgsAttributeForm(layer, next(layer.getFeatures()))
    form.setMode(QgsAttributeEditorContext.Mode.SingleEditMode)
    form.resize(700, 900)
    form.show()
    comment = next(box for box in form.findChildren(QLineEdit) if box.objectName() == "COMMENT")
    bring_to_front(form, comment)
    type_into(comment, "front at the foot of the face", Qt.Key.Key_Tab)
    operation = next(box for box in form.findChildren(QComboBox) if box.objectName() == "OPERATION")
    bring_to_front(form, operation)
    choose(operation, "refine")
    assert form.save()
    assert layer.commitChanges()
    saved = next(layer.getFeatures())
    assert {name: saved[name] for name in known} == {**known, "OPERATION": "refine"}
    assert (saved["COMMENT"], saved["AREA"]) == ("front at the foot of the face", NULL)
    form.deleteLater()


def test_tables_show_rounded_numbers(inventory: Path) -> None:
    layer = opened(inventory, "rock_glaciers")
    index = layer.fields().lookupField("SLO_MEAN")
    setup = layer.fields().at(index).editorWidgetSetup()
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    assert formatter.representValue(layer, index, setup.config(), None, 16.123456) == "16.1"
    assert formatter.representValue(layer, index, setup.config(), None, NULL) == "NULL"


def test_only_undecided_candidates_are_drawn_at_first(inventory: Path) -> None:
    layer = opened(inventory, "candidates")
    states = {category.value(): category.renderState() for category in layer.renderer().categories()}
    assert states == {state: state == schema.UNDECIDED for state in schema.STATES}


def test_the_glaciers_style_fits_any_outlines(qgis_app: QgsApplication) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=RGIId:string", "glaciers", "memory")
    _, well = layer.loadNamedStyle(str(STYLES / "glaciers.qml"))
    assert well
    colour = layer.renderer().symbol().symbolLayer(0).strokeColor()
    assert colour.blue() > colour.green() > colour.red()
    assert layer.renderer().symbol().symbolLayer(0).fillColor().alpha() == 0


def test_a_new_field_of_the_schema_finds_its_group(make: ModuleType) -> None:
    forms = sys.modules["make_forms"]
    layer = forms.schema.ROCK_GLACIERS
    assert forms.group_of(layer, "ELE_RANGE").title == "Terrain"
    assert forms.group_of(layer, "ACTIVITY").title == "Size and state"
    assert forms.group_of(forms.schema.CANDIDATES, "DEVICE").title == "Detection"


def test_styles_are_as_the_script_writes_them(
    make: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schema may have changed since they were written."""
    written_with = ElementTree.parse(STYLES / "rock_glaciers.qml").getroot().get("version", "")
    if written_with.split(".")[:2] != Qgis.version().split(".")[:2]:
        pytest.skip(f"the styles were written with QGIS {written_with}")
    monkeypatch.setattr(sys.modules["looks_of_styles"], "STYLES", tmp_path)
    make.write_all()
    names = sorted(path.name for path in tmp_path.glob("*.qml"))
    assert names == sorted(path.name for path in STYLES.glob("*.qml"))
    for name in names:
        written = ElementTree.canonicalize((tmp_path / name).read_text("utf-8"), strip_text=True)
        kept = ElementTree.canonicalize((STYLES / name).read_text("utf-8"), strip_text=True)
        assert written.replace(Qgis.version(), written_with) == kept, f"{name}: run resources/make_styles.py"
