"""Panels of the dock: the queue, the map's and the review's."""
