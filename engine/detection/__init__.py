"""From a scene to candidates."""
