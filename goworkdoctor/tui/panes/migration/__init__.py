"""The parts of the migration screen: its list of steps, the step at length, pre-flight, and module tree."""
