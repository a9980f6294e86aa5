"""The doctor's verbs, each written once: examine, preview, apply, undo."""
