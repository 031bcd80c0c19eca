"""Rock glaciers with what a passport tells besides, of candidate, run and consensus: a layer in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer

from ...inventory.schema import CANDIDATES, CONSENSUS, RUNS
from ...store.opening import open_store
from ...store.protocol import Store

PROBABILITY, MODEL, FOUND, AGREED = "PAS_PROB", "PAS_MODEL", "PAS_FOUND", "PAS_AGREED"
FURTHER = {PROBABILITY: "double", MODEL: "string", FOUND: "string", AGREED: "string"}
"""Fields of the layer beside those of rock glaciers."""


def atlas_layer(
    source: QgsVectorLayer, features: Iterable[QgsFeature], told: Mapping[str, Mapping[str, Any]]
) -> QgsVectorLayer:
    """The features in a layer of memory, with what is told of each by its candidate and its identifier."""
    # As a layer's address: how a field's kind is written in Python differs between versions of QGIS.
    told_fields = "&".join(f"field={name}:{kind}" for name, kind in FURTHER.items())
    further_fields = QgsVectorLayer(f"NoGeometry?{told_fields}", "further", "memory").fields()
    fields = [*source.fields().toList(), *further_fields.toList()]
    layer = QgsVectorLayer(f"MultiPolygon?crs={source.crs().authid() or 'EPSG:4326'}", "passports", "memory")
    layer.setCrs(source.crs())
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    made = []
    for feature in features:
        if not feature.hasGeometry():
            continue
        copy = QgsFeature(layer.fields())
        copy.setGeometry(feature.geometry())
        of_candidate = told["candidates"].get(_text(feature, "CANDIDATE"), {})
        of_marker = told["markers"].get(_text(feature, "ID"), {})
        further = {**of_candidate, **of_marker}
        copy.setAttributes([*feature.attributes(), *(further.get(name) for name in FURTHER)])
        made.append(copy)
    layer.dataProvider().addFeatures(made)
    return layer


def _text(feature: QgsFeature, name: str) -> str:
    place = feature.fields().lookupField(name)
    value = feature.attributes()[place] if place >= 0 else None
    return str(value) if value else ""


def facts_of(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """What an inventory tells of candidates, by their identifiers, and of markers.

    Reviewers' views are not among it: a rock glacier knows of them itself, when all of them are done.
    """
    with closing(open_store(path, write=False)) as store:
        return {"candidates": _candidates(store), "markers": _markers(store)}


def _candidates(store: Store) -> dict[str, dict[str, Any]]:
    runs = {run: (model, time) for _, run, model, time in store.rows(RUNS, ("RUN_ID", "MODEL", "TIME"))}
    found = {}
    for _, name, run, probability in store.rows(CANDIDATES, ("CANDIDATE_ID", "RUN_ID", "PROB_MEAN")):
        model, time = runs.get(run, ("", ""))
        found[str(name)] = {PROBABILITY: probability, MODEL: model or "", FOUND: str(time or "")[:10]}
    return found


def _markers(store: Store) -> dict[str, dict[str, Any]]:
    rows = store.rows(CONSENSUS, ("ID", "DECISION", "PERSONS"))
    return {
        str(name): {AGREED: f"{decision} ({persons})" if persons else decision} for _, name, decision, persons in rows
    }
