"""GW111: a vendored workspace of which go says that it is inconsistent."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from goworkdoctor.checks.gw111_workspace_vendor_inconsistent import RULE
from tests.checks.examined import ERROR, mod, refusal, told, work
from tests.goproxy import Proxy
from tests.oracle import Go, write

USES = 'package x\n\nimport _ "ex.com/lib"\n'
LIB = "require ex.com/lib v1.1.0"
CHANGES: dict[str, dict[str, str | bytes]] = {
    "nothing": {},
    "another version": {"a/go.mod": mod("ex.com/a", "require ex.com/lib v1.0.0")},
    "a new requirement": {"b/go.mod": mod("ex.com/b", "require ex.com/new v1.0.0")},
    "nobody requires it": {"a/go.mod": mod("ex.com/a")},
    "another one requires it": {"a/go.mod": mod("ex.com/a"), "b/go.mod": mod("ex.com/b", LIB)},
    "a sibling is required": {"b/go.mod": mod("ex.com/b", "require ex.com/a v0.0.0")},
    "a member replaces it": {"a/go.mod": mod("ex.com/a", LIB, "replace ex.com/lib => ../lib")},
    "one version is replaced": {"b/go.mod": mod("ex.com/b", "replace ex.com/lib v1.1.0 => ../lib")},
    "something else is replaced": {"b/go.mod": mod("ex.com/b", "replace ex.com/else => ../lib")},
    "a member is replaced": {"b/go.mod": mod("ex.com/b", "replace ex.com/a => ../a")},
    "go.work replaces it": {"go.work": work("./a", "./b", go="1.22", more="replace ex.com/lib => ./lib\n")},
    "one member less": {"go.work": work("./a", go="1.22")},
    "one member more": {"go.work": work("./a", "./b", "./lib", go="1.22")},
    "the list is gone": {"vendor/modules.txt": ""},
    "not a workspace's": {"vendor/modules.txt": "# ex.com/lib v1.1.0\n## explicit\nex.com/lib\n"},
    "explicit no more": {"vendor/modules.txt": "## workspace\n# ex.com/lib v1.1.0\n## go 1.21\nex.com/lib\n"},
    "replaced there only": {
        "vendor/modules.txt": "## workspace\n# ex.com/lib v1.1.0 => ./lib\n## explicit\n"
    },
    "odd lines": {
        "vendor/modules.txt": "## workspace\n# odd line here\n## explicit\n# ex.com/lib v1.1.0\n"
        "## explicit; go 1.21\nex.com/lib\n# short\n"
    },
}


def vendored(go: Go, tmp_path: Path, **lines: str) -> tuple[Path, dict[str, str]]:
    """A workspace that `go work vendor` has just vendored, and how go finds its proxy."""
    proxy = Proxy(tmp_path / "proxy")
    for version in ("v1.0.0", "v1.1.0"):
        proxy.add("ex.com/lib", version, {"go.mod": mod("ex.com/lib"), "l.go": "package lib\n"})
    proxy.add("ex.com/new", "v1.0.0", {"go.mod": mod("ex.com/new"), "n.go": "package new\n"})
    files = {
        "a/go.mod": mod("ex.com/a", LIB, lines.get("a", "")),
        "a/a.go": USES,
        "b/go.mod": mod("ex.com/b"),
    }
    write(
        tmp_path / "repo",
        {"b/b.go": "package b\n", "lib/go.mod": mod("ex.com/lib"), "lib/l.go": "package lib\n"},
    )
    root = write(
        tmp_path / "repo", {**files, "go.work": work("./a", "./b", go="1.22", more=lines.get("work", ""))}
    )
    go.lines("work", "vendor", cwd=root, **proxy.env)
    return root, proxy.env


def complaints(said: str) -> set[str]:
    return set(re.findall(r"^\t(\S+): is ", said, re.MULTILINE))


@pytest.fixture(scope="module")
def plain(go: Go, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    return vendored(go, tmp_path_factory.mktemp("vendored"))


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES)
def test_go_complains_of_the_same(
    go: Go, tmp_path: Path, plain: tuple[Path, dict[str, str]], files: dict[str, str | bytes]
) -> None:
    source, env = plain
    root = write(shutil.copytree(source, tmp_path / "repo"), files)
    said = refusal(go, root, "list", "./a", **env)
    found = told("GW111", root)
    if "inconsistent vendoring" in said:
        (one,) = found
        assert one.severity is ERROR
        assert {each.text.split(": ")[0] for each in one.evidence} == complaints(said)
    else:
        assert not found


@pytest.mark.parametrize("command", ["build", "list", "test"])
def test_it_stops_go_in_members_that_are_not_concerned(go: Go, tmp_path: Path, command: str) -> None:
    root, env = vendored(go, tmp_path)
    write(root, CHANGES["another version"])
    assert "inconsistent vendoring" in refusal(go, root, command, "./b", **env)
    assert RULE.stops_go


@pytest.mark.parametrize(
    "lines",
    [
        {"a": "replace ex.com/lib => ../lib"},
        {"a": "replace ex.com/lib v1.1.0 => ./../lib/"},
        {"work": "replace ex.com/lib => ./lib\n"},
        {"work": "replace ex.com/lib v1.1.0 => ex.com/lib v1.0.0\n"},
        {"a": "replace ex.com/lib => ex.com/lib v1.0.0", "work": "replace ex.com/lib => ./lib\n"},
    ],
)
def test_what_go_has_just_vendored_agrees(go: Go, tmp_path: Path, lines: dict[str, str]) -> None:
    root, env = vendored(go, tmp_path, **lines)
    assert not refusal(go, root, "list", "./a", **env)
    assert not told("GW111", root)
