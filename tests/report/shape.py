"""The contract of report.json v1, written as data, and a checker of its few words.

A dict has exactly these keys; a one-element list is a list of such; a tuple is a choice of types or
values; None stands for null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TEXT = (str, None)
NUMBER = (int, None)

BUILD: dict[str, Any] = {
    "entries": (int,),
    "kinds": [{"kind": (str,), "entries": (int,), "bytes": (int,)}],
    "kinds_estimated": (bool,),
    "ages": [{"from_days": (int,), "to_days": NUMBER, "entries": (int,), "bytes": (int,)}],
    "earlier": [{"when": (str,), "bytes": (int,), "files": (int,)}],
    "unreadable": [(str,)],
}
MODULES: dict[str, Any] = {
    "versions": [
        {
            "path": (str,),
            "version": (str,),
            "toolchain": (bool,),
            "tree_bytes": NUMBER,
            "zip_bytes": NUMBER,
            "files": (int,),
            "partial": (bool,),
            "used": TEXT,
            "needed_by": [(str,)],
        }
    ],
    "vcs_bytes": (int,),
    "leftovers": [{"name": (str,), "bytes": (int,)}],
    "go_mod_only": (int,),
    "locks": (int,),
    "unreadable": [(str,)],
    "asked": [{"dir": (str,), "how": (str,), "problem": TEXT}],
}
BUILD_HEALTH: dict[str, Any] = {
    "entries": (int,),
    "dangling": (int,),
    "bad": [
        {
            "name": (str,),
            "reason": (str,),
            "bytes": (int,),
            "go_notices": (bool,),
            "belongs_to": TEXT,
            "index_entries": [(str,)],
        }
    ],
    "unreadable": [(str,)],
}
MODULE_HEALTH: dict[str, Any] = {
    "versions": (int,),
    "bad": [{"path": (str,), "version": (str,), "parts": [(str,)], "reason": (str,), "changed": [(str,)]}],
    "unreadable": [(str,)],
}
TRASHED: dict[str, Any] = {
    "id": (str,),
    "when": (str,),
    "bytes": (int,),
    "files": (int,),
    "treatment": TEXT,
    "restorable": (bool,),
}
TIER: dict[str, Any] = {
    "id": (str,),
    "title": (str,),
    "bytes": NUMBER,
    "entries": NUMBER,
    "cost": (str,),
    "loses": (bool,),
}

CONTRACT: dict[str, Any] = {
    "schema": ("goworkdoctor.report/v1",),
    "tool": {"name": ("goworkdoctor",), "version": (str,)},
    "root": (str,),
    "head": TEXT,
    "go": ({"version": (str,), "path": (str,)}, None),
    "summary": {
        "modules": NUMBER,
        "packages": NUMBER,
        "tests": NUMBER,
        "tests_reached": {"root": NUMBER, "work": NUMBER, "ci": NUMBER},
        "findings": {"error": (int,), "warning": (int,), "info": (int,)},
    },
    "modules": (
        [
            {
                "dir": (str,),
                "path": TEXT,
                "go": TEXT,
                "kind": ("root", "nested", "staging", "ignored", "submodule"),
                "ignored_because": (None, "vendor", "testdata", "underscore", "dot", "gitignored"),
                "in_workspace": (bool, None),
                "packages": NUMBER,
                "tests": (
                    {
                        "test": (int,),
                        "benchmark": (int,),
                        "fuzz": (int,),
                        "example": (int,),
                        "tag_gated": (int,),
                        "specs": (int,),
                    },
                    None,
                ),
                "reached_by": {"root": (bool,), "work": (bool,), "ci": ("yes", "partly", "no", "unknown")},
            }
        ],
        None,
    ),
    "workspace": (
        {
            "file": (str,),
            "go": TEXT,
            "toolchain": TEXT,
            "uses": [{"dir": (str,), "path": TEXT, "exists": (bool,)}],
            "unused_modules": [(str,)],
        },
        None,
    ),
    "stray_workspaces": ([(str,)], None),
    "staging": (
        [
            {
                "dir": (str,),
                "path": (str,),
                "in_workspace": (bool, None),
                "replaced_by_root": (bool,),
                "required_by_root": (bool,),
                "published": (bool, None),
                "dirty": (int,),
                "last_commit": TEXT,
            }
        ],
        None,
    ),
    "git_submodules": (
        [{"path": (str,), "initialised": (bool,), "commit": TEXT, "dirty": (bool,), "modules": [(str,)]}],
        None,
    ),
    "caches": (
        [
            {
                "kind": ("build", "module", "fuzz", "lint"),
                "dir": (str,),
                "bytes": (int,),
                "files": (int,),
                "corrupt": NUMBER,
                "oldest": TEXT,
                "reclaimable": NUMBER,
                "budget": NUMBER,
                "contents": (BUILD, MODULES, None),
                "health": (BUILD_HEALTH, MODULE_HEALTH, None),
                "trash": ([TRASHED], None),
            }
        ],
        None,
    ),
    "cleaning": ([TIER], None),
    "disk": ({"free": (int,), "total": (int,)}, None),
    "processes": ([{"pid": (int,), "name": (str,), "cwd": (str,)}], None),
    "findings": [
        {
            "code": (str,),
            "severity": ("error", "warning", "info"),
            "confidence": ("certain", "likely", "unknown"),
            "title": (str,),
            "subject": (str,),
            "path": TEXT,
            "line": NUMBER,
            "message": (str,),
            "evidence": [{"path": TEXT, "line": NUMBER, "text": (str,)}],
            "fixes": [
                {
                    "id": (str,),
                    "title": (str,),
                    "applicability": ("safe", "review", "destructive"),
                    "command": (str,),
                }
            ],
            "cure": (str,),
            "fingerprint": (str,),
        }
    ],
    "probes": [{"name": (str,), "status": ("ok", "skipped", "failed"), "why": (str,), "ms": (int,)}],
}


def mismatches(value: Any, shape: Any, where: str = "report") -> Iterator[str]:
    """Every place where the value is not of that shape."""
    if isinstance(shape, tuple):
        if not any(_is(value, choice) for choice in shape):
            yield f"{where}: {value!r} is none of {shape}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
            return
        for index, item in enumerate(value):
            yield from mismatches(item, shape[0], f"{where}[{index}]")
    elif not isinstance(value, dict) or list(value) != list(shape):
        yield f"{where}: keys {list(value) if isinstance(value, dict) else value!r}, not {list(shape)}"
    else:
        for key, inner in shape.items():
            yield from mismatches(value[key], inner, f"{where}.{key}")


def _is(value: Any, choice: Any) -> bool:
    if isinstance(choice, type):
        return type(value) is choice
    if isinstance(choice, (dict, list)):
        return not list(mismatches(value, choice))
    return type(value) is type(choice) and bool(value == choice)
