"""An inventory or a published file against schema and guidelines: what breaks which rule, and where."""
