"""GW113: a go.work that go cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.config import Settings
from goworkdoctor.doctor.examine import examine
from tests.checks.examined import mod, refusal, told
from tests.oracle import Go, write


@pytest.mark.parametrize(
    "text",
    [
        "go 1.21\n<<<<<<< HEAD\nuse ./a\n",
        "use ./a b\n",
        "go 1.21\nuse (\n./a\n",
        "go 1.x\n",
        "go 1.21\nuse ./a\n",
        "",
    ],
)
def test_go_agrees_on_what_does_not_parse_and_on_the_words(go: Go, tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a/go.mod": mod("ex.com/a"), "go.work": text})
    says = refusal(go, tmp_path, "work", "edit", "-json")
    found = told("GW113", tmp_path)
    assert bool(found) == bool(says)
    for seen in found:
        assert f"go.work:{seen.line}" in says
        assert seen.message.removeprefix("go.work does not parse: ") in says


def test_other_rules_do_not_guess_about_it(tmp_path: Path) -> None:
    write(tmp_path, {"a/go.mod": mod("ex.com/a"), "go.mod": mod("ex.com/r"), "go.work": "bogus\n"})
    write(tmp_path, {f"{dir}x_test.go": "package x\n" for dir in ("", "a/")})
    codes = {one.code for one in examine(tmp_path, Settings(select=("GW", "GT", "GM", "GS"))).findings}
    assert codes == {"GW113"}


def test_a_stray_one_is_nobodys_trouble(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"go.mod": mod("ex.com/r"), "testdata/go.work": "bogus\n", "vendor/x/go.work": "use ./gone\n"},
    )
    assert not examine(tmp_path, Settings(select=("GW",))).findings
