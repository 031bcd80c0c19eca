"""Prediction: tiles to probabilities, by PyTorch or OpenVINO."""

import sys

# OpenVINO comes with a package that reports each import of it to its maker, and does without where that
# cannot be imported.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # Python's way to say so
