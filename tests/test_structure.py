"""Who may import whom: the rooms of the package and the doors between them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "goworkdoctor"
MAY_IMPORT = {
    "cli": {"tui", "report", "doctor", "config", "model", "checks", "actions", "demo"},
    "tui": {"doctor", "checks", "actions", "model", "config"},
    "doctor": {"scan", "checks", "actions", "system", "model", "config", "golang"},
    "scan": {"system", "golang", "model"},
    "checks": {"golang", "model"},
    "actions": {"golang", "model"},
    "report": {"model"},
    "model": {"golang"},
    "golang": set(),
    "system": set(),
    "config": set(),
    "demo": {"system"},
}
LIBRARIES = {
    "cli": {"click"},
    "tui": {"textual", "rich"},
    "report": {"rich"},
    "golang": {"packaging"},
    "scan": {"yaml"},
    "system": {"git", "psutil"},
}
SOURCES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    own = room(path)
    if own in ("__init__", "__main__"):
        return
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("goworkdoctor.")}
    assert rooms <= MAY_IMPORT[own] | {own}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_uses_only_its_own_libraries(path: Path) -> None:
    third_party = {"click", "textual", "rich", "git", "psutil", "packaging", "yaml"}
    used = {name.split(".")[0] for name in imports(path)} & third_party
    assert used <= LIBRARIES.get(room(path), set())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_file_says_its_idea(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))
