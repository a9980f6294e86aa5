"""Plans: a treatment as data, from a closed set of steps that can be shown before they are done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding


class EditFile(Struct, frozen=True):
    """Replace a file's bytes. None stands for "no file": before=None creates it, after=None removes it."""

    path: Path
    before: bytes | None
    after: bytes | None


class MoveToTrash(Struct, frozen=True):
    """Move a file or folder, whole, to `trash` on the same filesystem; `identity` is what the preview saw.

    `busy` and `caches` are as in RunCommand.
    """

    path: Path
    trash: Path
    bytes: int
    identity: str
    busy: tuple[str, ...] = ()
    caches: tuple[tuple[str, Path], ...] = ()


class MoveEntries(Struct, frozen=True):
    """Move many entries of one cache in one go, to `trash`, a folder in the cache's own trash.

    `manifest` has a line for each, `size mtime name`: bytes, ns since the epoch, path in the cache. An entry
    that is not as it says any more when its turn comes was used or dropped by go since, and stays as it is.
    `kind` is build, lint or module; `count` and `bytes` are sums; `busy` is as in RunCommand.
    """

    kind: str
    cache: Path
    trash: Path
    manifest: bytes
    count: int
    bytes: int
    busy: tuple[str, ...] = ()


class EmptyTrash(Struct, frozen=True):
    """Delete folders of a cache's trash for good: `trashes` are `<cache>/.goworkdoctor-trash/<id>`."""

    trashes: tuple[Path, ...]
    bytes: int


class RunCommand(Struct, frozen=True):
    """Run a program. `cannot_undo` says why it cannot be taken back, "" where nothing needs to be.

    `frees` is how many bytes it is expected to free, None where it deletes nothing; `busy` names processes
    it must not run beside (their names), unless the user insists. `caches` are the (kind, folder) that it
    deletes from, or in which it writes.
    """

    argv: tuple[str, ...]
    cwd: Path
    cannot_undo: str = ""
    frees: int | None = None
    busy: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    caches: tuple[tuple[str, Path], ...] = ()


Step = EditFile | MoveToTrash | MoveEntries | EmptyTrash | RunCommand
Move = MoveToTrash | MoveEntries


def place(step: EditFile | Move) -> Path:
    """The file or folder that a step changes."""
    return step.cache if isinstance(step, MoveEntries) else step.path


def final(step: Step) -> str:
    """Why the step cannot be taken back, "" where it can or nothing needs to be."""
    if isinstance(step, EmptyTrash):
        return "what was in the trash is deleted"
    return step.cannot_undo if isinstance(step, RunCommand) else ""


class GoEdit(Struct, frozen=True):
    """An edit that go makes (`go work edit`, `go mod edit`) on a copy; preview turns it into an EditFile.

    `verb` is "work" or "mod"; `path` is relative to the root; `remove_lines` are 1-based lines to take
    out before go edits, for what go's flags cannot name (an absolute `use`, one of two alike).
    """

    verb: str
    path: str
    arguments: tuple[str, ...] = ()
    remove_lines: tuple[int, ...] = ()


class Discard(Struct, frozen=True):
    """A file or folder of a cache to be moved to the cache's trash; preview turns it into a MoveToTrash.

    `cache` is the cache's folder and `kind` build, module or lint: what the doctor makes sure of before it
    moves anything out of it. `path` is absolute, inside the cache; preview measures it where `bytes` is None.
    """

    kind: str
    cache: Path
    path: Path
    bytes: int | None
    busy: tuple[str, ...] = ()


class DiscardMany(Struct, frozen=True):
    """Files and folders of a cache to be moved to its trash in one go; preview turns it into a MoveEntries.

    `names` are paths in the cache; what is not there any more is left out. `bytes` is their sum on disk;
    preview measures it where it is None.
    """

    kind: str
    cache: Path
    names: tuple[str, ...]
    bytes: int | None
    busy: tuple[str, ...] = ()


class Prune(Struct, frozen=True):
    """Entries of a build or lint cache that preview picks; it turns them into a MoveEntries.

    Those unused for `days`, or, with a `budget` in bytes, the longest unused until the rest fits it; or those
    of these `names` (`ab/ab…-d`), which are of no use to anybody, so that no program is waited for; else all.
    """

    kind: str
    cache: Path
    days: float | None = None
    budget: int | None = None
    names: frozenset[str] = frozenset()


class Draft(Struct, frozen=True):
    """What a treatment intends, from facts alone: pure, not yet held against the world."""

    title: str
    steps: tuple[Step | GoEdit | Discard | DiscardMany | Prune, ...]
    notes: tuple[str, ...] = ()


class Plan(Struct, frozen=True):
    """A draft held against the world: what exactly will change. `notes` are said aloud in the preview.

    `left` says, a sentence each, what the treatment means and this user may not move.
    """

    treatment: str
    title: str
    root: Path
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def undoable(self) -> bool:
        return not any(final(step) for step in self.steps)


class Choice(Struct, frozen=True):
    """A decision that only the user can make; `id` is what the command line takes."""

    id: str
    label: str


class Refused(Exception):
    """A treatment that will not be planned or done; the text says why and what would help."""


class NothingToDo(Refused):
    """All is as the treatment would have it already."""


class Undecided(Refused):
    """A choice is missing, or is none: another would help."""


class Treatment(Struct, frozen=True):
    """A cure: `draft` is pure, over the facts, the findings it treats together, and the user's choice.

    `codes` are the rules it serves. One without codes, or one that may stand `alone` (cleaning a cache),
    needs no finding: it is in the palette. `choices` lists what the user must pick from, if anything.
    `offers` lists values that go well, the default first; the draft takes others too (days, a size).
    It is refused without the facts it `needs`; those it `uses` are looked for as well, and may be missing.
    """

    id: str
    title: str
    applicability: Applicability
    draft: Callable[[Facts, tuple[Finding, ...], str | None], Draft]
    codes: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    choices: Callable[[Facts, Finding], tuple[Choice, ...]] | None = None
    alone: bool = False
    offers: Callable[[Facts], tuple[Choice, ...]] | None = None


class Receipt(Struct, frozen=True):
    """A plan in the journal: `when` is ISO 8601, UTC; `why` tells of every state but `applied` and `undone`,
    and of `applied` where something could not be moved.

    `state` is begun (interrupted), applied, undoing (interrupted), undone, reversed (it could not be done,
    and all is as before) or failed (something could not be put back). `paths` are relative to the root.
    """

    id: str
    treatment: str
    title: str
    root: Path
    when: str
    state: str
    undoable: bool
    paths: tuple[str, ...] = ()
    why: str = ""
