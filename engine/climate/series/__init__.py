"""Series whose steps lie in many files."""
