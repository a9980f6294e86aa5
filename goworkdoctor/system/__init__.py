"""The only doors to the outside: subprocesses, files, git, go, processes."""
