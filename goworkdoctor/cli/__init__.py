"""The command line: argv to a front end, whose outcome is an exit code and never a traceback."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the console script."""
    try:
        from goworkdoctor.cli.outcome import outcome

        code = outcome(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except RuntimeError as error:
        # Up to Python 3.11 a Ctrl-C while a class is made comes wrapped (Error calling __set_name__).
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        code = 130
    sys.exit(code)
