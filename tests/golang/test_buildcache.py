"""Entries of the build cache are read as go reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.golang.buildcache import HEAD, Kind, entry_id, entry_name, kind_of, parse_index_entry
from tests.clinic import Clinic, clinic
from tests.oracle import Go

A, D = "ab" * 32, "cd" * 32
GOOD = f"v1 {A} {D} {123:20d} {1_700_000_000_000_000_000:20d}\n".encode()


@pytest.fixture
def here(any_go: Go, tmp_path: Path) -> Clinic:
    return clinic(any_go, tmp_path)


def test_every_index_entry_of_real_go_parses_and_leads_to_its_output(here: Clinic) -> None:
    files = list(here.cache.glob("??/*-a"))
    for file in files:
        found = parse_index_entry(file.name[:-2], file.read_bytes())
        assert found
        assert (here.cache / entry_name(found.output, "d")).stat().st_size == found.size
    assert len(files) > 50


def test_every_name_of_real_go_is_an_entrys(here: Clinic) -> None:
    for file in here.cache.glob("??/*"):
        assert entry_id(file.parent.name, file.name) == file.name[:64]


@pytest.mark.parametrize(
    "spoilt",
    [
        GOOD[:-1],
        GOOD + b"\n",
        b"",
        GOOD.replace(b"v1", b"v2"),
        GOOD.replace(b"abab", b"baba", 1),
        GOOD.replace(b"cdcd", b"xdcd", 1),
        GOOD.replace(b" 123 ", b" 12x "),
        GOOD.replace(b" 123 ", b"-123 "),
        GOOD.replace(b" 123 ", b"1 23 "),
        GOOD.replace(b" 17000", b" -7000"),
        GOOD.replace(b" ", b"\t", 1),
        GOOD[:-1] + b" ",
    ],
)
def test_what_go_takes_for_a_miss_is_no_index_entry(spoilt: bytes) -> None:
    assert parse_index_entry(A, GOOD)
    assert parse_index_entry(A, spoilt) is None


def test_go_and_the_doctor_agree_on_spoilt_index_entries(go: Go, tmp_path: Path) -> None:
    """A package whose index entry go takes for a miss is compiled again; one that it takes is not."""
    here = clinic(go, tmp_path)
    archive = here.archive("./q")
    entry = next(file for file in here.cache.glob("??/*-a") if archive.name[:-2] in file.read_text())
    good = entry.read_bytes()
    spoilings = {
        "upper case": good.replace(archive.name[:-2].encode(), archive.name[:-2].upper().encode()),
        "plus": good.replace(b"  %d " % archive.stat().st_size, b" +%d " % archive.stat().st_size),
        "zeros": good.replace(b"  %d " % archive.stat().st_size, b" 0%d " % archive.stat().st_size),
        "tab": good.replace(b" ", b"\t", 1),
        "time": good[:-2] + b"x\n",
        "no line end": good[:-1] + b" ",
    }
    for name, data in spoilings.items():
        entry.unlink()
        entry.write_bytes(data)
        compiled = "ex.com/m/q" in here.run("build", "-v", "./q").stderr
        assert compiled == (parse_index_entry(entry.name[:-2], data) is None), name


@pytest.mark.parametrize(
    ("shard", "name"),
    [
        ("ab", f"{A}-x"),
        ("ab", A),
        ("cd", f"{A}-a"),
        ("ab", f"{A}-a.tmp"),
        ("ab", f"{A[:-1]}-d"),
        ("ab", f"{A.upper()}-d"),
    ],
)
def test_other_names_are_foreign(shard: str, name: str) -> None:
    assert entry_id(shard, name) == ""


def test_kinds_of_real_outputs(here: Clinic) -> None:
    kinds = {kind_of(file.read_bytes()[:HEAD]) for file in here.outputs()}
    assert {Kind.ARCHIVE, Kind.PACKAGE_INDEX, Kind.SOURCES} <= kinds
    assert kind_of(here.archive("./q").read_bytes()[:HEAD]) is Kind.ARCHIVE


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"ok  \tex.com/m\t0.1s\n", Kind.TEST),
        (b"# test log\ngetenv HOME\n", Kind.TEST),
        (b"\r\xff\x81\x02\x01\x02\xff\x82\x00\x01\xff\x80\x00\x004\x7f\x03\x01\x01\x07gobFact\x01", Kind.VET),
        (b"\x7fELF\x02\x01", Kind.EXECUTABLE),
        (b"", Kind.OTHER),
        (b"# ex.com/m\n./a.go:1:1: declared and not used", Kind.OTHER),
    ],
)
def test_kinds_by_their_first_bytes(head: bytes, kind: Kind) -> None:
    assert kind_of(head) is kind
