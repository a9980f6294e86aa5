"""Reports to rows and counts, pure: what the panes show, before it has a look."""
