"""What becomes of a vendor directory at the root once there is a go.work, or one more module in it.

A workspace uses only a vendor directory that `go work vendor` made (its modules.txt begins with
`## workspace`) or that -mod=vendor insists on, and refuses it as soon as it does not agree with every
member's requirements (cmd/go/internal/modload/vendor.go, checkVendorConsistency).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from goworkdoctor.doctor.migration.ground import Ground
from goworkdoctor.model.facts import Module
from goworkdoctor.model.finding import Evidence
from goworkdoctor.model.migration import Obstacle
from goworkdoctor.system.files import read

FILE = "vendor/modules.txt"
WORKSPACE = "## workspace"
VENDOR_FLAG = re.compile(r"-mod[=\s]vendor\b")


def vendor_obstacles(ground: Ground) -> Iterator[Obstacle]:
    """An obstacle for each module that would make the vendor directory inconsistent, or one warning."""
    text = _modules_txt(ground)
    flags = ground.facts.environment.setting("GOFLAGS") if ground.facts.environment else None
    wanted = bool(flags and VENDOR_FLAG.search(flags.value))
    if flags and wanted and not text:
        message = f"GOFLAGS is {flags.value!r} ({flags.source}), and there is no {FILE}: go refuses that"
        yield Obstacle("mod-flag", message, cure="Run `go env -u GOFLAGS` or `unset GOFLAGS`.")
    elif wanted or text.startswith(WORKSPACE):
        yield from _inconsistent(ground, explicit(text))
    elif text and ground.workspace is None:
        message = (
            "the root's vendor directory is not used in a workspace: go takes modules from the module cache"
        )
        cure = "Run `go mod download` first; `go work vendor` makes one for the whole workspace."
        yield Obstacle(
            "vendor", message, evidence=(Evidence("made by go mod vendor", FILE, 1),), cure=cure, blocks=False
        )


def _modules_txt(ground: Ground) -> str:
    """The text of vendor/modules.txt, "" where there is none."""
    tree = ground.facts.tree
    if tree is None or FILE not in tree.files | tree.tracked:
        return ""
    try:
        return read(tree.root / FILE).decode("utf-8", "replace")
    except OSError:
        return ""


def explicit(text: str) -> frozenset[tuple[str, str]]:
    """(path, version) of each module that modules.txt marks as explicitly required."""
    found, last = set(), ("", "")
    for line in text.splitlines():
        words = line.split()
        if line.startswith("# ") and len(words) >= 3 and words[2] != "=>":
            last = (words[1], words[2])
        elif line.startswith("## ") and "explicit" in line:
            found.add(last)
    return frozenset(found)


def _inconsistent(ground: Ground, known: frozenset[tuple[str, str]]) -> Iterator[Obstacle]:
    for module in ground.candidates:
        missing = tuple(_unknown(module, known))
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            message = f"{module.dir} makes {FILE} inconsistent: {missing[0].text} is not in it{more}"
            cure = "Run `go work vendor` with the step, or move vendor away for the time."
            yield Obstacle("vendor", message, (module.dir,), missing, cure)


def _unknown(module: Module, known: frozenset[tuple[str, str]]) -> Iterator[Evidence]:
    """Requirements that are not in it; go asks for those of other members too."""
    for line in module.mod.requires if module.mod else ():
        if (line.path, line.version) not in known:
            yield Evidence(f"{line.path} {line.version}", module.file, line.line)
