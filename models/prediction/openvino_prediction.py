"""Probabilities for tiles by OpenVINO: on the processor, and by PyTorch where OpenVINO fails midway.

PyTorch is not even imported where the network was converted before.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..cards.card import STRIDE, ModelCard
from ..cards.weights_file import read_checked
from ..errors import BackendFailure, ModelError
from ..loading import loading
from ..networks.hardware import torch_is_there
from ..networks.network_cache import ConvertedNetwork, NetworkKey, forget_network, keep_network, read_network
from .openvino_form import core, for_tiles
from .openvino_of_card import read_of_card, side_of
from .scaling import scale
from .tile_predictor import TilePredictor

_NAMES = {"float32": "f32", "bfloat16": "bf16"}
THREADS_VARIABLE = "OMP_NUM_THREADS"
"""Limits the threads of PyTorch; OpenVINO does not know it, but is meant too."""


def openvino_name() -> str:
    """Name and version of the library."""
    return f"openvino {version('openvino')}"


def processor_precision(wanted: str) -> str:
    """The precision to compute in: the one wanted, or with ``auto`` the fastest that is of use here.

    Where OpenVINO cannot do bfloat16 on this processor it is float32, so that a run's record is true.
    """
    if wanted == "auto":
        # Without a wish, OpenVINO takes the fastest format that the processor has units for. On ARM that is one of
        # 16 bits with a small range, which a network may leave.
        preferred = core().get_property("CPU", "INFERENCE_PRECISION_HINT").get_type_name()
        return "bfloat16" if preferred == "bf16" else "float32"
    can_bfloat16 = "BF16" in core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "float32" if wanted == "bfloat16" and not can_bfloat16 else wanted


def _settings(precision: str) -> dict[str, Any]:
    # Several tiles at a time, each on few cores: these need not wait for each other after every layer.
    # Threads are not pinned: reading and writing need cores too, and a second process would get the same.
    settings: dict[str, Any] = {
        "INFERENCE_PRECISION_HINT": _NAMES[precision],
        "PERFORMANCE_HINT": "THROUGHPUT",
        "ENABLE_CPU_PINNING": False,
    }
    threads = os.environ.get(THREADS_VARIABLE, "")
    if threads.isdecimal() and int(threads):
        settings["INFERENCE_NUM_THREADS"] = int(threads)
    return settings


class _Compiled:
    """A network that lies ready in the processor's form, for tiles of one size; for any thread."""

    def __init__(self, converted: ConvertedNetwork, precision: str) -> None:
        model = core().read_model(converted.network, converted.weights)
        compiled = core().compile_model(model, "CPU", _settings(precision))
        count = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self._requests = [compiled.create_infer_request() for _ in range(max(1, count))]
        self._channels = int(compiled.output(0).shape[1])
        self._lock = threading.Lock()

    @property
    def at_a_time(self) -> int:
        """Tiles that are computed at the same time."""
        return len(self._requests)

    def logits(self, tiles: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's output (n, 1 or 2, h, w) for network input (n, bands, h, w), any n."""
        result = np.empty((len(tiles), self._channels, *tiles.shape[2:]), np.float32)
        count, last = self.at_a_time, len(tiles)
        with self._lock:
            for number in range(last + count):
                request, done = self._requests[number % count], number - count
                if 0 <= done < last:
                    request.wait()
                    result[done] = request.get_output_tensor().data[0]
                if number < last:
                    request.start_async({0: tiles[number : number + 1]})
        return result


class OpenVinoPredictor(TilePredictor):
    """A network that is ready to predict with OpenVINO.

    Parameters
    ----------
    card
        The model.
    precision
        ``auto``, ``float32`` or ``bfloat16``.
    batch_size
        Tiles at a time; None for what keeps all cores busy.
    cache
        Folder for converted networks, or None.
    one_library
        Whether a failure midway is raised, and PyTorch does not go on.

    Raises
    ------
    ModelError
        Where the weights cannot be used.
    BackendFailure
        Where OpenVINO cannot be loaded, or cannot run this network.
    """

    def __init__(
        self,
        card: ModelCard,
        precision: str = "auto",
        batch_size: int | None = None,
        cache: Path | None = None,
        one_library: bool = False,
    ) -> None:
        super().__init__(card, openvino_name(), batch_size)
        self._library = self.backend.replace(" ", "-")
        self._cache, self._one_library = cache, one_library
        self._instead: TilePredictor | None = None
        self._compiled: dict[tuple[int, int], _Compiled] = {}
        # The same errors as with PyTorch, also where a converted network makes the weights needless.
        read_checked(card.weights_path, card.sha256)
        try:
            self.precision = processor_precision(precision)
            size = side_of(card)
            self.batch_size = batch_size or self._for_size(size, size).at_a_time
        except ModelError:
            raise
        except Exception as error:  # another library's: whatever it is, there is PyTorch
            raise BackendFailure(_in_short(error)) from error

    def _for_size(self, height: int, width: int) -> _Compiled:
        """The network for tiles of a size: from the cache, or converted now."""
        if (height, width) not in self._compiled:
            shape = len(self.card.bands), height, width
            key = NetworkKey(self.card.sha256, self._library, shape, self.precision)
            self._compiled[height, width] = self._from_cache(key) or self._from_card(key) or self._convert(key)
        return self._compiled[height, width]

    def _from_card(self, key: NetworkKey) -> _Compiled | None:
        """The network as it came with its card."""
        form = read_of_card(self.card)
        converted = for_tiles(form, key.shape, self.precision) if form else None
        if converted is None:
            return None
        compiled = _Compiled(converted, self.precision)
        keep_network(self._cache, key, converted)
        return compiled

    def _from_cache(self, key: NetworkKey) -> _Compiled | None:
        converted = read_network(self._cache, key)
        if converted is None:
            return None
        try:
            return _Compiled(converted, self.precision)
        except RuntimeError:
            forget_network(self._cache, key)
            return None

    def _convert(self, key: NetworkKey) -> _Compiled:
        if not torch_is_there():
            raise RuntimeError("PyTorch, which would convert it, is not installed")
        with loading():
            from .openvino_conversion import convert

        conversion = convert(self.card, self.precision, *key.shape[1:])
        compiled = _Compiled(conversion.converted, self.precision)
        if not conversion.agrees(compiled.logits(conversion.sample)):
            raise RuntimeError("its numbers differ from PyTorch's")
        keep_network(self._cache, key, conversion.converted)
        return compiled

    def _predict_into(self, tiles: NDArray[Any], probabilities: NDArray[np.float32]) -> None:
        if self._instead is None:
            try:
                self._run(tiles, probabilities)
            except (RuntimeError, MemoryError) as error:
                if self._one_library:
                    raise
                self._use_torch(error)
        if self._instead is not None:
            probabilities[:] = self._instead.predict(tiles)

    def _run(self, tiles: NDArray[Any], probabilities: NDArray[np.float32]) -> None:
        height, width = tiles.shape[2:]
        down, right = -height % STRIDE, -width % STRIDE
        for start in range(0, len(tiles), self.batch_size):
            part = np.s_[start : start + self.batch_size]
            scaled = scale(self.card, tiles[part])
            if down or right:
                scaled = np.pad(scaled, ((0, 0), (0, 0), (0, down), (0, right)), mode="edge")
            found = self._for_size(height + down, width + right).logits(scaled)[..., :height, :width]
            # The logistic function; this form of it has no large numbers in between.
            found[:, 0] = 0.5 * np.tanh(0.5 * found[:, 0]) + 0.5
            probabilities[part] = found if self.card.members > 1 else found[:, 0]

    def _use_torch(self, error: BaseException) -> None:
        if not torch_is_there():
            raise error
        with loading():
            from .prediction import Predictor

        self.messages.append(f"OpenVINO failed ({_in_short(error)}): going on with PyTorch.")
        self._compiled.clear()
        # Copies are made here, and what is given to it is one of them.
        self._instead = Predictor(dataclasses.replace(self.card, mirrored=False), "cpu")
        self._instead.messages = self.messages
        self.precision, self.backend = self._instead.precision, self._instead.backend
        self.batch_size = self._instead.batch_size


def _in_short(error: BaseException) -> str:
    """Kind of an error and its last line that says something: OpenVINO puts places in its code before it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[-1][:200]}" if lines else type(error).__name__
