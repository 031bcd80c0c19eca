"""An inventory as an object with the field's own verbs; the only room that knows how it is kept."""
