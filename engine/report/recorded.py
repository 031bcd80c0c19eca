"""What an inventory has recorded of gestures and runs, as a report may tell it."""

from __future__ import annotations

import json
from typing import Any

from ...inventory import schema
from ...inventory.secrets import without_private
from ...store.protocol import Store
from .found import Gesture, RunFacts

_RUN_FIELDS = schema.RUNS.field_names


def gestures_of(store: Store) -> list[Gesture]:
    """Gestures of people that stand: what was undone and not done again is left out."""
    gone = set[int]()
    entries = store.journal()
    for entry in entries:
        if entry.undoes is None:
            continue
        gone.add(entry.fid)
        (gone.add if entry.operation == schema.UNDO else gone.discard)(entry.undoes)
    return [
        Gesture(entry.time, entry.person, entry.operation)
        for entry in entries
        if entry.fid not in gone and entry.operation in schema.GESTURES and entry.person
    ]


def runs_of(store: Store) -> list[RunFacts]:
    found = []
    for row in store.rows(schema.RUNS, _RUN_FIELDS):
        values = {
            name: _for_all(value) if name != "PARAMETERS" else value
            for name, value in zip(_RUN_FIELDS, row[1:], strict=True)
        }
        found.append(RunFacts(values, _parameters(values.get("PARAMETERS"))))
    return found


def _parameters(text: Any) -> dict[str, Any]:
    try:
        content = _for_all(json.loads(text) if text else {})
    except ValueError:
        return {"parameters": _for_all(text)}
    return content if isinstance(content, dict) else {"parameters": content}


def _for_all(value: Any) -> Any:
    """What a page that goes out may tell of it: no key, and of a file its name alone."""
    if isinstance(value, str):
        return without_private(value)
    if isinstance(value, dict):
        return {_for_all(name): _for_all(each) for name, each in value.items()}
    return [_for_all(each) for each in value] if isinstance(value, list) else value
