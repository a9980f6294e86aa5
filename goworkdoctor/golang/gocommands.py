"""The go commands that the words of a shell command are, or that another program is given to run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from goworkdoctor.golang.shellstate import ASSIGNMENT
from goworkdoctor.golang.shellwords import Command

GO = re.compile(
    r"(?:.*/)?go(?:1\.[0-9.]+)?|\$[({]?_?GO(?:_?(?:CMD|BIN|TOOL|EXE|COMMAND|BINARY))?[)}]?|\$[({]?go[)}]?"
)
PURE_GO = re.compile(r"(?:.*/)?go(?:1\.[0-9.]+)?")
PREFIXES = frozenset({
    "sudo", "env", "time", "nice", "nohup", "exec", "command", "builtin", "if", "then", "else", "elif",
    "do", "while", "until", "!"
})  # fmt: skip
SPEAKERS = re.compile(
    r"echo|printf|cat|grep|sed|awk|#|:|.*(?:log|info|warn|error|status|message|die|note|usage).*", re.I
)
SUBCOMMANDS = frozenset({
    "build", "clean", "doc", "env", "fix", "fmt", "generate", "get", "install", "list", "mod", "run",
    "test", "tool", "vet", "work"
})  # fmt: skip
VALUES = frozenset({
    "-f", "-C", "-o", "-tags", "-run", "-mod", "-modfile", "-p", "-exec", "-ldflags", "-gcflags",
    "-coverprofile", "-timeout"
})  # fmt: skip
"""Flags whose value may be the next word."""


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


def go_commands(command: Command) -> Iterator[GoCommand]:
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
