"""Examples of what the mappers made of what was found: chosen by a rule, drawn over what was looked at."""
