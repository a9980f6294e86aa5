"""The world to facts: one gatherer a file."""
