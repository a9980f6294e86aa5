"""Whether an edit by go did what was meant, and nothing else.

Go's edit commands stay silent about what they do not find: `go work edit -dropuse=/abs/path` exits with 0
and changes nothing where the use is written `./path`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from goworkdoctor.golang.modfile import ModFile, WorkFile
from goworkdoctor.model.plan import GoEdit

Entry = tuple[str, ...]
Entries = Counter[Entry]


def entries(file: ModFile | WorkFile, without: frozenset[int] = frozenset()) -> Entries:
    """What a file says, whatever the order and the layout: ("use", "./a"), ("go", "1.24"), …"""
    found: Entries = Counter()
    for name in file.__struct_fields__:
        value = getattr(file, name)
        if isinstance(value, tuple):
            found.update(_entry(name, item) for item in value if item.line not in without)
        elif isinstance(value, str) and value and name != "generated":
            found[(name, value)] += 1
    return found


def _entry(kind: str, item: Struct) -> Entry:
    names = (name for name in item.__struct_fields__ if name != "line")
    return (kind, *(str(getattr(item, name)) for name in names))


def meant(edit: GoEdit, before: ModFile | WorkFile) -> Entries:
    """What the file must say after the edit; raises KeyError for a flag that is not known here."""
    result = entries(before, frozenset(edit.remove_lines))
    for argument in edit.arguments:
        flag, _, value = argument.partition("=")
        FLAGS[flag](result, value)
    return result


def _use(result: Entries, value: str) -> None:
    result[("uses", value)] = max(1, result[("uses", value)])


def _drop_use(result: Entries, value: str) -> None:
    del result[("uses", value)]


def _set(name: str) -> Callable[[Entries, str], None]:
    def put(result: Entries, value: str) -> None:
        for entry in [entry for entry in result if entry[0] == name]:
            del result[entry]
        if value != "none":
            result[(name, value)] = 1

    return put


def _replace(result: Entries, value: str) -> None:
    old, _, new = value.partition("=")
    path, _, version = old.partition("@")
    target, _, target_version = new.partition("@")
    for entry in _replaces(result, path, version):
        # Without a version go replaces every line of that module.
        if not version or entry[2] == version:
            del result[entry]
    result[("replaces", path, version, target, target_version)] = 1


def _require(result: Entries, value: str) -> None:
    path, _, version = value.partition("@")
    old = [entry for entry in result if entry[:2] == ("requires", path)]
    for entry in old:
        del result[entry]
    # go keeps the comment of the line that it changes, and with it what `// indirect` says.
    result[("requires", path, version, old[0][3] if old else "False")] = 1


def _drop_replace(result: Entries, value: str) -> None:
    path, _, version = value.partition("@")
    for entry in _replaces(result, path, version):
        if entry[2] == version:
            del result[entry]


def _replaces(result: Entries, path: str, version: str) -> list[Entry]:
    return [entry for entry in result if entry[:2] == ("replaces", path)]


FLAGS: dict[str, Callable[[Entries, str], None]] = {
    "-use": _use,
    "-dropuse": _drop_use,
    "-go": _set("go"),
    "-toolchain": _set("toolchain"),
    "-require": _require,
    "-replace": _replace,
    "-dropreplace": _drop_replace,
    "-fmt": lambda result, value: None,
}
