"""The parts of the caches' full screen, one pane a file."""
