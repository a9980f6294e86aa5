"""Build constraints: which files belong to the build on a platform (https://pkg.go.dev/cmd/go#hdr-Build_constraints).

The rules are those of go/build (matchTag, goodOSArchFile) and go/build/constraint, which have not
changed between Go 1.21 and 1.27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

# internal/syslist: past, present and future values, for a file name may speak of any of them.
# fmt: off
KNOWN_OS = frozenset((
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl",
    "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "zos",
))
KNOWN_ARCH = frozenset((
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64",
    "mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x",
    "sparc", "sparc64", "wasm",
))
# fmt: on
UNIX = KNOWN_OS - {"js", "nacl", "plan9", "wasip1", "windows", "zos"}
IMPLIED_OS = {"android": "linux", "illumos": "solaris", "ios": "darwin"}
MAX_OPERANDS = 1000


class Platform(Struct, frozen=True):
    """Where go would build: `minor` is N of the toolchain's go1.N (0: unknown, every go1.N tag holds).

    `tags` are those of -tags and, where they are known, go's own (`goexperiment.…`, `amd64.v1`).
    """

    goos: str = "linux"
    goarch: str = "amd64"
    cgo: bool = True
    minor: int = 0
    tags: frozenset[str] = frozenset()


def is_ignored_name(name: str) -> bool:
    """Whether go never looks at a file or folder of that name: `_x.go`, `.x.go`."""
    return name.startswith(("_", "."))


@lru_cache(maxsize=65536)
def file_name_matches(name: str, platform: Platform) -> bool:
    """Whether `x_linux_arm64_test.go` and the like are for this platform.

    Only what follows the first `_` counts: `linux.go` is for all (go/build goodOSArchFile).
    """
    if is_ignored_name(name):
        return False
    _, *parts = name.partition(".")[0].split("_")
    if parts[-1:] == ["test"]:
        parts.pop()
    if len(parts) > 1 and parts[-2] in KNOWN_OS and parts[-1] in KNOWN_ARCH:
        return tag_holds(parts[-2], platform) and tag_holds(parts[-1], platform)
    if parts and (parts[-1] in KNOWN_OS or parts[-1] in KNOWN_ARCH):
        return tag_holds(parts[-1], platform)
    return True


@lru_cache(maxsize=16384)
def constraint_holds(expression: str, platform: Platform) -> bool:
    """Whether a `//go:build` expression holds; "" does.

    Raises ValueError with the words of go/build/constraint where it does not parse.
    """
    if not expression:
        return True
    values: list[bool] = []
    for token in postfix(expression):
        if token == "!":
            values[-1] = not values[-1]
        elif token in ("&&", "||"):
            right, left = values.pop(), values.pop()
            values.append(left and right if token == "&&" else left or right)
        else:
            values.append(tag_holds(token, platform))
    return values.pop()


def tag_holds(tag: str, platform: Platform) -> bool:
    """Whether a single tag is set (go/build matchTag)."""
    if tag in (platform.goos, platform.goarch, "gc", IMPLIED_OS.get(platform.goos)):
        return True
    if tag == "cgo" and platform.cgo:
        return True
    if tag == "unix" and platform.goos in UNIX:
        return True
    if tag == "boringcrypto":
        tag = "goexperiment.boringcrypto"
    release = re.fullmatch(r"go1\.([1-9][0-9]{0,5})", tag)
    if release and (platform.minor == 0 or int(release[1]) <= platform.minor):
        return True
    return tag in platform.tags


@lru_cache(maxsize=16384)
def postfix(expression: str) -> tuple[str, ...]:
    """The expression in reverse Polish order: tags, and `!`, `&&`, `||` after what they work on.

    Without recursion, for Go allows a thousand nested parentheses. Raises ValueError.
    """
    output: list[str] = []
    waiting: list[str] = []
    operand_next = True
    operands = 0
    previous = ""
    for token in tokens(expression):
        if operand_next:
            operands += previous != "!"
            operand_next = _take_operand(token, previous, operands, output, waiting)
        else:
            operand_next = _take_operator(token, output, waiting)
        previous = token
    if operand_next:
        raise ValueError("missing close paren" if "(" in waiting else "unexpected end of expression")
    _reduce(output, waiting, {"!", "&&", "||"})
    if waiting:
        raise ValueError("missing close paren")
    return tuple(output)


def _take_operand(token: str, previous: str, operands: int, output: list[str], waiting: list[str]) -> bool:
    """Deal with a token where a tag, `!` or `(` must stand; whether another such must follow."""
    if operands > MAX_OPERANDS:
        raise ValueError("build expression too large")
    if token == "!" and previous == "!":
        raise ValueError("double negation not allowed")
    if token in ("!", "("):
        waiting.append(token)
        return True
    if token in (")", "&&", "||"):
        raise ValueError(f"unexpected token {token}")
    output.append(token)
    return False


def _take_operator(token: str, output: list[str], waiting: list[str]) -> bool:
    """Deal with a token after a complete operand; whether an operand must follow."""
    if token in ("&&", "||"):
        _reduce(output, waiting, {"!", "&&"} if token == "&&" else {"!", "&&", "||"})
        waiting.append(token)
        return True
    _reduce(output, waiting, {"!", "&&", "||"})
    if not waiting:
        raise ValueError(f"unexpected token {token}")
    if token != ")":
        raise ValueError("missing close paren")
    waiting.pop()
    return False


def _reduce(output: list[str], waiting: list[str], operators: set[str]) -> None:
    while waiting and waiting[-1] in operators:
        output.append(waiting.pop())


def tokens(expression: str) -> Iterator[str]:
    """The expression's tokens in order; raises ValueError at the first that is none."""
    at = 0
    while at < len(expression):
        if expression[at] in " \t":
            at += 1
            continue
        token = expression[at] if expression[at] in "()!" else expression[at : at + 2]
        if token not in ("(", ")", "!", "&&", "||"):
            token = leading_tag(expression[at:])
        if not token:
            raise ValueError(f"invalid syntax at {expression[at]}")
        yield token
        at += len(token)


def leading_tag(text: str) -> str:
    """The longest tag at the start of text: letters, digits, `_` and `.`."""
    for at, char in enumerate(text):
        if not (char.isalpha() or char.isdecimal() or char in "_."):
            return text[:at]
    return text
