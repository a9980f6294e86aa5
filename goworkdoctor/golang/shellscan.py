"""Go commands in scripts that mean something else, or fail, once there is a go.work.

Every claim is go's own behaviour: https://go.dev/ref/mod#workspaces, golang/go#52649 (`go list -m` prints
every module of the workspace), golang/go#59996 (`-modfile`), cmd/go/internal/modload/init.go (`-mod`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.golang.gocommands import GoCommand, go_commands
from goworkdoctor.golang.scripts import Piece, pieces
from goworkdoctor.golang.shellstate import Shell, exports, settings
from goworkdoctor.golang.shellwords import Command, commands

TELLING = re.compile(
    r"GOWORK|-mod(?:file)?\b|\bmod\b[\s\S]{0,40}?\bvendor\b|\blist\b(?:[^\\\n]|\\\n?){0,1000}?(?<![\w-])--?m\b"
)
MOD = re.compile(r"-mod[=\s](mod|vendor)\b")
SHELLS = re.compile(r"(?:.*/)?(?:ba|da|z|k)?sh")
TAKES_MOD = frozenset({
    "build", "clean", "fix", "generate", "get", "install", "list", "run", "test", "tool", "vet"
})  # fmt: skip
EVERYTHING = frozenset({
    "build", "fix", "install", "list", "test", "vet"
})  # fmt: skip


class Change(Struct, frozen=True):
    """A command that changes its meaning: `certain` is false where it may not be what it looks like."""

    line: int
    command: str
    why: str
    instead: str
    certain: bool = True


class Here(Struct, frozen=True):
    """What of the checkout matters: module paths in it, and whether its root holds a module."""

    paths: frozenset[str] = frozenset()
    root_module: bool = True


def may_change(text: str, here: Here) -> bool:
    """Whether anything of which a change is told stands in a text at all: most hold nothing of the kind."""
    return bool(TELLING.search(text)) or (not here.root_module and "./..." in text)


def scan(path: str, text: str, here: Here) -> Iterator[Change]:
    """The changes in one script; `path` says what it is: a Makefile, workflow, Dockerfile, Go file, shell."""
    if may_change(text, here):
        for piece in pieces(path, text):
            yield from _scan_piece(piece, here)


def _scan_piece(piece: Piece, here: Here) -> Iterator[Change]:
    if not may_change(piece.text, here):
        return
    shell = Shell(moved=piece.moved)
    for command in commands(piece.text, piece.line):
        shell.enter(command)
        shell.run(command)
        given = settings(command)
        gos = tuple(go_commands(command))
        if not gos and shell.env.get("GOWORK") != "off" != given.get("GOWORK"):
            yield from _about_settings(given, command, certain=exports(command))
        for go in gos:
            yield from _about(replace(go, env=shell.env | go.env, moved=shell.moved), here, go.text)
        yield from _nested(command, here)


def _nested(command: Command, here: Here) -> Iterator[Change]:
    """`sh -c '…'`: the script that a shell is given as a word."""
    words = command.words
    if SHELLS.fullmatch(words[0]):
        at = next((at for at, word in enumerate(words) if re.fullmatch(r"-[a-z]*c", word)), 0)
        if at and at + 1 < len(words):
            yield from _scan_piece(Piece(words[at + 1], command.line), here)


def _about_settings(given: dict[str, str], command: Command, certain: bool) -> Iterator[Change]:
    text = " ".join(command.words)
    if (value := given.get("GOWORK", "")) and value != "auto" and not value.startswith(("/", "$", "`", "~")):
        why = 'GOWORK must be an absolute path or off: go says "invalid GOWORK: not an absolute path"'
        yield Change(command.line, text, why, f'GOWORK="$PWD/{value.removeprefix("./")}"')
    flags = given.get("GOFLAGS", "")
    if found := MOD.search(flags):
        yield _mod_flag(command.line, text, found[1], certain)
    if "-modfile" in flags:
        yield _modfile(command.line, text, certain)


def _about(go: GoCommand, here: Here, text: str) -> Iterator[Change]:
    if not go.outside and "GOWORK" in go.env:
        given = {"GOWORK": go.env["GOWORK"]}
        yield from _about_settings(given, Command(tuple(text.split()), go.line), certain=True)
    if go.outside or (go.verb in ("install", "run") and any("@" in word for word in go.arguments)):
        return
    flags = go.env.get("GOFLAGS", "")
    mod = go.flag("-mod")
    if mod in ("mod", "vendor") and go.verb in TAKES_MOD:
        yield _mod_flag(go.line, text, mod, go.certain)
    elif (found := MOD.search(flags)) and "GOFLAGS=" in text and go.verb in TAKES_MOD:
        yield _mod_flag(go.line, text, found[1], go.certain)
    if go.flag("-modfile") is not None and go.verb in TAKES_MOD:
        yield _modfile(go.line, text, go.certain)
    if go.verb == "mod" and go.arguments[:1] == ("vendor",):
        why = "`go mod vendor` cannot be run in workspace mode"
        yield Change(go.line, text, why, f"GOWORK=off {text}, or go work vendor for the whole", go.certain)
    if go.verb == "list" and go.flag("-m") is not None:
        yield from _about_list(go, here, text)
    if go.verb in EVERYTHING and "./..." in go.arguments and not here.root_module:
        yield from _about_everything(go, text)


def _mod_flag(line: int, text: str, value: str, certain: bool) -> Change:
    if value == "vendor":
        why = "a workspace has one vendor directory for all modules: go refuses one that lacks any of theirs"
        return Change(line, text, why, "GOWORK=off for this command, or go work vendor first", False)
    why = "-mod may only be set to readonly or vendor when in workspace mode: go refuses -mod=mod"
    return Change(line, text, why, "GOWORK=off for this command, or leave -mod=mod out", certain)


def _modfile(line: int, text: str, certain: bool) -> Change:
    why = "-modfile cannot be used in workspace mode"
    return Change(line, text, why, "GOWORK=off for this command", certain)


def _about_list(go: GoCommand, here: Here, text: str) -> Iterator[Change]:
    asked = [word for word in go.arguments if word not in ("-m",)]
    form = go.flag("-f") or ""
    if go.flag("-versions") is not None:
        return
    if not asked:
        why = "`go list -m` prints every module of the workspace, not only the one it runs in"
        yield Change(go.line, text, why, f"GOWORK=off {text}, or go mod edit -json", go.certain)
    elif "all" in asked:
        why = "`go list -m all` prints what all modules of the workspace need, not only the one it runs in"
        yield Change(go.line, text, why, f"GOWORK=off {text}", go.certain)
    elif siblings := [word for word in asked if word.partition("@")[0] in here.paths]:
        if form and "Version" not in form and "Replace" not in form:
            return
        why = f"{siblings[0]} becomes the folder in this repository: it has no version any more"
        yield Change(go.line, text, why, f"GOWORK=off {text}", go.certain)


def _about_everything(go: GoCommand, text: str) -> Iterator[Change]:
    if go.moved or go.flag("-C") is not None:
        return
    why = "at the root there is no module: `./...` is an error there, with go.work as without"
    instead = text.replace("./...", "work") + " (Go 1.25), or a loop over the modules"
    yield Change(go.line, text, why, instead, certain=False)
