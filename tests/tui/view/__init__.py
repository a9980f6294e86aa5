"""Reports to rows and counts."""
