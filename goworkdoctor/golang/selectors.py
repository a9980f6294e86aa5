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
    repeats, ways, before, at = 0, 1, "", 0
    alternatives = [1]
    while at < len(expression):
        token = TOKEN.match(expression, at)
        if token is None:
            return False
        at, sign = token.end(), token["sign"]
        if token["repeat"]:
            repeats += 1
            if before != "atom":
                return False
        elif sign == "?":
            ways *= 2
        elif sign == "|":
            alternatives[-1] += 1
        elif sign == ")":
            ways *= alternatives.pop()
        elif sign:
            alternatives.append(1)
        if not alternatives:
            return False
        before = str(token.lastgroup)
    return len(alternatives) == 1 and repeats <= MOST_REPEATS and ways * alternatives[0] <= MOST_WAYS
