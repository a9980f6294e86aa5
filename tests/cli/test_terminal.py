"""What a terminal can show, and when somebody sits there."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from goworkdoctor.cli import terminal
from tests.cli.conftest import Doctor


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self.told = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.told

    def isatty(self) -> bool:
        return True


@pytest.fixture
def tty(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    stream = Terminal()
    monkeypatch.setattr(terminal, "sys", SimpleNamespace(stdin=stream, stdout=stream, stderr=stream))
    monkeypatch.setenv("TERM", "xterm-256color")
    return stream


def test_on_a_terminal_there_is_colour_and_the_app(tty: Terminal) -> None:
    assert terminal.page().colour
    assert terminal.interactive()


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("TERM", ""), ("CI", "true")])
def test_there_is_no_app_where_it_could_not_be_used(
    tty: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert not terminal.interactive()


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_there_is_no_app_where_a_stream_leads_elsewhere(tty: Terminal, stream: str) -> None:
    setattr(terminal.sys, stream, io.StringIO())
    assert not terminal.interactive()


@pytest.mark.parametrize(
    ("env", "colour"),
    [({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True),
     ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False)],
)  # fmt: skip
def test_colour_on_a_terminal_can_be_refused(
    tty: Terminal, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], colour: bool
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert terminal.page().colour is colour


def test_colour_in_a_pipe_can_be_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not terminal.page(io.StringIO()).colour
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert terminal.page(io.StringIO()).colour


@pytest.mark.parametrize(("encoding", "unicode"), [("utf-8", True), ("ascii", False), ("iso8859-1", False)])
def test_glyphs_are_ascii_where_the_encoding_has_no_others(encoding: str, unicode: bool) -> None:
    assert terminal.page(Terminal(encoding)).unicode is unicode


def test_a_progress_line_is_for_terminals_only(tty: Terminal) -> None:
    terminal.progress("examining: caches\x1b[2J")
    assert tty.getvalue() == "\r\x1b[2Kexamining: caches\\x1b[2J"


def test_a_pipe_gets_no_progress_line(capfd: pytest.CaptureFixture[str]) -> None:
    terminal.progress("examining: caches")
    assert capfd.readouterr().err == ""


def test_on_a_terminal_the_app_is_opened(
    doctor: Doctor, healthy: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr(
        "goworkdoctor.tui.app.run", lambda start, settings, screen: opened.append((start, settings)) or 0
    )
    assert doctor("-C", str(healthy), "--deep").code == 0
    [(start, settings)] = opened
    assert str(start) == str(healthy)
    assert settings.deep


def test_with_report_it_is_not(doctor: Doctor, healthy: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr("goworkdoctor.tui.app.run", None)
    assert "nothing found" in doctor("-C", str(healthy), "--report").out
