"""List the model cards, and check that their weights are whole and the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...inventory.requests.small import ModelsRequest
from ..telling.report import Report

if TYPE_CHECKING:
    from ...models.cards.card import ModelCard


def _figures(card: ModelCard) -> str:
    """The metrics that are single numbers."""
    return ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in card.metrics.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    )


def _describe(card: ModelCard, state: str) -> str:
    """One card in a few lines."""
    size = card.weights_path.stat().st_size / 1e6 if card.weights_path.is_file() else 0.0
    rows = {
        "finds": card.target,
        "reads": f"{', '.join(card.bands)} at {card.ground_resolution_m:g} m",
        "network": f"{card.architecture}, {card.encoder}, {card.parameters / 1e6:.1f} million parameters",
        "size": f"{size:.1f} MB",
        "accuracy": _figures(card) or "not stated",
        "not for": card.not_for,
        "licence": card.licence,
    }
    if state:
        rows["weights"] = state
    return "\n".join([f"{card.name} - {card.title}", *(f"  {key:<9}{value}" for key, value in rows.items())])


def _content(card: ModelCard, state: str) -> dict[str, Any]:
    """One card for a program."""
    return {
        "name": card.name,
        "title": card.title,
        "description": card.description,
        "target": card.target,
        "encoder": card.encoder,
        "bands": list(card.bands),
        "ground_resolution_m": card.ground_resolution_m,
        "tile_size": card.tile_size,
        "overlap": card.overlap,
        "threshold": card.threshold,
        "parameters": card.parameters,
        "metrics": dict(card.metrics),
        "licence": card.licence,
        "citation": card.citation,
        "not_for": card.not_for,
        "created": card.created,
        "sha256": card.sha256,
        "card": str(card.path),
        "weights": str(card.weights_path),
        "check": state,
    }


def run(request: ModelsRequest, report: Report) -> dict[str, Any]:
    from ...inventory.errors import UserError
    from ...models.networks.registry import list_cards, load_card

    problems: list[str] = []
    cards = [load_card(request.model, request.folder)] if request.model else list_cards(request.folder, problems)
    states = {}
    for number, card in enumerate(cards):
        states[card.name] = ""
        if request.check:
            from ...models.networks.weights import check_weights

            report.progress(number / len(cards), f"Checking {card.name} ...")
            problem = check_weights(card)
            states[card.name] = problem or "checked: whole, and the ones of this card"
            problems += [problem] if problem else []
    for problem in problems:
        report.warning(problem)
    if request.check and problems:
        raise UserError(f"{len(problems)} of the models cannot be used: {problems[0]}", kind="model")
    return {
        "table": "\n\n".join(_describe(card, states[card.name]) for card in cards) or "There are no models.",
        "models": [_content(card, states[card.name]) for card in cards],
        "problems": problems,
    }
