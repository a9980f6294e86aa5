"""What a repository says of its staging modules: which are published how, and what may import what."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Dependency:
    """Another rule's destination, whose published commit the bot writes into go.mod."""

    repository: str
    branch: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One branch of a rule: `dirs` of `source`, a branch here, are published as branch `name` there."""

    name: str
    source: str = ""
    dirs: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class PublishingRule:
    """A repository that the bot publishes to; without any `dirs` its folder has the destination's name."""

    destination: str
    entries: tuple[Entry, ...] = ()
    line: int = 0

    @property
    def sources(self) -> frozenset[str]:
        """Folders that any entry publishes, else the folder's last element."""
        dirs = frozenset(dir for entry in self.entries for dir in entry.dirs)
        return dirs or frozenset({self.destination} if self.destination else ())


@dataclass(frozen=True, slots=True)
class PublishingRules:
    """The rules beside one staging root; `error` says why they are none, and then `rules` is empty."""

    file: str
    staging_root: str
    rules: tuple[PublishingRule, ...] = ()
    error: str = ""

    def publishes(self, dir: str) -> bool:
        """Whether some entry names the folder, or one around it, which is published with all in it."""
        return any(publishes(rule.sources, dir) for rule in self.rules)


def publishes(sources: frozenset[str] | tuple[str, ...], dir: str) -> bool:
    """Whether these folders, or folders' last elements, hold the directory."""
    return posixpath.basename(dir) in sources or any(f"{dir}/".startswith(f"{each}/") for each in sources)


@dataclass(frozen=True, slots=True)
class ImportRule:
    """Of the import paths that match `selector`, those with an allowed prefix and no forbidden one may be.

    A `transitive` rule is about what is imported through others, too.
    """

    selector: str
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    transitive: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class RestrictionsFile:
    """A `.import-restrictions`: `rules` judge what is imported, `inverse` who imports it.

    `error` says why it could not be read, and then there are no rules.
    """

    file: str
    rules: tuple[ImportRule, ...] = ()
    inverse: tuple[ImportRule, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Subtree:
    """An entry of import-restrictions.yaml: what the packages in `base`, but not in `ignored`, may import."""

    base: str
    allowed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    exclude_tests: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Subtrees:
    """One import-restrictions.yaml; `error` says why it could not be read."""

    file: str
    entries: tuple[Subtree, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Every `.import-restrictions` by its directory, and each staging root's import-restrictions.yaml."""

    files: Mapping[str, RestrictionsFile] = field(default_factory=dict)
    subtrees: tuple[Subtrees, ...] = ()
