"""Fixtures of the suite of plain Python: a cache and a model of their own."""

import gc
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # for the helpers of all suites
sys.path.insert(0, str(Path(__file__).parent))  # and those that stand beside the tests

import hypothesis
import measured
import pytest

# The same examples in every run, so that a change is judged and not luck; no deadline, as time is not tested.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser):
    parser.addoption("--measure", action="store_true", help="measure each test, and list the slow ones anew")


def pytest_configure(config):
    gc.disable()  # until all is imported: nothing of that is garbage, and to look for it takes a fifth of the time
    if config.getoption("--measure"):
        config.pluginmanager.register(measured)


def pytest_collection_modifyitems(items):
    slow = measured.slow_functions()
    for item in items:
        if measured.function_of(item) in slow:
            item.add_marker("slow")


def pytest_collection_finish():
    gc.freeze()
    # Looking through all takes a tenth of a second once torch and xarray are there, and what a test leaves dies young.
    gc.set_threshold(700, 10, 100)
    gc.enable()


@pytest.fixture(scope="session")
def everything_model(tmp_path_factory):
    """A model card whose network finds everything, everywhere (path of its JSON file)."""
    from model_cards import save_everything

    return save_everything(tmp_path_factory.mktemp("Modelle 冰"))


@pytest.fixture(scope="module")
def kept_network():
    """Detections in this process share the last network, as a warm engine's do: it is ready in a third of a second."""
    from rock_glacier_inventory.engine.detection.kept_network import keeping

    with keeping():
        yield


@pytest.fixture(scope="session")
def inputs(tmp_path_factory):
    """Small whole inputs of every command and format, to be copied."""
    from corrupted_inputs import Inputs

    return Inputs(tmp_path_factory.mktemp("Eingaben é 冰") / "whole inputs")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory, request):
    """What the engine converts in these tests does not end up in the cache of whoever runs them."""
    from rock_glacier_inventory.inventory.environment import engine_environment, networks_folder

    engine, own = engine_environment(), tmp_path_factory.mktemp("cache")
    (own / engine.name).symlink_to(engine, target_is_directory=True)  # which is in that cache, too
    run = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # the workers of one run have a folder each in that of the run
        run = run.parent
    networks = run / "networks 冰"  # a network is converted once for all of them
    networks.mkdir(exist_ok=True)
    before = os.environ.get("ROCK_GLACIER_CACHE")
    os.environ["ROCK_GLACIER_CACHE"] = str(own)
    networks_folder().symlink_to(networks, target_is_directory=True)
    yield
    if before is None:
        del os.environ["ROCK_GLACIER_CACHE"]
    else:
        os.environ["ROCK_GLACIER_CACHE"] = before
