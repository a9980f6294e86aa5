"""What package patterns mean: `./...`, `./dir`, `work` and import paths, in a module and in a workspace.

Errors are in go's own words (cmd/go/internal/modload/load.go, `go help packages`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from goworkdoctor.golang.layout import Layout, import_path
from goworkdoctor.golang.pruning import hidden, ignored, matcher, relative

NO_MODULE = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'"
OPEN_ENDED = "packages of dependencies and of the standard library may match too"
ELSEWHERE = "a package of a dependency, of the standard library, or of nothing"


class Match(Struct, frozen=True):
    """The package directories that a pattern names, sorted; `error` is what go says where it refuses.

    `unknown` says what else the pattern may name that a layout cannot tell.
    """

    dirs: tuple[str, ...] = ()
    error: str = ""
    unknown: str = ""


def expand(
    pattern: str, layout: Layout, cwd: str = ".", used: Iterable[str] | None = None, minor: int = 0
) -> Match:
    """What `go list -e PATTERN` in `cwd` matches; a package with broken files is one all the same.

    `used` are the directories that the active workspace uses, in its order; None: there is no workspace.
    `minor` is N of the toolchain's go1.N (0: unknown, taken as new). Vendored packages, which `work` lists
    too where a vendor directory is in use, are left out: their tests are not there.
    """
    here = layout.at(cwd)
    candidates = [layout.module_of(here)] if used is None else map(layout.at, used)
    mains = tuple(dir for dir in candidates if dir and dir in layout.roots)
    return _Command(layout, here, mains, used is not None, minor).expand(_clean(pattern))


class _Command(Struct, frozen=True):
    """Where a pattern is given: `here` and `mains`, the main modules' directories, are absolute."""

    layout: Layout
    here: str
    mains: tuple[str, ...]
    workspace: bool
    minor: int

    def expand(self, pattern: str) -> Match:
        if pattern.endswith(".go") and self._absolute(pattern) not in self.layout.existing:
            return Match(unknown="names a file, not a package")
        if pattern.startswith("/") or pattern.split("/")[0] in (".", ".."):
            return self._wildcard(pattern) if "..." in pattern else self._directory(pattern)
        if pattern == "work":
            return self._work()
        if pattern in ("all", "std", "cmd", "tool"):
            return Match(unknown=f"`{pattern}` names more than this checkout's packages")
        return self._imports(matcher(pattern), OPEN_ENDED) if "..." in pattern else self._import(pattern)

    def _work(self) -> Match:
        """golang/go#71294; before Go 1.25 the word was an import path like any."""
        if 0 < self.minor < 25:
            return Match(error="package work is not in std")
        return self._imports(lambda name: True)

    def _imports(self, matches: Callable[[str], bool], unknown: str = "") -> Match:
        """The main modules' packages with an import path that matches."""
        found = [
            dir
            for dir, module in self.layout.entered.items()
            if self.layout.packages[dir]
            and self.layout.at(module) in self.mains
            and matches(import_path(self.layout.modules[module].path, relative(dir, module)))
        ]
        return Match(tuple(sorted(found)), unknown=unknown)

    def _import(self, name: str) -> Match:
        """One import path; it may lie in folders that wildcards pass by."""
        for main in self.mains:
            module = self.layout.roots[main].path
            path = posixpath.normpath(main + name[len(module) :])
            if _within(name, module) and path in self.layout.dirs and self.layout.module_of(path) == main:
                return self._package(path, name)
        return Match(unknown=ELSEWHERE)

    def _directory(self, pattern: str) -> Match:
        """One directory: `.`, `./dir`."""
        path = self._absolute(pattern)
        if not self.mains:
            return Match(error=NO_MODULE)
        if path not in self.layout.existing:
            return Match(error=f"stat {path}: directory not found")
        if path not in self.layout.dirs:
            return Match(error=f"no Go files in {path}")
        name, problem = self._resolve(path)
        return Match(error=problem) if problem else self._package(path, name)

    def _package(self, path: str, name: str) -> Match:
        dir = self.layout.dirs[path]
        if self.layout.packages[dir]:
            return Match((dir,))
        return Match(error=f"package {name}: build constraints exclude all Go files in {path}")

    def _wildcard(self, pattern: str) -> Match:
        """A wildcard over directories: `./...`, `./dir/...`, `./a...`."""
        prefix = pattern[: pattern.index("...")].rpartition("/")[0] or "/"
        start = self._absolute(prefix)
        if self.layout.module_of(start) not in self.mains:
            where = f"directory prefix {self._short(start)} does not contain {self._scope}"
            return Match(error=f"pattern {pattern}: {where}")
        if start not in self.layout.existing:
            return Match(error=f"pattern {pattern}: lstat {prefix}/: no such file or directory")
        matches = matcher(pattern)
        found = [path for path in self._walk(start, prefix) if matches(_spelled(path, start, prefix))]
        problems = [problem for path in sorted(found) if (problem := self._resolve(path)[1])]
        dirs = sorted(self.layout.dirs[path] for path in found if not self._resolve(path)[1])
        return Match(tuple(dirs), f"pattern {pattern}: {problems[0]}" if problems else "")

    def _walk(self, start: str, prefix: str) -> Iterator[str]:
        """The packages that a walk from `start` meets; what lies above `start` prunes nothing."""
        if posixpath.basename(prefix) not in (".", "..") and hidden(posixpath.basename(prefix)):
            return
        module = self.layout.module_of(start)
        # Go takes the last main module that holds the start, though a nearer one may be listed before it.
        ignoring = next(main for main in reversed(self.mains) if _within(start, main))
        ignores = self.layout.roots[ignoring].ignores
        for path, dir in self.layout.dirs.items():
            if (
                self.layout.packages[dir]
                and _within(path, start)
                and not any(map(hidden, path[len(start) :].split("/")[1:]))
                and self.layout.module_of(path) == module
                and not ignored(relative(path, ignoring), ignores)
            ):
                yield path

    def _resolve(self, path: str) -> tuple[str, str]:
        """The import path of a package's directory, or why go finds none."""
        astray = ""
        for main in self.mains:
            below = path[len(main) :]
            if not _within(path, main) or "@" in below:
                continue
            if below.startswith("/vendor/"):
                return "", f"without -mod=vendor, directory {path} has no package path"
            module = self.layout.roots[main].path
            if self.layout.module_of(path) == main:
                return module + below, ""
            astray = max(astray, module, key=len)
        if not astray:
            return "", self._outside(path)
        main = next(dir for dir in self.mains if self.layout.roots[dir].path == astray)
        return "", f"main module ({astray}) does not contain package {astray}{path[len(main) :]}"

    def _outside(self, path: str) -> str:
        where = "current directory" if path == self.here else f"directory {self._short(path)}"
        module = self.layout.module_of(path)
        if not self.workspace or module is None:
            return f"{where} outside {self._scope}"
        return (
            f"{where} is contained in a module that is not one of the workspace modules listed in go.work. "
            f"You can add the module to the workspace using:\n\tgo work use {self._short(module)}"
        )

    @property
    def _scope(self) -> str:
        modules = "modules listed in go.work or their" if self.workspace else "main module or its"
        return f"{modules} selected dependencies"

    def _absolute(self, pattern: str) -> str:
        return posixpath.normpath(posixpath.join(self.here, pattern))

    def _short(self, path: str) -> str:
        return min(posixpath.relpath(path, self.here), path, key=len)


def _clean(pattern: str) -> str:
    """In go's canonical form, which keeps a leading `./`."""
    cleaned = posixpath.normpath(pattern)
    if pattern.startswith("//"):
        return cleaned[1:] if cleaned.startswith("//") else cleaned
    return f"./{cleaned}" if pattern.startswith("./") and cleaned != "." else cleaned


def _spelled(path: str, start: str, prefix: str) -> str:
    """A directory below `start` the way a pattern that begins with `prefix` names it."""
    below = path[len(start) :]
    return prefix + below if below or prefix != "." else "./."


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith(top + "/")
