"""A doctor for Go monorepos: it examines a checkout, explains what it found, and treats it."""

__version__ = "0.1.0"
