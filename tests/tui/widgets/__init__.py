"""Widgets that know nothing of Go."""
