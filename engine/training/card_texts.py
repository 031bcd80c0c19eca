"""What the card of a model that is trained here tells of itself."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from ...inventory.requests.training import TrainRequest
from ...inventory.version import VERSION
from ...models.training.computing import Computing
from .building import card_of_start
from .dataset import Dataset
from .plan import Plan


def texts_of(asked: TrainRequest, dataset: Dataset, plan: Plan, computing: Computing) -> dict[str, Any]:
    """What only a person, the data and the start weights know, as fields of a card."""
    facts = dataset.facts
    first = _start_words(plan, asked.models_folder)
    sources = ", ".join(str(source["name"]) for source in facts.get("sources", [])) or "chips"
    imagery = facts.get("imagery", [])
    terms = "; ".join(f"{one['name']}: {one['terms']}" for one in imagery if one.get("terms"))
    target = facts["target"]
    return {
        "name": asked.name,
        "title": asked.title or f"{target[:1].upper()}{target[1:]}, {asked.name}",
        "description": f"Finds {target}, trained on outlines of {sources}.",
        "training_data": f"{plan.found['outlines']} outlines of {sources}, "
        f"{len(dataset)} patches in {plan.found['blocks_of_ground']} blocks of ground; imagery: "
        f"{', '.join(str(one['name']) for one in imagery) or 'chips'}.",
        "licence": asked.licence or "not decided by its maker; ask before you share it",
        "citation": asked.citation or "",
        "not_for": asked.not_for or "Ground and imagery unlike those of its training data.",
        "start_weights": first,
        "imagery_terms": asked.imagery_terms or terms,
        "training_areas": tuple(tuple(float(v) for v in box) for box in facts.get("areas", [])),
        "software": {
            "rock glacier inventory": VERSION,
            **{name: version(name) for name in ("torch", "segmentation-models-pytorch", "timm")},
            "computed on": f"{computing.device}, {computing.precision}",
        },
    }


def _start_words(plan: Plan, models_folder: Path | None) -> str:
    source = plan.network.start
    if not source:
        return ""
    card = card_of_start(source, models_folder)
    if card is None:
        return f"{Path(source).name} (licence not known to this program)"
    before = f"; that started from {card.start_weights}" if card.start_weights else ""
    return f"{card.name} ({card.licence}){before}"
