"""The standard library's import paths, by their first elements: a module cannot take those from it."""

from __future__ import annotations

FIRST_ELEMENTS = frozenset(
    [
        "archive",
        "bufio",
        "bytes",
        "cmp",
        "compress",
        "container",
        "context",
        "crypto",
        "database",
        "debug",
        "embed",
        "encoding",
        "errors",
        "expvar",
        "flag",
        "fmt",
        "go",
        "hash",
        "html",
        "image",
        "index",
        "internal",
        "io",
        "iter",
        "log",
        "maps",
        "math",
        "mime",
        "net",
        "os",
        "path",
        "plugin",
        "reflect",
        "regexp",
        "runtime",
        "slices",
        "sort",
        "strconv",
        "strings",
        "structs",
        "sync",
        "syscall",
        "testing",
        "text",
        "time",
        "unicode",
        "unique",
        "unsafe",
        "uuid",
        "vendor",
        "weak",
        "C",
    ]
)
"""As of Go 1.27, with cgo's `C`."""


def may_be_standard(import_path: str) -> bool:
    """Whether go may find the package in GOROOT, which it asks first where a path begins without a dot."""
    return import_path.partition("/")[0] in FIRST_ELEMENTS
