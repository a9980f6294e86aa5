"""Shell text split into commands and words, as far as the places where a go command can stand need it.

Not a shell: nothing is expanded. Known are comments, quotes, line continuations, `;` `|` `&` and brackets,
command substitution (also in double quotes), here-documents, and make's `$(shell …)`.
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from msgspec import Struct

ENDS = frozenset(";|&()\n{}")
HEREDOC = re.compile(r"<<(-?)\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\2")
BLANK = re.compile(r"[^\S\n]+")
PLAIN = re.compile(r"[^\s\\'\"$`;|&(){}]+")
QUOTED = re.compile(r'[^"\\$`]+')
UNQUOTED = re.compile(r"[^\\'\"()]+")
SUBSTITUTION = re.compile(r"\$\((?!\()(?!\w+\))(?:shell\s)?")


class Scope(Struct, frozen=True):
    """What ends with its bracket: a subshell, a substitution, or the body of a `function`.

    `number` tells one from the next of the same text.
    """

    number: int
    function: bool = False


class Command(Struct, frozen=True):
    """The words of one command, quotes taken off, and the line where it begins, counted from 1.

    `scopes` are those it stands in, the outermost first: what `cd` does in a subshell ends with it.
    """

    words: tuple[str, ...]
    line: int
    scopes: tuple[Scope, ...] = ()


def commands(text: str, line: int = 1) -> Iterator[Command]:
    """Every command of a script in the order of its text, those inside substitutions before their own."""
    return _Reader(text, line).read()


class _Reader:
    """One pass over the text; `at` is where it stands.

    `brackets` are the closers that are awaited, each with whether it ends a scope; `named`: a function's body
    comes next; `pattern`: the next `)` ends a pattern of a `case`.
    """

    def __init__(
        self, text: str, line: int, scopes: tuple[Scope, ...] = (), numbers: Iterator[int] | None = None
    ) -> None:
        self.text, self.line, self.at = text, line, 0
        self.scopes, self.numbers = scopes, numbers or count()
        self.brackets: list[tuple[str, bool]] = []
        self.named, self.pattern, self.cases = False, False, 0
        self.words: list[str] = []
        self.began = line
        self.heredocs: list[tuple[bool, str]] = []
        self.found: list[Command] = []

    def read(self) -> Iterator[Command]:
        while self.at < len(self.text):
            self.step(self.text[self.at])
        self.end()
        return iter(self.found)

    def step(self, char: str) -> None:
        if char == "\\" and self.text.startswith("\\\n", self.at):
            self.skip("\\\n")
        elif char in ENDS and not self.is_brace_of_word(char):
            self.punctuate(char)
        elif blank := BLANK.match(self.text, self.at):
            self.at = blank.end()
        elif char == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
        elif found := HEREDOC.match(self.text, self.at):
            self.heredocs.append((bool(found[1]), found[3]))
            self.at = found.end()
        else:
            self.word()

    def is_brace_of_word(self, char: str) -> bool:
        if char == "}" and not self.words:
            return False
        return char in "{}" and self.at + 1 < len(self.text) and not self.text[self.at + 1].isspace()

    def punctuate(self, char: str) -> None:
        self.end()
        if char == "(" and self.text.startswith("()", self.at):
            self.named = True
            self.at += 1
        elif char in "({":
            self.open(char)
        elif char in ")}":
            self.close(char)
        elif char == ";" and self.cases and self.text.startswith(";;", self.at):
            self.pattern = True
        self.at += 1
        if char == "\n":
            self.line += 1
            self.skip_heredocs()

    def open(self, char: str) -> None:
        """A subshell, or braces; of these only a function's body is a scope."""
        if char == "(" and self.pattern:
            return
        function = char == "{" and self.named
        scope = char == "(" or function
        self.brackets.append((")" if char == "(" else "}", scope))
        if scope:
            self.scopes = (*self.scopes, Scope(next(self.numbers), function))
        self.named = False

    def close(self, char: str) -> None:
        if char == ")" and self.pattern:
            self.pattern = False
        elif self.brackets and self.brackets[-1][0] == char:
            _, scope = self.brackets.pop()
            self.scopes = self.scopes[:-1] if scope else self.scopes

    def skip_heredocs(self) -> None:
        for indented, end in self.heredocs:
            while self.at < len(self.text):
                stop = self.text.find("\n", self.at)
                stop = len(self.text) if stop < 0 else stop
                row = self.text[self.at : stop]
                self.at, self.line = stop + 1, self.line + 1
                if (row.lstrip("\t") if indented else row) == end:
                    break
        self.heredocs = []

    def end(self) -> None:
        if self.words:
            self.found.append(Command(tuple(self.words), self.began, self.scopes))
            self.named = self.words[0] == "function"
            self.note_case(self.words)
        self.words = []

    def note_case(self, words: list[str]) -> None:
        if words[0] == "case" and "in" in words:
            self.cases, self.pattern = self.cases + 1, True
        elif words[0] == "esac":
            self.cases, self.pattern = max(self.cases - 1, 0), False

    def skip(self, text: str) -> None:
        self.at += len(text)
        self.line += text.count("\n")

    def taken(self, text: str) -> str:
        """Text that means itself."""
        self.skip(text)
        return text

    def word(self) -> None:
        if not self.words:
            self.began = self.line
        parts: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char.isspace() or (char in ENDS and char not in "{}"):
                break
            run = PLAIN.match(self.text, self.at)
            parts.append(self.taken(run[0]) if run else self.piece(char))
        self.words.append("".join(parts))

    def piece(self, char: str) -> str:
        if char == "'":
            return self.single()
        if char == '"':
            return self.double()
        if char == "\\":
            taken = self.text[self.at : self.at + 2]
            self.skip(taken)
            return "" if taken == "\\\n" else taken[1:]
        return self.plain(char)

    def single(self) -> str:
        end = self.text.find("'", self.at + 1)
        end = len(self.text) if end < 0 else end
        taken = self.text[self.at + 1 : end]
        self.skip(taken + "''")
        return taken

    def double(self) -> str:
        self.at += 1
        parts: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != '"':
            char = self.text[self.at]
            if char == "\\":
                taken = self.text[self.at : self.at + 2]
                self.skip(taken)
                parts.append(
                    "" if taken == "\\\n" else taken[1:] if taken[1:] in ('"', "\\", "$", "`") else taken
                )
            else:
                run = QUOTED.match(self.text, self.at)
                parts.append(self.taken(run[0]) if run else self.plain(char))
        self.at += 1
        return "".join(parts)

    def plain(self, char: str) -> str:
        """One character, a variable, or a substitution: its commands are read, and its place stays `$(…)`."""
        if char == "`":
            end = self.text.find("`", self.at + 1)
            return self.inside(self.at + 1, len(self.text) if end < 0 else end)
        if found := SUBSTITUTION.match(self.text, self.at):
            return self.inside(found.end(), self.closing(found.end()))
        if self.text.startswith(("$(", "${"), self.at):
            end = self.text.find(")" if self.text[self.at + 1] == "(" else "}", self.at)
            taken = self.text[self.at : len(self.text) if end < 0 else end + 1]
            self.skip(taken)
            return taken
        self.skip(char)
        return char

    def inside(self, start: int, end: int) -> str:
        line = self.line + self.text.count("\n", self.at, start)
        scopes = (*self.scopes, Scope(next(self.numbers)))
        self.found += _Reader(self.text[start:end], line, scopes, self.numbers).read()
        self.skip(self.text[self.at : end + 1])
        return "$(…)"

    def closing(self, start: int) -> int:
        """Where the bracket closes that was opened before `start`."""
        open_brackets, quote, at = 1, "", start
        while at < len(self.text):
            if run := UNQUOTED.match(self.text, at):
                at = run.end()
                continue
            char = self.text[at]
            if char == "\\":
                at += 1
            elif quote:
                quote = "" if char == quote else quote
            elif char in "'\"":
                quote = char
            else:
                open_brackets += {"(": 1, ")": -1}.get(char, 0)
                if not open_brackets:
                    return at
            at += 1
        return len(self.text)
