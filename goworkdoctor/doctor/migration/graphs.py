"""What go resolves and loads in a scratch copy: selected modules, and packages that cannot be loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from goworkdoctor.doctor.migration.scratch import Scratch, complaint
from goworkdoctor.model.facts import Facts

EMBED = re.compile(r"pattern [^\n]*: no matching files found")
"""The copy has no files but go's own, so that what `//go:embed` names is missing, before as after."""
MODULE = re.compile(r"(\S+@v[^\s:]+): (?:module lookup disabled|Get |reading http)")
MISSING = re.compile(r'GOPROXY=off|GOSUMDB=off|reading https?://|Get \\?"https?://')
"""What cannot be had here: it is not in the module cache, or no proxy gives it."""
SILENT = re.compile(r'Get \\?"https?://(?:[^/@"\\]*@)?([^/"\\]+)')
EMPTY = re.compile(r"reading https?://(?:[^/@\s]*@)?([^/\s]+)")
MODULES = (
    "{{.Path}}\t{{.Version}}\t{{.Main}}\t{{.Dir}}"
    "{{with .Replace}}\t{{.Path}}\t{{.Version}}{{else}}\t\t{{end}}"
)
PACKAGES = '{{.ImportPath}}\t{{with .Error}}{{printf "%q" .Err}}{{end}}'


class Resolved(Struct, frozen=True):
    """The build list: what each module path resolves to, a version or `./dir`; or why there is none.

    `missing`: it cannot be told offline, for a module is not in the module cache.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    missing: bool = False


class Loaded(Struct, frozen=True):
    """Packages listed with all they depend on: the errors by import path, real ones and those offline."""

    count: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def resolve(scratch: Scratch, facts: Facts, dir: str = ".", *, workspace: bool) -> Resolved:
    """`go list -m all` in the workspace, or in one module without it; raises RunError.

    That also wants to know when each version was made, which the module cache may lack though all that a
    build needs is in it: where `go mod graph` can load the graph, it is asked again without that (`-e`).
    """
    asked = ("list", "-mod=readonly", "-m", "-f", MODULES, "all")
    done = scratch.run(*asked, dir=dir, workspace=workspace)
    whole = not done.code
    if not whole and MISSING.search(done.stderr.decode("utf-8", "replace")):
        whole = not scratch.run("mod", "graph", dir=dir, workspace=workspace).code
        done = scratch.run(*asked[:1], "-e", *asked[1:], dir=dir, workspace=workspace) if whole else done
    if not whole:
        problem = complaint(done, scratch, facts)
        missing = bool(MISSING.search(problem))
        return Resolved(problem=absent({"": problem}) or problem, missing=missing)
    versions = dict(_module(line, scratch) for line in done.stdout.decode("utf-8", "replace").splitlines())
    return Resolved(versions)


def absent(said: Mapping[str, str]) -> str:
    """What is not in the module cache, by go's words for each import path ("" for none); "" for nothing.

    The first that it names: a module, or else a package.
    """
    offline = {path: words for path, words in said.items() if MISSING.search(words)}
    named = {name for path, words in offline.items() for name in MODULE.findall(words) or [path] if name}
    first, many = min(named, default=""), max(len(named), len(offline)) > 1
    which = f"{first}{' and others are' if many else ' is'}" if first else "modules are"
    return f"{which} not in the module cache{_proxy(offline.values())}" if offline else ""


def _proxy(said: Iterable[str]) -> str:
    """What became of asking for it, where go was allowed to."""
    words = " ".join(said)
    if silent := SILENT.search(words):
        return f", and {silent[1]} does not answer"
    return f", and {empty[1]} does not give it" if (empty := EMPTY.search(words)) else ""


def _module(line: str, scratch: Scratch) -> tuple[str, str]:
    path, version, main, dir, other, other_version = line.split("\t")
    if main == "true" or (other and not other_version):
        where = os.path.relpath(dir or scratch.root / other, scratch.root)
        return path, where if where.startswith(".") else f"./{where}"
    return path, f"{other} {other_version}" if other and other != path else other_version or version


def load(scratch: Scratch, facts: Facts, dirs: Sequence[str], *, workspace: bool, only: str = ".") -> Loaded:
    """`go list -e -deps -test` of all packages in these modules; raises RunError.

    Without the workspace the command runs in `only`, the one module in `dirs`.
    """
    patterns = ["./..." if dir == "." or not workspace else f"./{dir}/..." for dir in dirs]
    arguments = ("list", "-mod=readonly", "-e", "-deps", "-test", "-f", PACKAGES, *patterns)
    done = scratch.run(*arguments, dir="." if workspace else only, workspace=workspace)
    if done.code:
        return Loaded(problem=complaint(done, scratch, facts))
    errors: dict[str, str] = {}
    missing: dict[str, str] = {}
    count = 0
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        path, _, said = line.partition("\t")
        count += 1
        if said and not EMBED.search(said):
            words = said.strip('"').replace("\\n", " ").replace("\\t", " ")
            words = words.replace(str(scratch.root), str(facts.root))
            (missing if MISSING.search(said) else errors)[path.partition(" ")[0]] = words[:300]
    return Loaded(count, errors, missing)
