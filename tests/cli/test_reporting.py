"""One-shot reports: what goes to standard output, to files, and what the exit code is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import HEALTHY, Doctor, process
from tests.oracle import commit, write
from tests.report.shape import CONTRACT, mismatches


def test_a_healthy_repository_is_0(doctor: Doctor, healthy: Path) -> None:
    ended = doctor("-C", healthy, "--report")
    assert (ended.code, ended.err) == (0, "")
    assert "✓ nothing found" in ended.out


def test_findings_are_1(doctor: Doctor, stale: Path) -> None:
    ended = doctor("-C", stale, "--report")
    assert ended.code == 1
    assert "✗ error GW102  go.work:5" in ended.out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_sets_what_counts(doctor: Doctor, tmp_path: Path, fail_on: str, code: int) -> None:
    files = {**HEALTHY, "b/go.mod": "module example.com/b\n", "b/b_test.go": HEALTHY["a_test.go"]}
    root = commit(write(tmp_path, files))
    assert doctor("-C", root, "--report", "--select", "GT201", "--fail-on", fail_on).code == code


def test_any_folder_of_the_checkout_will_do(doctor: Doctor, stale: Path) -> None:
    (stale / "deep/down").mkdir(parents=True)
    assert "GW102" in doctor("-C", stale / "deep/down", "--report").out


def test_without_a_terminal_the_report_is_written(stale: Path) -> None:
    done = process(cwd=stale)
    assert done.returncode == 1
    assert "GW102" in done.stdout
    assert done.stderr == ""


def test_the_json_is_the_contract_and_nothing_else(stale: Path) -> None:
    done = process("-C", stale, "--format", "json")
    assert done.stderr == ""
    assert list(mismatches(json.loads(done.stdout), CONTRACT)) == []


def test_every_output_gets_its_format(doctor: Doctor, stale: Path, tmp_path: Path) -> None:
    outputs = ["--output", f"json={tmp_path}/r.json", "--output", f"text={tmp_path}/r.txt"]
    ended = doctor("-C", stale, *outputs)
    assert ended.code == 1
    assert json.loads((tmp_path / "r.json").read_text())["findings"][0]["code"] == "GW102"
    assert "✗ error GW102" in (tmp_path / "r.txt").read_text()
    assert "✗ error GW102" in ended.out


@pytest.mark.parametrize("place", ["", "missing/r.json"])
def test_an_output_without_a_place_is_told_before_the_examination(
    doctor: Doctor, stale: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goworkdoctor.doctor.examine.examine", None)
    ended = doctor("-C", stale, "--output", f"json={tmp_path / place}")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def stable(report: dict[str, Any]) -> dict[str, Any]:
    """Without what may differ between two runs, by the contract."""
    kept = {key: value for key, value in report.items() if key not in ("caches", "disk", "processes")}
    return kept | {"probes": [{**probe, "ms": 0} for probe in report["probes"]]}


def test_two_runs_say_the_same(tmp_path: Path) -> None:
    done = process("demo", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    first, second = (process("-C", tmp_path / "demo", "--format", "json") for _ in range(2))
    one, other = (stable(json.loads(done.stdout)) for done in (first, second))
    assert json.dumps(one) == json.dumps(other)


def test_names_that_are_no_utf8_are_reported(tmp_path: Path) -> None:
    folder = Path(str(tmp_path) + "/caf\udce9\n[bold]\x1b[2J")
    root = commit(write(tmp_path, HEALTHY | {"go.work": "go 1.22\nuse .\n"}))
    write(folder, {"go.mod": "module example.com/odd\n", "odd_test.go": HEALTHY["a_test.go"]})
    done = process("-C", root, "--report", "--format", "json")
    dirs = [module["dir"] for module in json.loads(done.stdout)["modules"]]
    assert "caf\\xe9\n[bold]\x1b[2J" in dirs
    text = process("-C", root, "--report").stdout
    assert "caf\\xe9\\n[bold]\\x1b[2J" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("arguments", [["--report"], ["rules"], ["explain", "GW102"], ["history"], ["fix"]])
def test_textual_is_not_imported(stale: Path, arguments: list[str]) -> None:
    program = (
        "import sys\nfrom goworkdoctor.cli.outcome import outcome\n"
        "outcome(sys.argv[1:])\nprint(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-C", str(stale), *arguments],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    loaded = done.stderr.splitlines()[-1]
    assert "'click'" in loaded
    assert "'textual'" not in loaded
    assert "'rich'" not in loaded


def test_help_imports_no_check_and_no_library() -> None:
    program = (
        "import sys\nfrom goworkdoctor.cli.outcome import outcome\noutcome(['--help'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    loaded = set(done.stderr.split())
    assert not loaded & {
        "git",
        "psutil",
        "textual",
        "packaging",
        "goworkdoctor.checks",
        "goworkdoctor.doctor",
    }
