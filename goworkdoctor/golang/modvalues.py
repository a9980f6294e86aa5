"""The values in a go.mod: strings, versions and the major version of a module path.

Each function refuses bad ones by a ValueError with the message of golang.org/x/mod/modfile/rule.go.
"""

from __future__ import annotations

import re

from goworkdoctor.golang.quoting import quoted, unquoted
from goworkdoctor.golang.versions import canonical, major

_PATH_MAJOR = re.compile(r"/v([0-9.]+)\Z")
_GOPKG_MAJOR = re.compile(r"\.(v[0-9]*)(?:-unstable)?\Z")
_DIRECTORY = re.compile(r"\.\.?(?:[/\\]|\Z)|[/\\]|[A-Za-z]:")


def string(token: str) -> str:
    """A token's text; only double quotes quote."""
    try:
        return _text(token)
    except ValueError as error:
        raise ValueError(f"invalid quoted string: {error}") from None


def _text(token: str) -> str:
    if token[0] == '"':
        return unquoted(token)
    if '"' in token or "'" in token or "`" in token:
        raise ValueError("unquoted string cannot contain quote")
    return token


def version(directive: str, token: str) -> str:
    """A module version in canonical form, v1 as v1.0.0; messages start with `directive`."""
    text = any_version(directive, token)
    if not (found := canonical(text)):
        raise ValueError(_invalid(directive, text, "must be of the form v1.2.3"))
    return found


def any_version(directive: str, token: str) -> str:
    """A version as it is written, which need not be one."""
    try:
        return _text(token)
    except ValueError as error:
        raise ValueError(_invalid(directive, token, str(error))) from None


def _invalid(directive: str, version: str, why: str) -> str:
    return f"{directive}: version {quoted(version)} invalid: {why}"


def path_major(path: str) -> str:
    """The major version that a module path asks for, "v2", or "" for v0 and v1 (module.SplitPathVersion)."""
    if path.startswith("gopkg.in/"):
        gopkg = _GOPKG_MAJOR.search(path)
        if not gopkg or gopkg[0] == ".v" or (gopkg[0][2] == "0" and gopkg[0] != ".v0"):
            raise ValueError("invalid module path")
        return gopkg[1]
    match = _PATH_MAJOR.search(path)
    if not match:
        return ""
    if "." in match[1] or match[1][0] == "0" or match[1] == "1":
        raise ValueError("invalid module path")
    return f"v{match[1]}"


def check_major(directive: str, version: str, wanted: str) -> None:
    """Refuse a version that `path_major` of its module path does not allow (module.CheckPathMajor)."""
    found = major(version)
    if wanted:
        # Go itself once made v0.0.0 pseudo-versions for gopkg.in paths of v1.
        allowed = found == wanted or (wanted == "v1" and version.startswith("v0.0.0-"))
    else:
        allowed = found in ("v0", "v1") or version.endswith("+incompatible")
    if not allowed:
        raise ValueError(_invalid(directive, version, f"should be {wanted or 'v0 or v1'}, not {found}"))


def is_directory(path: str) -> bool:
    """Whether a replacement is spelled as a directory, of any operating system (modfile.IsDirectoryPath)."""
    return _DIRECTORY.match(path) is not None
