"""What a repository says of its staging modules: which are published how, and what may import what."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from msgspec import Struct, field


class Dependency(Struct, frozen=True):
    """Another rule's destination, whose published commit the bot writes into go.mod."""

    repository: str
    branch: str = ""
    line: int = 0


class Entry(Struct, frozen=True):
    """One branch of a rule: `dirs` of `source`, a branch here, are published as branch `name` there."""

    name: str
    source: str = ""
    dirs: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    line: int = 0


class PublishingRule(Struct, frozen=True):
    """A repository that the bot publishes to; without any `dirs` its folder has the destination's name."""

    destination: str
    entries: tuple[Entry, ...] = ()
    line: int = 0

    @property
    def sources(self) -> frozenset[str]:
        """Folders that any entry publishes, else the folder's last element."""
        dirs = frozenset(dir for entry in self.entries for dir in entry.dirs)
        return dirs or frozenset({self.destination} if self.destination else ())


class PublishingRules(Struct, frozen=True):
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


class ImportRule(Struct, frozen=True):
    """Of the import paths that match `selector`, those with an allowed prefix and no forbidden one may be.

    A `transitive` rule is about what is imported through others, too.
    """

    selector: str
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    transitive: bool = False
    line: int = 0


class RestrictionsFile(Struct, frozen=True):
    """A `.import-restrictions`: `rules` judge what is imported, `inverse` who imports it.

    `error` says why it could not be read, and then there are no rules.
    """

    file: str
    rules: tuple[ImportRule, ...] = ()
    inverse: tuple[ImportRule, ...] = ()
    error: str = ""


class Subtree(Struct, frozen=True):
    """An entry of import-restrictions.yaml: what the packages in `base`, but not in `ignored`, may import."""

    base: str
    allowed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    exclude_tests: bool = False
    line: int = 0


class Subtrees(Struct, frozen=True):
    """One import-restrictions.yaml; `error` says why it could not be read."""

    file: str
    entries: tuple[Subtree, ...] = ()
    error: str = ""


class Restrictions(Struct, frozen=True):
    """Every `.import-restrictions` by its directory, and each staging root's import-restrictions.yaml."""

    files: Mapping[str, RestrictionsFile] = field(default_factory=dict)
    subtrees: tuple[Subtrees, ...] = ()
