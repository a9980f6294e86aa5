"""Go commands in scripts that mean something else, or fail, once there is a go.work.

Every claim is go's own behaviour: https://go.dev/ref/mod#workspaces, golang/go#52649 (`go list -m` prints
every module of the workspace), golang/go#59996 (`-modfile`), cmd/go/internal/modload/init.go (`-mod`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.golang.scripts import Piece, pieces
from goworkdoctor.golang.shellwords import Command, commands

ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[:?+]?=(.*)", re.DOTALL)
GO = re.compile(
    r"(?:.*/)?go(?:1\.[0-9.]+)?|\$[({]?_?GO(?:_?(?:CMD|BIN|TOOL|EXE|COMMAND|BINARY))?[)}]?|\$[({]?go[)}]?"
)
PURE_GO = re.compile(r"(?:.*/)?go(?:1\.[0-9.]+)?")
PREFIXES = frozenset(
    [
        "sudo",
        "env",
        "time",
        "nice",
        "nohup",
        "exec",
        "command",
        "builtin",
        "if",
        "then",
        "else",
        "elif",
        "do",
        "while",
        "until",
        "!",
    ]
)
SPEAKERS = re.compile(
    r"echo|printf|cat|grep|sed|awk|#|:|.*(?:log|info|warn|error|status|message|die|note|usage).*", re.I
)
MOD = re.compile(r"-mod[=\s](mod|vendor)\b")
SHELLS = re.compile(r"(?:.*/)?(?:ba|da|z|k)?sh")
SUBCOMMANDS = frozenset(
    [
        "build",
        "clean",
        "doc",
        "env",
        "fix",
        "fmt",
        "generate",
        "get",
        "install",
        "list",
        "mod",
        "run",
        "test",
        "tool",
        "vet",
        "work",
    ]
)
TAKES_MOD = frozenset(
    ["build", "clean", "fix", "generate", "get", "install", "list", "run", "test", "tool", "vet"]
)
EVERYTHING = frozenset(["build", "fix", "install", "list", "test", "vet"])
VALUES = frozenset(
    [
        "-f",
        "-C",
        "-o",
        "-tags",
        "-run",
        "-mod",
        "-modfile",
        "-p",
        "-exec",
        "-ldflags",
        "-gcflags",
        "-coverprofile",
        "-timeout",
    ]
)


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


class GoCommand(Struct, frozen=True):
    """A go command with its environment: `rest` begins with the subcommand."""

    rest: tuple[str, ...]
    env: dict[str, str]
    line: int
    certain: bool = True
    moved: bool = False

    @property
    def verb(self) -> str:
        return self.rest[0] if self.rest else ""

    @property
    def text(self) -> str:
        return " ".join([*(f"{key}={value}" for key, value in self.env.items()), "go", *self.rest])

    @property
    def outside(self) -> bool:
        """Whether it says itself that it wants no workspace."""
        return self.env.get("GOWORK") == "off"

    def flag(self, name: str) -> str | None:
        """The value of a flag, "" for one without, None where it is not there."""
        for at, word in enumerate(self.rest):
            bare = word.removeprefix("-") if word.startswith("--") else word
            if bare == name:
                return self.rest[at + 1] if name in VALUES and at + 1 < len(self.rest) else ""
            if bare.startswith(f"{name}="):
                return bare.partition("=")[2]
        return None

    @property
    def arguments(self) -> tuple[str, ...]:
        """What follows the subcommand and is no flag, nor the value of one."""
        found, skip = [], False
        for word in self.rest[1:]:
            if not skip and not word.startswith("-"):
                found.append(word)
            skip = not skip and word in VALUES
        return tuple(found)


def scan(path: str, text: str, here: Here) -> Iterator[Change]:
    """The changes in one script; `path` says what it is: a Makefile, workflow, Dockerfile, Go file, shell."""
    for piece in pieces(path, text):
        yield from _scan_piece(piece, here)


def _scan_piece(piece: Piece, here: Here) -> Iterator[Change]:
    exported: dict[str, str] = {}
    moved: dict[int, bool] = {}
    for command in commands(piece.text, piece.line):
        moved = {depth: was for depth, was in moved.items() if depth <= command.depth}
        if command.words[0] in ("cd", "pushd"):
            moved[command.depth] = True
        if command.words[0] == "unset":
            exported = {name: value for name, value in exported.items() if name not in command.words}
        exports = command.words[0] in ("export", "ENV")
        given = _assignments(command.words[1:] if exports else command.words)
        exported |= given if exports else {}
        gos = tuple(_go_commands(command))
        if not gos and exported.get("GOWORK") != "off" != given.get("GOWORK"):
            yield from _about_settings(given, command, certain=exports)
        elsewhere = piece.moved or any(moved.values())
        for go in gos:
            yield from _about(replace(go, env=exported | go.env, moved=elsewhere), here, go.text)
        yield from _nested(command, here)


def _assignments(words: tuple[str, ...]) -> dict[str, str]:
    """The settings that a command begins with."""
    found: dict[str, str] = {}
    for word in words:
        if not (setting := ASSIGNMENT.fullmatch(word)):
            break
        found[setting[1]] = setting[2]
    return found


def _nested(command: Command, here: Here) -> Iterator[Change]:
    """`sh -c '…'`: the script that a shell is given as a word."""
    words = command.words
    if SHELLS.fullmatch(words[0]):
        at = next((at for at, word in enumerate(words) if re.fullmatch(r"-[a-z]*c", word)), 0)
        if at and at + 1 < len(words):
            yield from _scan_piece(Piece(words[at + 1], command.line), here)


def _go_commands(command: Command) -> Iterator[GoCommand]:
    """The go command that these words are, or, less certainly, that another program is given to run."""
    env: dict[str, str] = {}
    words = list(command.words)
    while words and (words[0] in PREFIXES or ASSIGNMENT.fullmatch(words[0])):
        if found := ASSIGNMENT.fullmatch(words.pop(0)):
            env[found[1]] = found[2]
    words = [words[0].lstrip("@-+"), *words[1:]] if words else words
    if not words or SPEAKERS.fullmatch(words[0]):
        return
    for at, word in enumerate(words):
        if GO.fullmatch(word):
            rest = _subcommand(words[at + 1 :])
            if rest and rest[0] in SUBCOMMANDS:
                yield GoCommand(rest, env, command.line, at == 0 and bool(PURE_GO.fullmatch(word)))
            return
        if found := ASSIGNMENT.fullmatch(word):
            env[found[1]] = found[2]


def _subcommand(words: list[str]) -> tuple[str, ...]:
    """From the subcommand on; `go -C dir list` is `go list -C dir`."""
    if words[:1] == ["-C"]:
        return (*words[2:3], *words[:2], *words[3:])
    return tuple(words)


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
