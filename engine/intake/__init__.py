"""Candidates on their way into an inventory: nothing twice, nothing half."""
