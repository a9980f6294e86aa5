"""Which module paths go refuses: golang.org/x/mod/module.CheckImportPath, and two names of its own."""

from __future__ import annotations

import re

from goworkdoctor.golang.quoting import quoted

_ALLOWED = re.compile(r"[-._~+0-9A-Za-z]")
_WINDOWS = re.compile(r"con|prn|aux|nul|com[1-9]|lpt[1-9]", re.IGNORECASE)
_SHORT_NAME = re.compile(r"~[0-9]+\Z")


def malformed(path: str) -> str:
    """Why go refuses a go.mod that declares this path, in its words; "" where it does not."""
    if path in ("go", "toolchain"):
        return f"invalid module path: {quoted(path)}"
    why = _fault(path)
    return f"malformed module path {quoted(path)}: {why}" if why else ""


def _fault(path: str) -> str:
    if path.startswith("-"):
        return "leading dash"
    if "//" in path:
        return "double slash"
    if path.endswith("/"):
        return "trailing slash"
    return next(filter(None, map(_element_fault, path.split("/"))), "")


def _element_fault(element: str) -> str:
    if not element:
        return "empty path element"
    if not element.strip("."):
        return f"invalid path element {quoted(element)}"
    if element.endswith("."):
        return "trailing dot in path element"
    if strange := next((char for char in element if not _ALLOWED.match(char)), ""):
        return f"invalid char '{strange}'"
    short = element.partition(".")[0]
    if _WINDOWS.fullmatch(short):
        return f"{quoted(short)} disallowed as path element component on Windows"
    return "trailing tilde and digits in path element" if _SHORT_NAME.search(short) else ""
