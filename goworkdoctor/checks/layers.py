"""What `.import-restrictions` files say of an import, as Kubernetes' import-boss decides it.

The file closest to the package speaks first, then those above it, up to the module's root. In each the
first rule decides that selects the path and allows or forbids it. What some rule selects and none decides
is refused. (Kubernetes, cmd/import-boss/README.md and main.go.)
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from goworkdoctor.golang.selectors import LONGEST_NAME, selector
from goworkdoctor.model.publishing import ImportRule, RestrictionsFile

Ruled = tuple[RestrictionsFile, tuple[ImportRule, ...]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule that forbids an import, or (`decided` false) the last one that selects it."""

    file: str
    rule: ImportRule
    decided: bool = True

    def __str__(self) -> str:
        if self.decided:
            return f"{self.file} forbids it"
        return f"{self.file} does not allow it (selected by {self.rule.selector!r})"


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Rules file by file, the closest first; `fine` are paths whose import they have let pass before."""

    ruled: tuple[Ruled, ...]
    fine: set[str] = field(default_factory=set)

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


class Restricted:
    """The rules that each package is under; where one file cannot be judged by, none of them is."""

    def __init__(self, files: Mapping[str, RestrictionsFile]) -> None:
        self.files = files
        self.above: dict[tuple[str, str], tuple[RestrictionsFile, ...]] = {}
        self.layers: dict[tuple[tuple[str, ...], bool], Layers | None] = {}
        self.spoiled = {file.file for file in files.values() if problem(file)}

    def files_above(self, dir: str, module: str) -> tuple[RestrictionsFile, ...]:
        """Those of a directory, closest first, to its module's root or a folder named src."""
        key = dir, module
        if key not in self.above:
            own = (self.files[dir],) if dir in self.files else ()
            folder, _, name = dir.rpartition("/")
            last = dir in (module, ".") or name == "src"
            self.above[key] = own if last else own + self.files_above(folder or ".", module)
        return self.above[key]

    def over(self, dir: str, module: str, inverse: bool = False) -> Layers | None:
        """The rules for what a package imports, or (`inverse`) for who imports it; None without any."""
        above = self.files_above(dir, module)
        key = tuple([file.file for file in above]), inverse
        if key not in self.layers:
            self.layers[key] = self._layers(above, inverse)
        return self.layers[key]

    def _layers(self, above: tuple[RestrictionsFile, ...], inverse: bool) -> Layers | None:
        if self.spoiled.intersection(file.file for file in above):
            return None
        ruled = ((file, file.inverse if inverse else file.rules) for file in above)
        speaking = tuple((file, rules) for file, rules in ruled if rules)
        return Layers(speaking) if speaking else None
