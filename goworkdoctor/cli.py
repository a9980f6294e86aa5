"""The command line: argv to a front end."""


def main() -> None:
    """Entry point of the console script."""
    raise NotImplementedError
