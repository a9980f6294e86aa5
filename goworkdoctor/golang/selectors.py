"""Go's regular expressions, as far as Python reads them alike and without risk.

A repository brings the expression and what it is tried on, and Python's matcher backtracks, unlike Go's
(https://pkg.go.dev/regexp/syntax): one that could take for ever is not tried.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_NAME = 200
LONGEST, MOST_REPEATS, MOST_WAYS = 500, 2, 200
ATOM = r"\\[wdsb]|\\[^\w\s]|\[\^?(?:\\[wds]|\\[^\w\s]|[^\[\]\\&|~])+\]|[^\\\[\](){}*+?|]"
TOKEN = re.compile(rf"(?P<atom>{ATOM})|(?P<repeat>[*+]|\{{\d\d?(?:,\d?\d?)?\}})|(?P<sign>\((?:\?:)?|[)?|])")
NO_ARGUMENT = re.compile(r"(?<!a)\*|(?<![a*)])\?")


@lru_cache(maxsize=1024)
def selector(expression: str) -> re.Pattern[str] | None:
    """A pattern to `search` names of at most LONGEST_NAME characters; None for what is not understood."""
    if len(expression) > LONGEST or not _is_tame(expression):
        return None
    try:
        return re.compile(expression, re.ASCII)
    except (re.error, OverflowError):
        return None


def _is_tame(expression: str) -> bool:
    """Whether it repeats only single characters, twice at most, and has few ways to match anything."""
    shape = _shape(expression)
    if NO_ARGUMENT.search(shape) or shape.count("*") > MOST_REPEATS:
        return False
    return 0 < _ways(shape) <= MOST_WAYS


def _shape(expression: str) -> str:
    """A sign for each token: `a` for a single character, `*` for what repeats, and `(`, `)`, `|`, `?`.

    `*` alone, which is not tame, for what is not understood.
    """
    shape, at = "", 0
    while at < len(expression):
        token = TOKEN.match(expression, at)
        if token is None:
            return "*"
        shape += "a" if token["atom"] else "*" if token["repeat"] else token["sign"][0]
        at = token.end()
    return shape


def _ways(shape: str) -> int:
    """How many ways to go through it there are, repeats aside; 0 where parentheses do not match."""
    ways, alternatives = 2 ** shape.count("?"), [1]
    for sign in shape:
        if sign == "|":
            alternatives[-1] += 1
        elif sign == "(":
            alternatives.append(1)
        elif sign == ")":
            ways *= alternatives.pop()
            if not alternatives:
                return 0
    return ways * alternatives[0] if len(alternatives) == 1 else 0
