"""go.mod and go.work as we read them, held against Go's own reader and the go command."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import astuple

from goworkdoctor.golang.modfile import ModFile, ModFileError, Replace, WorkFile, parse_mod, parse_work
from tests.conftest import toolchain
from tests.golang.mod_oracle import ModOracle
from tests.golang.modfiles import ACCEPTED, ACCEPTED_WORK, MUTATIONS, REFUSED, REFUSED_WORK, WORDS
from tests.oracle import Go, write

LISTS = ("Require", "Replace", "Exclude", "Retract", "Tool", "Godebug", "Ignore", "Use")


def plain(message: str) -> str:
    """Go quotes a byte that is no UTF-8 as \\xff; we say U+FFFD, as both do in values."""
    return re.sub(r"\\x[89a-f].", "\ufffd", message)


def asked(mod_oracle: ModOracle, kind: str, data: bytes) -> Any:
    """What Go makes of a file."""
    answer = mod_oracle.file(kind, data)
    return answer | {"Message": plain(answer["Message"])} if "Message" in answer else answer


def flat(item: Struct) -> list[Any]:
    """The values of an item, those of an item in it as a tuple."""
    return [tuple(flat(value)) if isinstance(value, Struct) else value for value in astuple(item)]


def reading(kind: str, data: bytes) -> dict[str, Any]:
    """What we make of a file, in the oracle's shape."""
    try:
        parsed = parse_mod(data, kind) if kind == "go.mod" else parse_work(data, kind)
    except ModFileError as error:
        return {"Line": error.line, "Message": plain(error.message)}
    found: dict[str, Any] = {
        name: [flat(item) for item in getattr(parsed, f"{name.lower()}s", ())] or None for name in LISTS
    }
    module = [parsed.module, parsed.deprecated, parsed.module_line] if isinstance(parsed, ModFile) else [0]
    found["Module"] = [module] if module[-1] else None
    found["Go"] = [[parsed.go, parsed.go_line]] if parsed.go_line else None
    found["Toolchain"] = [[parsed.toolchain, parsed.toolchain_line]] if parsed.toolchain_line else None
    return found


@pytest.mark.parametrize("data", [*ACCEPTED, *REFUSED])
def test_a_mod_file_is_read_as_go_reads_it(data: bytes, mod_oracle: ModOracle) -> None:
    found = reading("go.mod", data)
    assert found == asked(mod_oracle, "go.mod", data)
    assert ("Message" in found) == (data in REFUSED)


@pytest.mark.parametrize("data", [*ACCEPTED_WORK, *REFUSED_WORK])
def test_a_work_file_is_read_as_go_reads_it(data: bytes, mod_oracle: ModOracle) -> None:
    found = reading("go.work", data)
    assert found == asked(mod_oracle, "go.work", data)
    assert ("Message" in found) == (data in REFUSED_WORK)


def edited(kind: str, data: bytes) -> dict[str, Any] | str:
    """What `go mod edit -json` or `go work edit -json` should print: its JSON, or its first complaint."""
    try:
        parsed = parse_mod(data, kind) if kind == "go.mod" else parse_work(data, kind)
    except ModFileError as error:
        return str(error)
    printed: dict[str, Any] = {"Go": parsed.go, "Toolchain": parsed.toolchain}
    godebug = "GoDebug" if kind == "go.mod" else "Godebug"
    printed[godebug] = [{"Key": item.key, "Value": item.value} for item in parsed.godebugs if item.key]
    printed["Replace"] = [
        {"Old": versioned(item.old_path, item.old_version), "New": versioned(item.new_path, item.new_version)}
        for item in last_of_each(parsed.replaces)
        if item.old_path
    ]
    printed |= of_mod(parsed) if isinstance(parsed, ModFile) else of_work(parsed)
    return {key: value for key, value in printed.items() if value}


def of_mod(mod: ModFile) -> dict[str, Any]:
    module = {"Path": mod.module} | ({"Deprecated": mod.deprecated} if mod.deprecated else {})
    return {
        "Module": module,
        "Require": [
            versioned(item.path, item.version) | ({"Indirect": True} if item.indirect else {})
            for item in mod.requires
            if item.path
        ],
        "Exclude": [versioned(*pair) for pair in dict.fromkeys((x.path, x.version) for x in mod.excludes)],
        "Retract": [
            {"Low": item.low, "High": item.high} | ({"Rationale": item.rationale} if item.rationale else {})
            for item in mod.retracts
        ],
        "Tool": [{"Path": path} for path in dict.fromkeys(item.path for item in mod.tools)],
        "Ignore": [{"Path": path} for path in dict.fromkeys(item.path for item in mod.ignores)],
    }


def of_work(work: WorkFile) -> dict[str, Any]:
    return {"Use": [{"DiskPath": use.path} for use in work.uses if use.path]}


def versioned(path: str, version: str) -> dict[str, str]:
    return {"Path": path} | ({"Version": version} if version else {})


def last_of_each(replaces: tuple[Replace, ...]) -> list[Replace]:
    """Of two replaces of the same, Go's editor keeps the later one, in its place."""
    last = {(item.old_path, item.old_version): item.line for item in replaces}
    return [item for item in replaces if last[item.old_path, item.old_version] == item.line]


def printed_by_go(go: Go, kind: str, data: bytes, folder: Path) -> dict[str, Any] | str:
    write(folder, {kind: data})
    done = go.run(kind.removeprefix("go."), "edit", "-json", kind, cwd=folder)
    if done.returncode == 0:
        return {key: value for key, value in json.loads(done.stdout).items() if value}
    first = re.search(r"(?m)^(go\.\w+:\d+)(?::\d+)?(:.*)", done.stderr.replace("\n\t", ""))
    return "".join(first.groups()) if first else done.stderr


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("go.mod", ACCEPTED),
        ("go.mod", REFUSED),
        ("go.work", ACCEPTED_WORK),
        ("go.work", REFUSED_WORK),
    ],
    ids=["mod", "refused mod", "work", "refused work"],
)
def test_the_go_command_agrees(kind: str, files: list[bytes], go: Go, tmp_path: Path) -> None:
    for data in files:
        assert edited(kind, data) == printed_by_go(go, kind, data, tmp_path), data


GAPS = st.sampled_from([" ", " ", " ", "", "\t", "\r", "  ", "\x00", "\x0b", "\u00a0", "\ufeff"])
LINES = st.lists(st.tuples(GAPS, st.sampled_from(WORDS)), min_size=1, max_size=9).map(
    lambda pairs: "".join(gap + word for gap, word in pairs)
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", " // indirect\n", "// indirect; why\n", "//\n"])


@st.composite
def files(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """A written file with lines, words or bytes put in, taken out or doubled; or lines of likely words."""
    if draw(st.booleans()):
        return "".join(
            line + end for line, end in draw(st.lists(st.tuples(LINES, ENDS), max_size=6))
        ).encode()
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(1, 4))):
        pieces = re.split(
            draw(st.sampled_from([rb"(?<=\n)", rb"(\s+)", rb"(?=[^\w])", rb"(?s)(?<=.)"])), data
        )
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.sampled_from([b"", pieces[at] * 2, draw(st.sampled_from(MUTATIONS)) + pieces[at]]))
        data = b"".join([*pieces[:at], other, *pieces[at + 1 :]])
    # Go's Unicode tables are newer than Python's: it may print what Python does not know.
    assume(all(unicodedata.category(char) != "Cn" for char in data.decode(errors="ignore")))
    return data


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=files([*ACCEPTED, *REFUSED]))
def test_any_mod_file_is_read_as_go_reads_it(data: bytes, mod_oracle: ModOracle) -> None:
    assert reading("go.mod", data) == asked(mod_oracle, "go.mod", data)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=files([*ACCEPTED_WORK, *REFUSED_WORK]))
def test_any_work_file_is_read_as_go_reads_it(data: bytes, mod_oracle: ModOracle) -> None:
    assert reading("go.work", data) == asked(mod_oracle, "go.work", data)


DATED = [
    ("1.21.13", b"godebug a=b", "unknown directive: godebug"),
    ("1.21.13", b"tool a", "unknown directive: tool"),
    ("1.24.11", b"ignore a", "unknown directive: ignore"),
]


@pytest.mark.parametrize(("version", "data", "refusal"), DATED)
def test_directives_that_an_older_go_refuses_are_read(
    version: str, data: bytes, refusal: str, tmp_path: Path
) -> None:
    assert printed_by_go(toolchain(version), "go.mod", data, tmp_path) == f"go.mod:1: {refusal}"
    assert "Message" not in reading("go.mod", data)


@pytest.mark.parametrize(
    "data", [b"module `x`", b"require `x` v1", b"replace a => `./b`", b"toolchain local"]
)
def test_no_go_ever_took_back_quotes_or_a_local_toolchain(data: bytes, any_go: Go, tmp_path: Path) -> None:
    assert isinstance(printed_by_go(any_go, "go.mod", data, tmp_path), str)
    with pytest.raises(ModFileError):
        parse_mod(data)


def test_an_error_names_file_and_line_in_one_line() -> None:
    with pytest.raises(ModFileError) as caught:
        parse_work(b"go 1.22\n\nreplace a\n", "tools/go.work")
    assert str(caught.value) == (
        "tools/go.work:3: usage: replace module/path [v1.2.3] => other/module v1.4"
        " or replace module/path [v1.2.3] => ../local/directory"
    )


def test_an_unterminated_block_names_the_file_as_it_was_given() -> None:
    with pytest.raises(ModFileError, match=r"^x/go\.work:4: .* started at x/go\.work:2:1\)$"):
        parse_work(b"\nuse (\n\t./a\n", "x/go.work")


def test_every_duplicate_line_is_kept() -> None:
    mod = parse_mod(b"replace a => ../b\nreplace a => ../c\nexclude a v1\nexclude a v1\n")
    assert [(item.new_path, item.line) for item in mod.replaces] == [("../b", 1), ("../c", 2)]
    assert [item.line for item in mod.excludes] == [3, 4]


@pytest.mark.parametrize(
    "comment",
    [
        "// This is a generated file. Do not edit directly.",
        "// Code generated by hack/update-workspace.sh. DO NOT EDIT.",
        "// DO NOT EDIT! Generated from modules.yaml.",
        "// Generated by make work.",
        "// this file was auto-generated",
    ],
)
def test_a_generated_workspace_says_so_above_its_first_directive(comment: str) -> None:
    text = f"// Copyright.\n\n\t{comment}\r\n\ngo 1.24\n"
    assert parse_work(text.encode()).generated == comment


@pytest.mark.parametrize(
    "text",
    [
        "go 1.24\n// Code generated by x. DO NOT EDIT.\n",
        "go 1.24 // generated by x, do not edit\n",
        "// do not edit\ngo 1.24\n",
        "// the generated code lives in ./gen\nuse ./gen\n",
        "",
    ],
)
def test_a_written_workspace_is_not_called_generated(text: str) -> None:
    assert parse_work(text.encode()).generated == ""
