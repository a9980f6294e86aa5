"""How Go orders versions: its own ("1.21rc1", "go1.21.3-custom") and those of modules (semver with a v).

`go` or `toolchain` in a name, and `minor`, are about Go's own versions; the rest is about module versions.
"""

from __future__ import annotations

import re

IMPLICIT_GO_MOD = "1.16"
"""The go version of a go.mod without a go line (cmd/go/internal/gover)."""
IMPLICIT_GO_WORK = "1.18"
"""The go version of a go.work without a go line."""

Number = tuple[int, str]
GoKey = tuple[Number, Number, Number, str, Number]
Identifier = tuple[int, int, str]
SemverKey = tuple[()] | tuple[Number, Number, Number, bool, tuple[Identifier, ...]]

_INT = "(0|[1-9][0-9]*)"
_GO = re.compile(rf"{_INT}(?:\.{_INT}(?:\.{_INT}|([a-z]+){_INT}?)?)?")
_IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_SEMVER = re.compile(
    rf"v{_INT}(?:\.{_INT}(?:\.{_INT}(-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?)?"
)
_PSEUDO = re.compile(
    r"(?:(?P<untagged>v[0-9]+\.0\.0)-|(?P<numbers>v[0-9]+\.[0-9]+\.)(?P<patch>[0-9]+)-(?:(?P<pre>[^+]*)\.)?0\.)"
    r"[0-9]{14}-[A-Za-z0-9]+(?P<build>\+.*)?"
)


def go_key(version: str) -> GoKey:
    """A sort key for go lines: 1.20 = 1.20.0, but 1.21 < 1.21rc1 < 1.21.0; the malformed come first."""
    match = _GO.fullmatch(version)
    if not match:
        return _number(""), _number(""), _number(""), "", _number("")
    major, minor, patch, kind, pre = match.groups(default="")
    if not minor:
        minor = patch = "0"
    elif not patch and not kind and _number(minor) < _number("21"):
        patch = "0"
    return _number(major), _number(minor), _number(patch), kind, _number(pre)


def _number(digits: str) -> Number:
    """Orders decimal strings of any length as numbers, and "" before them."""
    return len(digits), digits


def compare_go(a: str, b: str) -> int:
    """-1, 0 or 1 for two go lines, which have no "go" before them; the malformed are equal and the least."""
    return _compare(go_key(a), go_key(b))


def is_go(version: str) -> bool:
    """Whether Go can order this go version."""
    return _GO.fullmatch(version) is not None


def minor(version: str) -> int:
    """N of a go line 1.N, 1.N.P or 1.NrcP; 0 where there is none."""
    match = _GO.fullmatch(version)
    return int(match[2][:9]) if match and match[2] else 0


def toolchain_version(name: str) -> str:
    """The go version of a toolchain, 1.21.3 of go1.21.3-custom; "" of default, local and the malformed."""
    if not name.startswith("go") or "/" in name or "\\" in name:
        return ""
    version = re.split("[ \t-]", name[2:], maxsplit=1)[0]
    return version if is_go(version) else ""


def is_valid(version: str) -> bool:
    """Whether this is a module version; v1 and v1.2 are, for v1.0.0 and v1.2.0."""
    return _SEMVER.fullmatch(version) is not None


def canonical(version: str) -> str:
    """v1.2 as v1.2.0, no build metadata but +incompatible; "" for what is no version (CanonicalVersion)."""
    match = _SEMVER.fullmatch(version)
    if not match:
        return ""
    _, minor, patch, _, build = match.groups()
    if build:
        return version if build == "+incompatible" else version[: match.start(5)]
    if patch is None:
        return f"{version}.0" if minor else f"{version}.0.0"
    return version


def major(version: str) -> str:
    """v2 of v2.1.0; "" for what is no version."""
    match = _SEMVER.fullmatch(version)
    return f"v{match[1]}" if match else ""


def semver_key(version: str) -> SemverKey:
    """A sort key by semver precedence; what is no version comes first."""
    match = _SEMVER.fullmatch(version)
    if not match:
        return ()
    major, minor, patch, pre, _ = match.groups()
    identifiers = tuple(map(_identifier, pre[1:].split("."))) if pre else ()
    return _number(major), _number(minor or "0"), _number(patch or "0"), not pre, identifiers


def _identifier(text: str) -> Identifier:
    """Numbers come first and by size, words follow by ASCII."""
    return (0, len(text), text) if text.isdigit() else (1, 0, text)


def compare_semver(a: str, b: str) -> int:
    """-1, 0 or 1 for two module versions; build metadata does not count, what is no version is the least."""
    return _compare(semver_key(a), semver_key(b))


def _compare(a: tuple[object, ...], b: tuple[object, ...]) -> int:
    return (a > b) - (a < b)


def is_pseudo(version: str) -> bool:
    """Whether the version names a commit, as in v0.0.0-20191109021931-daa7c04131f5."""
    return _pseudo(version) is not None


def _pseudo(version: str) -> re.Match[str] | None:
    return _PSEUDO.fullmatch(version) if version.count("-") >= 2 and is_valid(version) else None


def pseudo_base(version: str) -> str:
    """The tag that a pseudo-version counts from, v1.2.2 of v1.2.3-0.20191109021931-daa7c04131f5; "" for none.

    Raises ValueError for what is no pseudo-version, or counts from what cannot be (module.PseudoVersionBase).
    """
    match = _pseudo(version)
    if not match:
        raise ValueError(f"{version} is not a pseudo-version")
    build = match["build"] or ""
    if match["untagged"]:
        if build:
            raise ValueError(f"{version} lacks a base version, but has build metadata")
        return ""
    if match["pre"] is not None:
        return f"{match['numbers']}{match['patch']}-{match['pre']}{build}"
    if not match["patch"].strip("0"):
        raise ValueError(f"{version} would come after a negative patch number")
    return f"{match['numbers']}{int(match['patch']) - 1}{build}"
