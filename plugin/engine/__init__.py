"""The engine as the dock uses it: warm, filling attributes, detecting in view."""
