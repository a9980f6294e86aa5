"""What `.import-restrictions` files say of an import, as Kubernetes' import-boss decides it.

The file closest to the package speaks first, then those above it, up to the module's root. In each the
first rule decides that selects the path and allows or forbids it. What some rule selects and none decides
is refused. (Kubernetes, cmd/import-boss/README.md and main.go.)
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from goworkdoctor.golang.selectors import LONGEST_NAME, selector
from goworkdoctor.model.publishing import ImportRule, RestrictionsFile

Ruled = tuple[RestrictionsFile, tuple[ImportRule, ...]]


class Refusal(Struct, frozen=True):
    """The rule that forbids an import, or (`decided` false) the last one that selects it."""

    file: str
    rule: ImportRule
    decided: bool = True

    def __str__(self) -> str:
        if self.decided:
            return f"{self.file} forbids it"
        return f"{self.file} does not allow it (selected by {self.rule.selector!r})"


class Layers(Struct, frozen=True, eq=False):
    """Rules file by file, the closest first. Compared by identity."""

    ruled: tuple[Ruled, ...]

    @property
    def transitive(self) -> bool:
        """Whether some rule speaks of what is imported through others."""
        return any(rule.transitive for _, rules in self.ruled for rule in rules)

    def refuse(self, name: str, direct: bool = True) -> Refusal | None:
        """Why an import of, or by, `name` is refused; most rules speak of direct ones only."""
        last: Refusal | None = None
        for file, rules in self.ruled if len(name) <= LONGEST_NAME else ():
            for rule in rules:
                pattern = selector(rule.selector)
                if not (direct or rule.transitive) or pattern is None or not pattern.search(name):
                    continue
                if any(_has_prefix(name, prefix) for prefix in rule.forbidden):
                    return Refusal(file.file, rule)
                if any(_has_prefix(name, prefix) for prefix in rule.allowed):
                    return None
                last = Refusal(file.file, rule, decided=False)
        return last


def _has_prefix(name: str, prefix: str) -> bool:
    return prefix in ("", name) or name.startswith(_folder(prefix))


@lru_cache(maxsize=4096)
def _folder(prefix: str) -> str:
    """`a/b/` of `a/b` and of `a/b/`."""
    return posixpath.normpath(prefix) + "/"


def problem(file: RestrictionsFile) -> str:
    """Why a file cannot be judged by, "" where it can."""
    if file.error:
        return file.error
    strange = (rule.selector for rule in (*file.rules, *file.inverse) if selector(rule.selector) is None)
    unknown = next(strange, None)
    return "" if unknown is None else f"selectorRegexp {unknown!r} is not understood"


class Above(Struct, frozen=True, eq=False):
    """The files above a directory, closest first, and the rules in them; None where there are none.

    Where one file cannot be judged by, none of them is.
    """

    files: tuple[RestrictionsFile, ...] = ()
    rules: Layers | None = None
    inverse: Layers | None = None


class Restricted:
    """What rules each directory is under; directories under the same files share them."""

    def __init__(self, files: Mapping[str, RestrictionsFile]) -> None:
        self.files = files
        self.known: dict[str, Above] = {}

    def above(self, dir: str, module: str) -> Above:
        """The files from a directory up to its module's root, or to a folder named src."""
        if dir not in self.known:
            folder, _, name = dir.rpartition("/")
            last = dir in (module, ".") or name == "src"
            upper = Above() if last else self.above(folder or ".", module)
            self.known[dir] = _above((self.files[dir], *upper.files)) if dir in self.files else upper
        return self.known[dir]


def _above(files: tuple[RestrictionsFile, ...]) -> Above:
    if any(map(problem, files)):
        return Above(files)
    return Above(
        files, _layers((file, file.rules) for file in files), _layers((file, file.inverse) for file in files)
    )


def _layers(ruled: Iterable[Ruled]) -> Layers | None:
    speaking = tuple((file, rules) for file, rules in ruled if rules)
    return Layers(speaking) if speaking else None
