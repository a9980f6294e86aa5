"""Facts to observations: one pure check a file, named by its code."""
