"""The dock: widgets that emit signals and show what they are given, and know of no file, layer or map."""
