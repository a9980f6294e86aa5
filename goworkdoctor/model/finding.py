"""Findings: what a rule says about the facts, with evidence and the ways out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import force_setattr

from goworkdoctor.model.facts import Facts


class Severity(StrEnum):
    """ERROR: go fails, or tests or data are lost. WARNING: something is left out, or will break others."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Applicability(StrEnum):
    """How freely a treatment may be applied: `destructive` is what cannot be undone."""

    SAFE = "safe"
    REVIEW = "review"
    DESTRUCTIVE = "destructive"


class Evidence(Struct, frozen=True):
    """What was seen, and where: `path` is relative to the root, `line` 1-based; both may be absent."""

    text: str
    path: str | None = None
    line: int | None = None


class Observation(Struct, frozen=True):
    """What a check saw in one subject, whose name is stable between runs: a module directory, a setting.

    `severity` and `treatments` are given where this case differs from its rule's;
    `cure` is the sentence that tells what to do by hand here. `stops_go` as a rule may say it for all of its
    observations: see there.
    """

    subject: str
    message: str
    path: str | None = None
    line: int | None = None
    evidence: tuple[Evidence, ...] = ()
    cure: str = ""
    severity: Severity | None = None
    confidence: Confidence = Confidence.CERTAIN
    treatments: tuple[str, ...] | None = None
    stops_go: bool = False


class Unexamined(Exception):
    """Raised by a check after all that it could say: the text says what it could not look at, and why."""


class Rule(Struct, frozen=True):
    """A check with all that is said of it: one text feeds `explain`, the app and the report.

    `needs` names the facts (fields of Facts) without which the check cannot speak. `example` shows
    what a user meets; `sources` are (label, URL) of the Go document or issue behind the rule. Where an
    error of it `stops_go`, go builds, tests and lists nothing in the workspace (`go mod tidy` and
    `go fmt` still work).
    """

    code: str
    title: str
    severity: Severity
    why: str
    example: str
    cure: str
    needs: frozenset[str]
    check: Callable[[Facts], Iterator[Observation]]
    treatments: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    stops_go: bool = False


class Fix(Struct, frozen=True):
    """A treatment on offer for a finding; `command` is the shell command that shows its plan."""

    id: str
    title: str
    applicability: Applicability
    command: str


class Finding(Struct, frozen=True):
    """An observation with its rule's words. `cure` is what to do by hand."""

    code: str
    severity: Severity
    title: str
    subject: str
    message: str
    path: str | None = None
    line: int | None = None
    confidence: Confidence = Confidence.CERTAIN
    evidence: tuple[Evidence, ...] = ()
    cure: str = ""
    fixes: tuple[Fix, ...] = ()
    stops_go: bool = False
    fingerprint: str = field(default="")

    def __post_init__(self) -> None:
        if not self.fingerprint:
            force_setattr(self, "fingerprint", fingerprint(self.code, self.subject))

    @property
    def order(self) -> tuple[int, str, str, int, str]:
        """Worst first, then by code and place."""
        return (self.severity.rank, self.code, self.path or "", self.line or 0, self.subject)


def fingerprint(code: str, subject: str) -> str:
    """The same for the same fault in the same subject, whatever moved around it."""
    return hashlib.sha256(f"{code}\0{subject}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
