"""Prediction: tiles to probabilities, by PyTorch or OpenVINO."""
