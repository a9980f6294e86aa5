"""What becomes of a file that go would rewrite, in words: lines that come and go, requirements that rise."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from goworkdoctor.checks.words import count
from goworkdoctor.golang.modfile import ModFile, ModFileError, Require, parse_mod
from goworkdoctor.golang.versions import semver_key
from goworkdoctor.model.facts import Change
from goworkdoctor.model.finding import Evidence

SHOWN = 3


def lines(change: Change) -> list[str]:
    """What a diff would show as added and taken away."""
    before, after = (
        (data or b"").decode("utf-8", "replace").splitlines() for data in (change.before, change.after)
    )
    compared = difflib.unified_diff(before, after, lineterm="", n=0)
    return [line for line in compared if line[:3] not in ("+++", "---", "@@ ") and line[1:].strip()]


def tally(changed: list[str]) -> str:
    """`+1 −0`."""
    return f"+{sum(line[0] == '+' for line in changed)} −{sum(line[0] == '-' for line in changed)}"


def told(change: Change) -> Evidence:
    """`1 requirement raised (ex.com/net v0.9.0 → v0.10.0)`, at its line; of other files the tally."""
    before, after = _mod(change.path, change.before), _mod(change.path, change.after)
    said = list(_requirements(before, after)) if before and after else []
    first = said[0][1] if said else 0
    words = "; ".join(text for text, _ in said) or f"{tally(lines(change))} lines"
    return Evidence(words, change.path, first or None)


def _mod(path: str, data: bytes | None) -> ModFile | None:
    if data is None or path.rpartition("/")[2] != "go.mod":
        return None
    try:
        return parse_mod(data, path)
    except ModFileError:
        return None


def _requirements(before: ModFile, after: ModFile) -> Iterator[tuple[str, int]]:
    """How many rise, fall, come and go, with the first few and the line of the first where it was."""
    old = {line.path: line for line in before.requires}
    new = {line.path: line for line in after.requires}
    both = [(old[path], new[path]) for path in old if path in new]
    rising = [pair for pair in both if semver_key(pair[0].version) < semver_key(pair[1].version)]
    falling = [pair for pair in both if semver_key(pair[0].version) > semver_key(pair[1].version)]
    for verb, pairs in (("raised", rising), ("lowered", falling)):
        if pairs:
            steps = [f"{one.path} {one.version} → {other.version}" for one, other in pairs]
            yield _counted(verb, steps), pairs[0][0].line
    for verb, lines in (("added", _missing(new, old)), ("dropped", _missing(old, new))):
        if lines:
            yield _counted(verb, [f"{one.path} {one.version}" for one in lines]), 0
    if before.go != after.go:
        yield f"go line {before.go or 'none'} → {after.go or 'none'}", before.go_line


def _missing(these: dict[str, Require], those: dict[str, Require]) -> list[Require]:
    return [line for path, line in these.items() if path not in those]


def _counted(verb: str, steps: list[str]) -> str:
    more = f", {len(steps) - SHOWN:,} more" if len(steps) > SHOWN else ""
    return f"{count(len(steps), 'requirement')} {verb} ({', '.join(steps[:SHOWN])}{more})"
