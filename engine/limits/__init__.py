"""Where to search: study areas and terrain."""
