"""The pre-flight: who stays out, and which scripts change; the obstacles have files of their own."""

from __future__ import annotations

from pathlib import Path

from tests.doctor.migration.migrating import ROOT, SHOP, Files, mod, repository, source, state, take_all
from tests.oracle import Go, write


def test_folders_that_must_stay_out_each_with_its_reason(tmp_path: Path, go: Go) -> None:
    dirs = {
        "testdata/t": "testdata",
        "vendor/v": "vendor",
        "_x": "`_`",
        ".y": "`.`",
        "ignored": "git ignores",
    }
    files: Files = {f"{dir}/go.mod": mod(f"ex.com/{dir[-1]}") for dir in dirs}
    files |= {f"{dir}/x.go": source("x") for dir in dirs}
    own: Files = {"own/go.mod": mod("ex.com/own"), "own/o.go": source("o"), "own/go.work": "go 1.21\nuse .\n"}
    root = repository(tmp_path / "w", ROOT, own, {".gitignore": "/ignored\n"})
    write(root, files)
    out = {one.dir: one.why for one in state(root).preflight.stay_out}
    assert set(out) == {*dirs, "own"}
    assert all(word in out[dir] for dir, word in dirs.items())
    assert out["own"] == "it has a go.work of its own"
    take_all(root)
    assert (root / "go.work").read_text() == "go 1.21\n\nuse .\n"
    (root / "go.work").unlink()
    go.run("work", "init", cwd=root)
    go.run("work", "use", "-r", ".", cwd=root)
    adopted = set(go.lines("list", "-m", "-f", "{{.Dir}}", cwd=root))
    assert {f"{root}/{dir}" for dir in ("testdata/t", "_x", ".y", "ignored", "own")} <= adopted, (
        "go takes all"
    )


def test_scripts_that_change_meaning_have_their_place(tmp_path: Path) -> None:
    scripts: Files = {
        "Makefile": "list:\n\tgo list -m\n",
        "hack/run": "#!/bin/bash\ngo mod vendor\n",
        "tools.go": source("shop") + "\n//go:generate go run -mod=mod ./gen\n",
        "vendor/x/Makefile": "list:\n\tgo list -m\n",
    }
    root = repository(tmp_path / "w", SHOP, scripts)
    found = [(one.path, one.line) for one in state(root).preflight.scripts]
    assert found == [("Makefile", 2), ("hack/run", 2), ("tools.go", 4)]
