"""What Go's rules are, as pure functions over text."""
