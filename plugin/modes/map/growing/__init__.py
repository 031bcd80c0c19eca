"""Outlines by levels: of what is shown, and of ground that was clicked on."""
