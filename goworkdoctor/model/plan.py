"""Plans: a treatment as data, from a closed set of steps that can be shown before they are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from goworkdoctor.model.facts import Facts
from goworkdoctor.model.finding import Applicability, Finding


@dataclass(frozen=True, slots=True)
class EditFile:
    """Replace a file's bytes. None stands for "no file": before=None creates it, after=None removes it."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class MoveToTrash:
    """Move a file or folder, whole, to `trash` on the same filesystem; `identity` is what the preview saw."""

    path: Path
    trash: Path
    bytes: int
    identity: str


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run a program. `cannot_undo` says why it cannot be taken back, "" where nothing needs to be.

    `frees` is how many bytes it is expected to free; `busy` names processes it must not run beside
    (their names), unless the user insists.
    """

    argv: tuple[str, ...]
    cwd: Path
    cannot_undo: str = ""
    frees: int | None = None
    busy: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()


Step = EditFile | MoveToTrash | RunCommand


@dataclass(frozen=True, slots=True)
class GoEdit:
    """An edit that go makes (`go work edit`, `go mod edit`) on a copy; preview turns it into an EditFile.

    `verb` is "work" or "mod"; `path` is relative to the root; `remove_lines` are 1-based lines to take
    out before go edits, for what go's flags cannot name (an absolute `use`, one of two alike).
    """

    verb: str
    path: str
    arguments: tuple[str, ...] = ()
    remove_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a treatment intends, from facts alone: pure, not yet held against the world."""

    title: str
    steps: tuple[Step | GoEdit, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft held against the world: what exactly will change. `notes` are said aloud in the preview."""

    treatment: str
    title: str
    root: Path
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def undoable(self) -> bool:
        return not any(isinstance(step, RunCommand) and step.cannot_undo for step in self.steps)


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that only the user can make; `id` is what the command line takes."""

    id: str
    label: str


class Refused(Exception):
    """A treatment that will not be planned or done; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A cure: `draft` is pure, over the facts, the findings it treats together, and the user's choice.

    `codes` are the rules it serves. One without codes, or one that may stand `alone` (cleaning a cache),
    needs no finding: it is in the palette. `choices` lists what the user must pick from, if anything.
    """

    id: str
    title: str
    applicability: Applicability
    draft: Callable[[Facts, tuple[Finding, ...], str | None], Draft]
    codes: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    choices: Callable[[Facts, Finding], tuple[Choice, ...]] | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """A plan in the journal: `when` is ISO 8601, UTC; `why` tells of every state but `applied` and `undone`.

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
