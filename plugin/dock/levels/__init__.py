"""An outline that grows and shrinks, in the dock."""
