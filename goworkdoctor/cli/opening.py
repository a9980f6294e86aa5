"""Opening the app from the command line; only here is Textual imported."""

from __future__ import annotations

from goworkdoctor.cli.options import Options


def open_app(options: Options, screen: str | None = None) -> int:
    """The app on the checkout, at that screen; its exit code. What was interrupted is finished first."""
    from goworkdoctor.cli.journal import finish_interrupted

    start, settings = options.start, options.settings()
    finish_interrupted()
    from goworkdoctor.tui.app import run

    return run(start, settings, screen)
