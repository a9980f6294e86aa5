"""A finding to a plan: one pure treatment a file."""
