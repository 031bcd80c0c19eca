"""The commands with few options, a function each, whose own words are the command's help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...inventory.naming.source_names import names_in
from ...inventory.requests.small import (
    CreateRequest,
    EnvironmentRequest,
    EvaluateRequest,
    MigrateRequest,
    ModelsRequest,
    OverviewRequest,
    ServeRequest,
    SimulateRequest,
    SourcesRequest,
)
from ..telling.report import Report

if TYPE_CHECKING:
    from ...models.cards.card import ModelCard
    from ...store.records import Mended


def create(request: CreateRequest, report: Report) -> dict[str, Any]:
    """Make a new, empty inventory: one GeoPackage with all its layers, styled."""
    from ...inventory.schema import LAYERS, SCHEMA_VERSION
    from ..intake.inventory_file import create_inventory

    create_inventory(request.output, request.crs, request.title, request.replace)
    return {
        "inventory": str(request.output),
        "schema_version": SCHEMA_VERSION,
        "layers": [layer.name for layer in LAYERS],
    }


def migrate(request: MigrateRequest, report: Report) -> dict[str, Any]:
    """Bring an inventory up to date and make it complete; a copy of an older one stays beside it."""
    from ...inventory.schema import SCHEMA_VERSION
    from ...store.opening import bring_up

    path = request.inventory
    store, copy, mended = bring_up(path)
    try:
        twins = store.contradictions()
    finally:
        store.close()
    if copy is not None:
        report.progress(1.0, f"{path} is up to date now; what it was is in {copy}.")
    elif not mended.parts:
        report.progress(1.0, f"{path} is up to date already; nothing was changed.")
    _tell(path, mended, report)
    for twin in twins:
        report.warning(f"{path}: {twin.sentence} Open it in the dock to settle this.")
    return {
        "inventory": str(path),
        "schema_version": SCHEMA_VERSION,
        "copy": None if copy is None else str(copy),
        "made_again": mended.parts,
        "stale": mended.stale,
        "contradictions": len(twins),
    }


def _tell(path: Path, mended: Mended, report: Report) -> None:
    """What was made again, and what a person should know of it."""
    if mended.unwatched:
        layers = ", ".join(mended.unwatched)
        text = (
            f"{path} lacked what notes the changes of other tools in {layers}, as after a copy by ogr2ogr; "
            "it is there again, but what they changed meanwhile is not in the journal."
        )
        if mended.stale:
            text += (
                f" Outlines that the journal does not know: {mended.stale}; their attributes are marked as "
                "older and will be filled again."
            )
        report.warning(text)
    elif mended.parts:
        report.warning(f"{path} lacked indexes, as after a copy by another tool such as ogr2ogr; they are there again.")


def evaluate(request: EvaluateRequest, report: Report) -> dict[str, Any]:
    """Precision, recall, F1 and IoU of candidates against reference outlines, by area and by polygon."""
    from ..accuracy.evaluation import evaluate_files

    return evaluate_files(
        request.input,
        [Path(name) for name in names_in(request.reference)],
        request.output,
        report,
        layer=request.layer,
        reference_layer=request.reference_layer,
        subregions=request.subregions,
        area=request.area,
        minimum_iou=request.minimum_iou,
        everywhere=request.everywhere,
        probability=request.probability,
        trust=request.trust,
        models_folder=request.models_folder,
    )


def sources(request: SourcesRequest, report: Report) -> dict[str, Any]:
    """Say what files or folders are: product, period, resolution, unit, what is missing, and a value at a place.

    With an inventory, also how many of its outlines lie on them. Nothing is computed and nothing is written.
    """
    from ..sources.looking import Look, look_at_source
    from ..sources.places import places_of

    places = places_of(request.inventory, request.place)
    look = Look(places, request.purpose, request.variable, request.unit, request.classes)
    found = look_at_source(request.input, look, report)
    return {
        "table": "\n\n".join("\n".join(seen.lines()) for seen in found),
        "sources": [seen.content() for seen in found],
        "good": all(seen.is_good for seen in found),
    }


def simulate(request: SimulateRequest, report: Report) -> dict[str, Any]:
    """Write the embedded sample: a simulated alpine scene, its elevation, climate and true outlines.

    The same size and seed always give the same files. The files go into the output folder: scene.tif,
    dem.tif, maat.tif, magt.tif, precipitation.tif, rock_glaciers.gpkg, glaciers.gpkg, subregions.gpkg.
    """
    from ..simulation import write_scene

    return write_scene(request.output, request.size, request.seed, report)


def models(request: ModelsRequest, report: Report) -> dict[str, Any]:
    """List the model cards, and check that their weights are whole and the right ones."""
    from ...inventory.errors import UserError
    from ...models.networks.registry import list_cards, load_card

    problems: list[str] = []
    cards = [load_card(request.model, request.folder)] if request.model else list_cards(request.folder, problems)
    states = {}
    for number, card in enumerate(cards):
        states[card.name] = ""
        if request.check:
            from ...models.prediction.checking import check_weights

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


def overview(request: OverviewRequest, report: Report) -> dict[str, Any]:
    """A picture of a scene with outlines on it: candidates in yellow, reference in green, as in the paper."""
    from ..jobs.overview import draw_overview

    outlines = [(request.glaciers, "light blue"), (request.reference, "green"), (request.candidates, "yellow")]
    draw_overview(
        request.input, [(path, colour) for path, colour in outlines if path], request.output, request.width, report
    )
    return {"output": str(request.output)}


def environment(request: EnvironmentRequest, report: Report) -> dict[str, Any]:
    """Build the engine's Python environment once, or say where it is; or fill a folder for a computer elsewhere."""
    from ...inventory.environment import engine_environment, interpreter_in
    from ..environment import add_requirements, create_engine_environment

    if request.flavour or request.bundle:
        from ..flavour_environment import environment_of_flavour

        return environment_of_flavour(request, report)
    if request.test:
        from ..trying_out import try_out

        return try_out(report)
    environment = engine_environment()
    if request.create:
        if not interpreter_in(environment).is_file():
            report.progress(None, f"Building the engine's environment in {environment} (about 7 GB) ...")
        environment = create_engine_environment()
        if request.also:
            add_requirements(environment, request.also)
    return {"environment": str(environment), "present": interpreter_in(environment).is_file()}


def serve(request: ServeRequest, report: Report) -> dict[str, Any]:
    """Stay warm: run the commands that are asked for on standard input, one line of JSON each.

    {"id": 7, "arguments": ["attributes", "--inventory", "tibet.gpkg"]} runs a command; its progress, warnings
    and result come back as lines with the same id. {"stop": 7} stops it. The end of the input ends the server
    when all is done. QGIS starts it; for one command at a time there is the command itself.
    """
    from ..detection.kept_network import keeping
    from ..serving import Server, own_output
    from ..warming import warm_up

    with own_output() as answers, keeping():
        server = Server(0, answers)
        server.run(lambda: warm_up(request.warm))
    return {"requests": server.done}
