"""The parts of a migration session: order, pre-flight, steps, proof, session, commit."""
