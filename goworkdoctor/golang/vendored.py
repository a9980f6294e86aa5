"""vendor/modules.txt, and whether it agrees with the go.mod files of a workspace, as go asks first of all.

cmd/go/internal/modload/vendor.go: readVendorList and checkVendorConsistency.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from goworkdoctor.golang.modfile import Replace
from goworkdoctor.golang.replacements import Member, Placed, applies
from goworkdoctor.golang.versions import is_valid

Version = tuple[str, str]
"""A module's path and version, "" for every version."""
NONE: Version = ("", "")


class VendorList(Struct, frozen=True):
    """modules.txt: what each module's lines say of it. `workspace`: `go work vendor` wrote it.

    `explicit` are required in some go.mod; `providing` hold a vendored package; `replacements` map a
    module to its target, a directory as ("./x", "").
    """

    workspace: bool = False
    explicit: frozenset[Version] = frozenset()
    providing: tuple[Version, ...] = ()
    replacements: dict[Version, Version] = field(default_factory=dict)


class Disagreement(Struct, frozen=True):
    """A module of which modules.txt and the go.mod files say different things; in go's words."""

    module: Version
    says: str

    @property
    def name(self) -> str:
        return _describe(self.module)


def parse_vendor_list(text: str) -> VendorList:
    """What go takes from modules.txt; lines that it does not understand mean nothing."""
    first, _, _ = text[:512].partition("\n")
    explicit: set[Version] = set()
    providing: dict[Version, None] = {}
    replacements: dict[Version, Version] = {}
    module = NONE
    for line in text.split("\n"):
        words = line.split()
        if line.startswith("# "):
            if len(words) >= 3:
                module, target = _module_line(words)
                if module[0] and target:
                    replacements[module] = target
        elif module[0] and line.startswith("## "):
            explicit.update([module] if "explicit" in _annotations(line) else [])
        elif module[0] and len(words) == 1 and not line.startswith("#"):
            providing[module] = None
    return VendorList("workspace" in _annotations(first), frozenset(explicit), tuple(providing), replacements)


def _annotations(line: str) -> list[str]:
    return [word.strip() for word in line[3:].split(";")] if line.startswith("## ") else []


def _module_line(words: list[str]) -> tuple[Version, Version | None]:
    """`# path version`, `# path version => target`, `# path => target`: the module and its replacement."""
    if is_valid(words[2]):
        module, rest = (words[1], words[2]), words[3:]
    elif words[2] == "=>":
        module, rest = (words[1], ""), words[2:]
    else:
        return NONE, None
    if len(rest) == 2 and rest[0] == "=>":
        return module, (rest[1], "")
    if len(rest) == 3 and rest[0] == "=>" and is_valid(rest[2]):
        return module, (rest[1], rest[2])
    return module, None


def disagreements(
    vendored: VendorList, members: Sequence[Member], work: Sequence[Placed], dir: str
) -> Iterator[Disagreement]:
    """What go refuses a vendored workspace for: "inconsistent vendoring"; in its order.

    `work` are the replace lines of go.work, and `dir` is its directory, relative to the same root as those
    of the members.
    """
    required = [(line.path, line.version) for member in members for line in member.mod.requires]
    for module in required:
        if module not in vendored.explicit:
            yield Disagreement(
                module, "is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt"
            )
    yield from _replaced_otherwise(vendored, members, work, dir)
    for module in vendored.providing:
        if module in vendored.explicit and module not in required:
            yield Disagreement(
                module, "is marked as explicit in vendor/modules.txt, but not explicitly required in a go.mod"
            )
    for module in vendored.replacements:
        if _replacement(module, members, work, dir) == NONE:
            yield Disagreement(
                module, "is marked as replaced in vendor/modules.txt, but not replaced in the workspace"
            )


def _replaced_otherwise(
    vendored: VendorList, members: Sequence[Member], work: Sequence[Placed], dir: str
) -> Iterator[Disagreement]:
    lines = [line.replace for member in members for line in member.replaces]
    lines += [line.replace for line in work]
    for module in dict.fromkeys((line.old_path, line.old_version) for line in lines):
        here = _replacement(module, members, work, dir)
        there = vendored.replacements.get(module, NONE)
        if there == NONE and here != NONE:
            yield Disagreement(module, "is replaced, but not marked as replaced in vendor/modules.txt")
        elif there not in (NONE, here):
            says = f"is replaced by {_describe(here)}, but marked as replaced by {_describe(there)}"
            yield Disagreement(module, f"{says} in vendor/modules.txt")


def _replacement(module: Version, members: Sequence[Member], work: Sequence[Placed], dir: str) -> Version:
    """What the workspace replaces a module by, relative to go.work; of several members the last one wins."""
    path, version = module
    if not version and any(member.mod.module == path for member in members):
        return NONE
    if line := applies(work, path, version):
        return line.replace.new_path, line.replace.new_version
    found = [line for member in members if (line := applies(member.replaces, path, version))]
    return _target(found[-1].replace, found[-1].dir, dir) if found else NONE


def _target(line: Replace, member: str, dir: str) -> Version:
    if not line.local or posixpath.isabs(line.new_path):
        return line.new_path, line.new_version
    path = posixpath.relpath(posixpath.join(member, line.new_path), dir)
    return path if path == "." or path.startswith("..") else f"./{path}", ""


def _describe(module: Version) -> str:
    path, version = module
    return f"{path}@{version}" if version else path
