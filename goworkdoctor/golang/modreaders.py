"""How a line of go.mod or go.work becomes a directive.

A reader raises ValueError with the message of golang.org/x/mod/modfile/rule.go, in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from goworkdoctor.golang.moddirectives import (
    Exclude,
    Godebug,
    GoVersion,
    Ignore,
    Module,
    Replace,
    Require,
    Retract,
    Tool,
    Toolchain,
    Use,
)
from goworkdoctor.golang.modsyntax import Entry
from goworkdoctor.golang.modvalues import any_version, check_major, is_directory, path_major, string, version
from goworkdoctor.golang.quoting import quoted

# What Go's unicode.IsSpace holds; Python's str.strip and \s take four more.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INDIRECT = re.compile(rf"//[{_SPACE}]*indirect(?:[{_SPACE}]*\Z|;[{_SPACE}]+[^{_SPACE}])")
_DEPRECATED = re.compile(r"(?:\A|\n\n)Deprecated: *(.*?)(?:\Z|\n\n)", re.DOTALL)
_GO_VERSION = re.compile(r"[1-9][0-9]*\.(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))?(?:[a-z]+[0-9]+)?")
_TOOLCHAIN = re.compile(r"default\Z|go1(?:\Z|\.)")


def read_module(entry: Entry) -> Module:
    if len(entry.args) != 1:
        raise ValueError("usage: module module/path")
    deprecated = _DEPRECATED.search(_comment(entry))
    return Module(string(entry.args[0]), deprecated[1] if deprecated else "", entry.line)


def _comment(entry: Entry) -> str:
    """A directive's comments; those around its block where it has none, not even a blank line above it."""
    own = [*entry.before, entry.suffix] if entry.suffix else entry.before
    return "\n".join(line[2:].strip(_SPACE) for line in own or entry.around if line)


def read_go(entry: Entry) -> GoVersion:
    if len(entry.args) != 1:
        raise ValueError("go directive expects exactly one argument")
    if not _GO_VERSION.fullmatch(entry.args[0]):
        raise ValueError(f"invalid go version '{entry.args[0]}': must match format 1.23.0")
    return GoVersion(entry.args[0], entry.line)


def read_toolchain(entry: Entry) -> Toolchain:
    if len(entry.args) != 1:
        raise ValueError("toolchain directive expects exactly one argument")
    if not _TOOLCHAIN.match(entry.args[0]):
        raise ValueError(
            f"invalid toolchain version '{entry.args[0]}': must match format go1.23.0 or default"
        )
    return Toolchain(entry.args[0], entry.line)


def read_godebug(entry: Entry) -> Godebug:
    if len(entry.args) != 1 or "=" not in entry.args[0] or not {*"\"`',"}.isdisjoint(entry.args[0]):
        raise ValueError("usage: godebug key=value")
    key, _, value = entry.args[0].partition("=")
    return Godebug(key, value, entry.line)


def read_require(entry: Entry) -> Require:
    path, version = _path_and_version(entry.verb, *entry.args)
    indirect = entry.suffix == "// indirect" or _INDIRECT.match(entry.suffix) is not None
    return Require(path, version, indirect, entry.line)


def read_exclude(entry: Entry) -> Exclude:
    return Exclude(*_path_and_version(entry.verb, *entry.args), entry.line)


@lru_cache(maxsize=8192)  # the modules of one repository require much the same
def _path_and_version(verb: str, *args: str) -> tuple[str, str]:
    if len(args) != 2:
        raise ValueError(f"usage: {verb} module/path v1.2.3")
    path = string(args[0])
    directive = _named(verb, path)
    found = version(directive, args[1])
    check_major(directive, found, path_major(path))
    return path, found


def _named(verb: str, path: str) -> str:
    return f"{verb} {path}" if path else verb


def read_replace(entry: Entry) -> Replace:
    args = entry.args
    arrow = 1 if args[1:2] == ["=>"] else 2
    if args[arrow : arrow + 1] != ["=>"] or not arrow + 2 <= len(args) <= arrow + 3:
        usage = "replace module/path [v1.2.3] => "
        raise ValueError(f"usage: {usage}other/module v1.4 or {usage}../local/directory")
    path = string(args[0])
    directive = _named("replace", path)
    try:
        wanted = path_major(path)
    except ValueError as error:
        raise ValueError(f"{directive}: {error}") from None
    old_version = version(directive, args[1]) if arrow == 2 else ""
    if old_version:
        check_major(directive, old_version, wanted)
    return Replace(path, old_version, *_replacement(args[arrow + 1 :]), entry.line)


def _replacement(args: list[str]) -> tuple[str, str]:
    """What stands behind the arrow: a directory, or a module with its version."""
    path = string(args[0])
    if len(args) == 2:
        new_version = version(_named("replace", path), args[1])
        if is_directory(path):
            raise ValueError(f"replacement module directory path {quoted(path)} cannot have version")
        return path, new_version
    if not is_directory(path):
        if "@" in path:
            raise ValueError("replacement module must match format 'path version', not 'path@version'")
        raise ValueError(
            "replacement module without version must be directory path (rooted or starting with . or ..)"
        )
    if "\\" in path:
        raise ValueError("replacement directory appears to be Windows path (on a non-windows system)")
    return path, ""


def read_retract(entry: Entry) -> Retract:
    """Its versions are not checked: only the go command that loads the module does that."""
    args = entry.args
    if args[:1] in ([], ["("]):
        raise ValueError("expected '[' or version")
    if args[0] != "[":
        low = high = any_version("retract", args[0])
        rest = args[1:]
    else:
        low, high = _interval(args[1:])
        rest = args[5:]
    if rest:
        raise ValueError(f"unexpected token after version: {quoted(rest[0])}")
    return Retract(low, high, _comment(entry), entry.line)


def _interval(args: list[str]) -> tuple[str, str]:
    """The two versions in `[low, high]`, the first bracket left out."""
    versions = []
    for before, after in ("[", ","), (",", "]"):
        if not args:
            raise ValueError(f"expected version after '{before}'")
        versions.append(any_version("retract", args[0]))
        if args[1:2] != [after]:
            raise ValueError(f"expected '{after}' after version")
        args = args[2:]
    return versions[0], versions[1]


def _only_argument(entry: Entry) -> str:
    if len(entry.args) != 1:
        raise ValueError(f"{entry.verb} directive expects exactly one argument")
    return string(entry.args[0])


def read_tool(entry: Entry) -> Tool:
    return Tool(_only_argument(entry), entry.line)


def read_ignore(entry: Entry) -> Ignore:
    return Ignore(_only_argument(entry), entry.line)


def read_use(entry: Entry) -> Use:
    if len(entry.args) != 1:
        raise ValueError("usage: use local/dir")
    return Use(string(entry.args[0]), entry.line)


Reader = Callable[[Entry], object]
WORK_READERS: dict[str, Reader] = {
    "go": read_go,
    "toolchain": read_toolchain,
    "godebug": read_godebug,
    "use": read_use,
    "replace": read_replace,
}
MOD_READERS: dict[str, Reader] = {
    "module": read_module,
    "go": read_go,
    "toolchain": read_toolchain,
    "godebug": read_godebug,
    "require": read_require,
    "exclude": read_exclude,
    "replace": read_replace,
    "retract": read_retract,
    "tool": read_tool,
    "ignore": read_ignore,
}
