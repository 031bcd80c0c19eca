"""The dock's modes: each turns what its panel says into gestures."""
