"""The script that writes a generated go.work is found by what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.doctor.generator import find_generator
from goworkdoctor.model.facts import Facts, Tree
from tests.oracle import write

READER = "go work edit -json | jq -r '.Use[].DiskPath'\n"
KUBERNETES = """
  if [[ ! -f go.work ]]; then
    go work init
  fi
  go work edit -json | xargs -L 100 go work edit -fmt
  go work use .
  rm -f go.work.sum
"""
ETCD = """
rm -f go.work go.work.sum
go work init
git ls-files -z | while read modfile; do
    go work edit -use "$(dirname "$modfile")"
done
"""


def found(root: Path, files: dict[str, str | bytes]) -> str:
    write(root, files)
    return find_generator(Facts(root, tree=Tree(root, git=True, tracked=frozenset(files))))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("hack/update-vendor.sh", KUBERNETES),
        ("scripts/update_go_workspace.sh", ETCD),
        ("Makefile", "go-work:\n\t$(CROSSLINK) work --root=.\n\tcrosslink work\n"),
        ("build/rules.mk", "work:\n\tgo work init $(DIRS)\n"),
        ("tools/genwork/main.go", 'exec.Command("go", "work", "init")\n'),
        ("hack/gen-work", "#!/bin/sh\necho 'go 1.24' > go.work\n"),
    ],
)
def test_the_writer_is_found_among_readers(tmp_path: Path, path: str, text: str) -> None:
    others = {f"scripts/verify{n}.sh": READER for n in range(3)} | {"Dockerfile": "RUN go work init\n"}
    assert found(tmp_path, {**others, "vendor/x/gen.sh": ETCD, path: text}) == path


def test_who_only_reads_is_no_generator(tmp_path: Path) -> None:
    assert (
        found(tmp_path, {"Makefile": READER, "hack/x.sh": "cp go.work /tmp\n", "hack/bin": b"\xff" * 99})
        == ""
    )
    assert find_generator(Facts(tmp_path)) == ""


def test_a_link_or_a_huge_script_is_not_read(tmp_path: Path) -> None:
    outside = write(tmp_path, {"outside.sh": ETCD}) / "outside.sh"
    root = write(tmp_path / "w", {"huge.sh": ETCD + "#" * (1 << 20)})
    (root / "link.sh").symlink_to(outside)
    tracked = frozenset({"huge.sh", "link.sh", "gone.sh"})
    tree = Tree(root, git=True, tracked=tracked, symlinks=frozenset({"link.sh"}))
    assert find_generator(Facts(root, tree=tree)) == ""
