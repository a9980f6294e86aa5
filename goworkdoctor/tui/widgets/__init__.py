"""Widgets that know nothing of Go: a table, lines, the top and the key line."""
