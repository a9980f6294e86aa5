"""Members' go.sum files that contradict each other, before go holds to both."""

from __future__ import annotations

from pathlib import Path

from tests.doctor.migration.migrating import Files, mod, obstacles, repository, said, source
from tests.goproxy import Proxy
from tests.oracle import Go, write

LIB: dict[str, str] = {"go.mod": mod("ex.com/lib"), "lib.go": source("lib")}
WRONG = "h1:" + "A" * 43 + "="


def member(dir: str) -> Files:
    return {
        f"{dir}/go.mod": mod(f"ex.com/{dir}", "require ex.com/lib v1.0.0"),
        f"{dir}/x.go": source("x", "ex.com/lib"),
    }


def test_a_wrong_sum_of_one_member_breaks_another(tmp_path: Path, go: Go) -> None:
    proxy = Proxy(tmp_path / "proxy").add("ex.com/lib", "v1.0.0", LIB)
    root = write(tmp_path / "w", {**member("a"), **member("b")})
    assert go.run("mod", "tidy", cwd=root / "a", **proxy.env).returncode == 0
    good = (root / "a/go.sum").read_text()
    bad = "".join(
        f"{line.rpartition(' ')[0]} {WRONG}\n" if "/go.mod" not in line else f"{line}\n"
        for line in good.splitlines()
    )
    repository(root, {"b/go.sum": bad})
    found = obstacles(root)["sums"]
    assert found.modules == ("a", "b")
    assert [(item.path, item.line) for item in found.evidence] == [("a/go.sum", 1), ("b/go.sum", 1)]
    assert said(root / "a", go, "build", ".", **proxy.env) == ""
    write(root, {"go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n"})
    assert "SECURITY ERROR" in said(root, go, "build", "./a", **proxy.env)
    (root / "go.work").unlink()
    write(root, {"b/go.sum": good})
    assert "sums" not in obstacles(root)


def test_sums_that_one_file_alone_has_are_no_contradiction(tmp_path: Path) -> None:
    """Nor the sum that an old go wrote for every go.mod it had not read."""
    empty = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY="
    sums: Files = {
        "a/go.sum": f"ex.com/lib v1.0.0 {WRONG}\nex.com/lib v1.0.0/go.mod {empty}\n",
        "b/go.sum": f"ex.com/lib v1.1.0 {WRONG[:-2]}B=\nex.com/lib v1.0.0/go.mod {WRONG}\n",
    }
    assert "sums" not in obstacles(repository(tmp_path / "w", member("a"), member("b"), sums))
