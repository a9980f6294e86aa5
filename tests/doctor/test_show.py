"""A plan is shown so that a person, and `git apply`, understand it, and no terminal obeys it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goworkdoctor.doctor.show import describe, diff, human
from goworkdoctor.model.plan import EditFile, MoveEntries, MoveToTrash, Plan, RunCommand
from tests.oracle import write

ROOT = Path("/r")


def shown(path: str, before: bytes | None, after: bytes | None) -> str:
    return diff(Plan("t", "t", ROOT, (EditFile(ROOT / path, before, after),)))


def test_an_edit_is_a_unified_diff() -> None:
    assert shown("a/go.work", b"1\n2\n3\n", b"1\nzwei\n3\n") == (
        "--- a/a/go.work\n+++ b/a/go.work\n@@ -1,3 +1,3 @@\n 1\n-2\n+zwei\n 3\n"
    )


def test_a_creation_and_a_removal_have_dev_null() -> None:
    assert shown("f", None, b"x\n") == "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n"
    assert shown("f", b"x\n", None) == "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"


def test_a_missing_last_newline_is_told() -> None:
    assert shown("f", b"x", b"x\n") == (
        "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n"
    )


def test_no_byte_of_a_repository_reaches_the_terminal_as_an_order() -> None:
    text = shown("a\x1b[2J\n\udcff", b"\xff\x1b]0;x\x07\r\n", "\u202e[bold]\tx\u2028".encode())
    assert not set(text) & set("\x1b\x07\r\u202e\u2028")
    assert text.isprintable() or all(part.isprintable() for part in text.replace("\t", "\n").split("\n"))
    assert "\\xff\\x1b]0;x\\x07\\r" in text
    assert "\\u202e[bold]\tx\\u2028" in text


plain = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=6).map("\n".join)
contents = st.tuples(plain, st.sampled_from(["", "\n"])).map("".join)


@given(contents, contents)
def test_git_apply_does_what_the_diff_shows(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    root = write(tmp_path_factory.mktemp("w"), {"f": before})
    text = diff(Plan("t", "t", root, (EditFile(root / "f", before.encode(), after.encode()),)))
    if text:
        subprocess.run(["git", "apply", "--unidiff-zero"], cwd=root, input=text.encode(), check=True)
    assert (root / "f").read_text() == after


def test_a_step_is_one_line() -> None:
    edit = EditFile(ROOT / "go.work", b"1\n2\n", b"1\n3\n4\n")
    assert describe(edit, ROOT) == "edit go.work (+2 −1 lines); can be undone"
    assert describe(EditFile(ROOT / "x", None, b"1\n")) == "create /r/x (+1 −0 lines); can be undone"
    assert describe(EditFile(ROOT / "x", b"1\n", None), ROOT) == "remove x (+0 −1 lines); can be undone"
    moved = MoveToTrash(Path("/c/x\n"), Path("/c/trash"), 1_500, "i")
    assert describe(moved) == "move /c/x\\n (1.5 kB) to the trash, /c/trash; can be undone"
    one = MoveEntries("build", Path("/c"), Path("/c/trash/id"), b"", 1, 175)
    assert describe(one) == "move 1 entry (175 bytes) of /c to its trash, id; can be undone"
    command = RunCommand(("/go", "x y"), ROOT, env=(("A", "b c"),))
    assert describe(command) == "run `A='b c' /go 'x y'`; leaves nothing to undo"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (100_000, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (12_400_000_000, "12.4 GB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_bytes_are_said_in_decimal_units(size: int, text: str) -> None:
    assert human(size) == text
