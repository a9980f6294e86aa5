"""Which programs use which of Go's caches, and may fail where something vanishes under them."""

from __future__ import annotations

BUILD = ("go", "compile", "link", "asm", "cgo", "vet", "gopls", "golangci-lint", "staticcheck", "dlv")
"""They open an entry long after they looked it up: "could not import …: open …-d: no such file or
directory" (golang/go#31948)."""
MODULE = ("go", "gopls", "compile", "vet", "golangci-lint", "staticcheck", "dlv")
LINT = ("golangci-lint",)
USERS = {"build": BUILD, "module": MODULE, "lint": LINT}
SETTING = {"build": "GOCACHE", "module": "GOMODCACHE", "lint": "GOLANGCI_LINT_CACHE"}
"""The environment variable that says which cache of the kind a program uses."""
GO_TRIMS_AFTER = 5 * 24 * 3600.0
"""Seconds: what is unused for so long go deletes itself, whoever builds (cmd/go/internal/cache, Trim)."""
