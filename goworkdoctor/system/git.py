"""Git, hardened: whatever a repository's configuration names is not run, and nothing is written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from goworkdoctor.system.runner import Completed, RunError, find_program, run, safe_path

if TYPE_CHECKING:
    from git import Repo

# Empty switches off: fsmonitor (also in old versions, where "false" would be run), helpers.
SETTINGS = {
    "core.alternateRefsCommand": "true",
    "core.askPass": "",
    "core.editor": "true",
    "core.fsmonitor": "",
    "core.gitProxy": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "credential.helper": "",
    "diff.external": "true",
    "gc.auto": "0",
    "gpg.program": "false",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "status.submoduleSummary": "false",
    "submodule.recurse": "false",
}
# What a repository may name under any name of its own, and what makes each harmless. Git takes an empty
# content filter for none; a text conversion and an external diff need a program that does nothing.
NAMED = (
    (re.compile(r"filter\..*\.(clean|smudge|process)", re.DOTALL), ""),
    (re.compile(r"filter\..*\.required", re.DOTALL), "false"),
    (re.compile(r"diff\..*\.textconv", re.DOTALL), "cat"),
    (re.compile(r"diff\..*\.command", re.DOTALL), "true"),
    (re.compile(r"merge\..*\.driver", re.DOTALL), "false"),
    (re.compile(r"credential\..*\.helper", re.DOTALL), ""),
)
ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ASKPASS": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_SSH_COMMAND": "false",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "",
    "LC_ALL": "C",
}
# All other GIT_ variables are dropped: GIT_DIR and its kin (set inside a hook) would mean another repository.
KEPT = {
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
}
PROOF = "goworkdoctor.hardened"
REASONS = {
    "dubious ownership": "git refuses this repository because it belongs to another user "
    "(git config --global --add safe.directory would allow it)",
    "must be run in a work tree": "a bare repository has no files to examine",
}


class GitError(Exception):
    """Git is missing, failed or refused; the text is one line that says why."""


class NoRepository(GitError):
    """The directory is not inside a git repository."""


class Git(Struct, frozen=True):
    """Git in one directory, with the environment that hardens it against that repository.

    `settings` are the names of all that is configured; `shared` is the git directory that all work trees
    of the repository share, once it was opened.
    """

    program: Path
    root: Path
    env: Mapping[str, str]
    cancelled: Event | None = None
    settings: frozenset[str] = frozenset()
    shared: Path = Path()

    def run(self, *arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> bytes:
        """Standard output of a git that succeeds; else GitError."""
        return succeed(self.complete(*arguments, stdin=stdin, timeout=timeout))

    def records(self, *arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> list[str]:
        """The NUL-terminated records of a `-z` command."""
        return records(self.run(*arguments, stdin=stdin, timeout=timeout))

    def complete(self, *arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> Completed:
        """Run git, whatever becomes of it; GitError where it does not end by itself."""
        try:
            return run([self.program, *arguments], self.root, self.env, timeout, self.cancelled, stdin)
        except RunError as error:
            raise GitError(str(error)) from error

    def repo(self) -> Repo:
        """GitPython's view of the work tree; its commands are run by this object."""
        from goworkdoctor.system.gitpython import hardened_repo

        return hardened_repo(self)


def open_git(root: Path, environ: Mapping[str, str], cancelled: Event | None = None) -> Git:
    """Git in `root`, which must be the top of its work tree. Raises GitError."""
    git = find_git(root, environ, cancelled)
    if git.root != root.resolve():
        raise NoRepository(f"not a git repository of its own: git's work tree is {git.root}")
    return git


def find_git(start: Path, environ: Mapping[str, str], cancelled: Event | None = None) -> Git:
    """Git at the top of the work tree that holds `start`, by its real path. Raises GitError.

    That includes a bare repository, the inside of a `.git`, and a core.worktree that points elsewhere.
    """
    git, where = harden(start, environ, cancelled), start.resolve()
    top, shared = _places(git)
    if not where.is_relative_to(top):
        raise NoRepository(f"not in git's work tree, which is {top}")
    if top != where:
        # By core.worktree it may be another repository's, whose configuration was not seen here.
        return find_git(top, environ, cancelled)
    return replace(git, root=top, shared=start / shared)


def _places(git: Git) -> tuple[Path, str]:
    """The top of the work tree, and the git directory that its work trees share, from git's directory on."""
    asked = ("--show-toplevel", "--git-common-dir")
    told = os.fsdecode(git.run("rev-parse", *asked)).split("\n")
    if len(told) != len(asked) + 1:  # a line break in a path
        told = [os.fsdecode(git.run("rev-parse", name).removesuffix(b"\n")) for name in asked]
    return Path(told[0]).resolve(), told[1]


def toplevel(start: Path, environ: Mapping[str, str] | None = None) -> Path | None:
    """The real path of the work tree that holds `start`; None without git or where git refuses."""
    try:
        return find_git(start, os.environ if environ is None else environ).root
    except GitError:
        return None


def harden(where: Path, environ: Mapping[str, str], cancelled: Event | None = None) -> Git:
    """Git in a directory, hardened against what the configuration there names. Raises GitError.

    Git itself lists the configuration, so that included files count. A git that does not know
    GIT_CONFIG_COUNT (before 2.31) would ignore the hardening: it is not used.
    """
    program = find_program("git", environ)
    if program is None:
        raise GitError("no git on PATH")
    base = Git(program, where, _environment(environ, SETTINGS | {PROOF: "true"}), cancelled)
    names = frozenset(base.records("config", "--null", "--list", "--name-only"))
    if PROOF not in names:
        raise GitError(f"{program} is too old to be run safely here: 2.31 is needed")
    return Git(program, where, _environment(environ, SETTINGS | dict(_neutral(names))), cancelled, names)


def _neutral(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for pattern, value in NAMED:
            if pattern.fullmatch(name):
                yield name, value


def _environment(environ: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The user's environment, hardened; settings that the user gives by GIT_CONFIG_COUNT stay in force."""
    env = {key: value for key, value in environ.items() if not key.startswith("GIT_") or key in KEPT}
    pairs = [*_given(environ), *settings.items()]
    for number, (key, value) in enumerate(pairs):
        env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return env | ENVIRONMENT | {"GIT_CONFIG_COUNT": str(len(pairs)), "PATH": safe_path(environ)}


def _given(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for number in count():
        key, value = (environ.get(f"GIT_CONFIG_{part}_{number}") for part in ("KEY", "VALUE"))
        if key is None or value is None or str(number) == environ.get("GIT_CONFIG_COUNT", "0"):
            return
        yield key, value


def records(output: bytes) -> list[str]:
    """NUL-terminated records; names that are no UTF-8 keep their bytes, as surrogates."""
    return os.fsdecode(output).split("\0")[:-1]


def succeed(done: Completed) -> bytes:
    """Standard output of a git that succeeded; else GitError with its complaint."""
    if done.code == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace")
    if "not a git repository" in said:
        raise NoRepository("not a git repository")
    known = (reason for sign, reason in REASONS.items() if sign in said)
    raise GitError(next(known, "git: " + done.complaint.removeprefix("fatal: ")))
