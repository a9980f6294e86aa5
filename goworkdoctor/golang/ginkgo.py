"""Ginkgo's specs: the calls of It, Entry and Specify, focused and pending ones too (https://onsi.github.io/ginkgo/)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from goworkdoctor.golang.source import Import

# The packages that have these functions, and the names that Go knows them by.
PACKAGES = {
    "github.com/onsi/ginkgo": "ginkgo",
    "github.com/onsi/ginkgo/v2": "ginkgo",
    "github.com/onsi/ginkgo/extensions/table": "table",
    "github.com/onsi/ginkgo/v2/dsl/core": "core",
    "github.com/onsi/ginkgo/v2/dsl/table": "table",
}


def spec_prefixes(imports: Iterable[Import]) -> frozenset[str]:
    """How a file with these imports calls Ginkgo: by a package's name, or `.` for bare."""
    names = (each.name or PACKAGES[each.path] for each in imports if each.path in PACKAGES)
    return frozenset(name for name in names if name != "_")


def count_specs(code: bytes, prefixes: frozenset[str]) -> int:
    """How many specs code without comments and strings declares."""
    return sum(is_call(code, found.start()) for found in pattern(prefixes).finditer(code)) if prefixes else 0


@lru_cache(maxsize=256)
def pattern(prefixes: frozenset[str]) -> re.Pattern[bytes]:
    spec = rb"[FPX]?(?:It|Entry|Specify)[ \t\r]*\("
    names = [re.escape(name.encode()) + rb"[ \t\r]*\.\s*" for name in sorted(prefixes - {"."})]
    if "." in prefixes:
        names.append(rb"")
    return re.compile(rb"(?<![A-Za-z0-9_\x80-\xff])(?:" + rb"|".join(names) + rb")" + spec)


def is_call(code: bytes, start: int) -> bool:
    """Whether the name at `start` is called as it is: no field or method, and not being declared."""
    before = code[max(0, start - 200) : start].rstrip(b" \t\r")
    return not before.endswith(b")") and not before.rstrip().endswith((b".", b"func"))
