"""A repository that tries to run programs by every way there is; each leaves a canary when it does."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from tests.oracle import commit, write
from tests.repositories import add_submodule, git

HOOKS = ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "pre-auto-gc")
PROGRAMS = ("git", "go", "cat", "true", "false", "ssh", "python3", "git-remote-evil")
CONFIG = """
[core]
    fsmonitor = {fsmonitor}
    hooksPath = {hooks}
    pager = {pager}
    sshCommand = {ssh}
    editor = {editor}
    askPass = {askpass}
    gitProxy = {proxy}
    alternateRefsCommand = {alternates}
[diff]
    external = {external}
[diff "evil"]
    textconv = {textconv}
[diff "two"]
    command = {command}
[filter "{prefix}evil"]
    clean = {clean}
    smudge = {smudge}
    required = true
[filter "a.b"]
    process = {process}
[alias]
    evil = !{alias}
    ls-files = !{alias}
    status = !{alias}
[pager]
    status = {pager}
    log = {pager}
[credential]
    helper = {credential}
[credential "https://example.invalid"]
    helper = {credential}
[gpg]
    program = {gpg}
[log]
    showSignature = true
[status]
    submoduleSummary = true
[protocol "ext"]
    allow = always
[remote "origin"]
    url = ssh://example.invalid/x
    promisor = true
[remote "ext"]
    url = ext::{ext}
    promisor = true
[remote "vcs"]
    vcs = evil
    url = x
    promisor = true
[include]
    path = included
[includeIf "gitdir:**"]
    path = conditional
"""
MORE = '[filter "{name}"]\n    clean = {program}\n    required = true\n'
SIGNER = """#!/bin/sh
/bin/cat > /dev/null
echo "-----BEGIN PGP SIGNATURE-----"
echo "-----END PGP SIGNATURE-----"
echo "[GNUPG:] SIG_CREATED " >&2
"""


@dataclass(frozen=True)
class Hostile:
    root: Path
    fired: Path

    @property
    def canaries(self) -> set[str]:
        return {path.name for path in self.fired.iterdir()}

    def snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Mode, modification time and content of everything in the repository, `.git` included."""
        paths = (Path(folder, name) for folder, dirs, files in os.walk(self.root) for name in dirs + files)
        return {str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, _content(path)) for path in paths}


def _content(path: Path) -> bytes:
    return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""


def hostile(tmp_path: Path) -> Hostile:
    """The repository: two commits, a staging module, a submodule as hostile as itself, no canary fired."""
    here = Hostile(tmp_path / "repo", tmp_path / "fired")
    here.fired.mkdir()
    sub = commit(write(tmp_path / "sub", {"s.go": "package s\n", ".gitattributes": "*.go filter=sub.evil\n"}))
    commit(write(here.root, {"go.mod": "module example.com/m\n\ngo 1.21\n\ntoolchain go1.99.0\n"}))
    add_submodule(here.root, sub, "sub")
    write(here.root, {
        ".gitattributes": "*.go filter=evil diff=evil\n*.mod filter=a.b diff=two\n*.txt filter=included\n",
        "a.go": "package m\n", "a.txt": "", "b.md": "", "go.env": "GOFLAGS=-toolexec=./go\n",
        "staging/src/example.com/s/go.mod": "module example.com/s\n",
        "staging/publishing/rules.yaml": f"!!python/object/apply:os.mkdir ['{here.fired}/yaml']\n",
    })  # fmt: skip
    signed_commit(here.root, tmp_path)
    lose_a_tree(here.root)
    arm(here, here.root / ".git", "")
    arm(here, here.root / ".git/modules/sub", "sub.")
    for name in PROGRAMS:
        script(here, here.root / name, f"path.{name}")
    make_dirty(here.root)
    return here


def signed_commit(root: Path, tmp_path: Path) -> None:
    """A commit with a signature, which `log.showSignature` would have checked."""
    write(tmp_path, {"signer": SIGNER})
    (tmp_path / "signer").chmod(0o755)
    git(root, "add", "-A")
    git(root, "-c", f"gpg.program={tmp_path / 'signer'}", "commit", "-q", "-S", "-m", "signed")


def lose_a_tree(root: Path) -> None:
    """Make git want an object that only a promisor remote could give."""
    tree = git(root, "rev-parse", "HEAD~1^{tree}")
    (root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", "extensions.partialClone", "origin")


def arm(here: Hostile, git_dir: Path, prefix: str) -> None:
    """Name a program for everything that the configuration can name one for."""
    folder = here.fired.parent / f"{prefix}programs"
    names = {word[1:-1] for word in CONFIG.split() if word.startswith("{")} | {"alias", "ext"}
    programs = {name: script(here, folder / name, prefix + name) for name in names - {"hooks", "prefix"}}
    for name in HOOKS:
        script(here, folder / "hooks" / name, f"{prefix}hook.{name}")
        script(here, git_dir / "hooks" / name, f"{prefix}hook.{name}")
    with (git_dir / "config").open("a") as file:
        file.write(CONFIG.format(**programs, hooks=folder / "hooks", prefix=prefix))
    for name in ("included", "conditional"):
        program = script(here, folder / name, prefix + name)
        write(git_dir, {name: MORE.format(name=name, program=program)})


def script(here: Hostile, path: Path, canary: str) -> Path:
    write(path.parent, {path.name: f"#!/bin/sh\n: > '{here.fired}/{canary}'\n"})
    path.chmod(0o755)
    return path


def make_dirty(root: Path) -> None:
    """Give every file another time, so that git must compare contents, and hence would filter them."""
    for path in [*root.glob("*.*"), *root.glob("sub/*.*")]:
        os.utime(path, (1, 1))
