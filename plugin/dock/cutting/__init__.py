"""Cuts that are proposed: the bar that shows them."""
