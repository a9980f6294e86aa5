"""One git commit of a step: exactly its files, whatever else is staged or changed, and none of the hooks.

The commit is made with an index of its own, from HEAD and the step's files. Of the user's index only the
entries of those files follow, as `git commit --only` does it; what is staged beside them stays staged.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from goworkdoctor.model.plan import Refused
from goworkdoctor.system.git import Git, GitError, open_git

IDENTITY = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


def git_of(root: Path) -> Git:
    """Git in the checkout, with the user's identity where the environment names it. Raises GitError."""
    git = open_git(root, os.environ)
    given = {name: os.environ[name] for name in IDENTITY if name in os.environ}
    return replace(git, env={**git.env, **given})


def head(root: Path) -> str:
    """The commit of HEAD, "" before the first or where there is no git."""
    try:
        done = git_of(root).complete("rev-parse", "--verify", "--quiet", "HEAD")
    except GitError:
        return ""
    return done.stdout.decode().strip() if done.code == 0 else ""


def objections(root: Path, files: Mapping[str, bytes | None]) -> str:
    """Why these files cannot be committed by themselves, or ""."""
    try:
        git = git_of(root)
        for name in UNDER_WAY:
            if (root / os.fsdecode(git.run("rev-parse", "--git-path", name).rstrip(b"\n"))).exists():
                return "a merge, rebase or cherry-pick is under way"
        staged = [path for path in _staged(git, root, files) if _index(git, path) != files[path]]
        if staged:
            return f"{', '.join(staged)} has staged changes of yours"
        if ignored := git.complete("check-ignore", "--", *files).stdout.decode("utf-8", "replace").split():
            return f"git ignores {', '.join(ignored)}"
        git.run("var", "GIT_COMMITTER_IDENT")
    except GitError as error:
        return str(error)
    return ""


def committed(root: Path, path: str) -> bytes | None:
    """What the last commit has of a file; None where it has none, or there is no git."""
    try:
        done = git_of(root).complete("cat-file", "blob", f"HEAD:{path}")
    except GitError:
        return None
    return done.stdout if done.code == 0 else None


def holds(root: Path, sha: str) -> bool:
    """Whether the branch that is checked out has the commit."""
    try:
        return git_of(root).complete("merge-base", "--is-ancestor", sha, "HEAD").code == 0
    except GitError:
        return False


def _staged(git: Git, root: Path, paths: Iterable[str]) -> list[str]:
    """Those of the files that are staged otherwise than HEAD has them; none before the first commit."""
    if not head(root):
        return []
    return git.records("--literal-pathspecs", "diff", "--cached", "--name-only", "-z", "HEAD", "--", *paths)


def _index(git: Git, path: str) -> bytes | None:
    """What is staged of a file; None where it is not in the index."""
    done = git.complete("cat-file", "blob", f":{path}")
    return done.stdout if done.code == 0 else None


def commit(
    root: Path,
    files: Mapping[str, bytes | None],
    message: str,
    announce: Callable[[str], None] = lambda sha: None,
) -> str:
    """Commit these files, None for one that is gone; the new commit. Raises Refused, nothing committed.

    `announce` is told the commit before the branch gets it, so that after a crash it is known whose it is.
    """
    if why := objections(root, files):
        raise Refused(why)
    try:
        git = git_of(root)
        parent = head(root)
        entries = _entries(git, files)
        new = _commit(git, parent, entries, message)
        announce(new)
        # The user's index first: a crash in between leaves the files staged, which loses nothing.
        git.run("update-index", "-z", "--index-info", stdin=entries)
        git.run("update-ref", "-m", f"commit: {message.splitlines()[0]}", "HEAD", new, parent or "0" * 40)
    except GitError as error:
        raise Refused(str(error)) from error
    return new


def _entries(git: Git, files: Mapping[str, bytes | None]) -> bytes:
    """What `update-index --index-info` reads: mode, blob and path; mode 0 takes a path out."""
    rows = []
    for path, data in files.items():
        if data is None:
            rows.append(f"0 {'0' * 40}\t{path}\0")
            continue
        blob = git.run("hash-object", "-w", "--stdin", f"--path={path}", stdin=data).decode().strip()
        rows.append(f"100644 {blob}\t{path}\0")
    return os.fsencode("".join(rows))


def _commit(git: Git, parent: str, entries: bytes, message: str) -> str:
    with tempfile.TemporaryDirectory(prefix="goworkdoctor-") as folder:
        own = replace(git, env={**git.env, "GIT_INDEX_FILE": str(Path(folder, "index"))})
        own.run("read-tree", *([parent] if parent else ["--empty"]))
        own.run("update-index", "-z", "--index-info", stdin=entries)
        tree = own.run("write-tree").decode().strip()
    if parent and git.run("rev-parse", f"{parent}^{{tree}}").decode().strip() == tree:
        raise Refused("the last commit has it already")
    parents = ("-p", parent) if parent else ()
    return (
        git.run("commit-tree", "--no-gpg-sign", *parents, "-F", "-", tree, stdin=message.encode())
        .decode()
        .strip()
    )


def take_off(
    root: Path,
    commits: Sequence[str],
    paths: Sequence[str],
    own: Callable[[str, bytes | None], bool],
) -> str:
    """Set the branch back before these commits, the newest last; why it stays where it is, or "".

    Only where they are the tip, one on the other, and no remote has them; the work tree is not touched.
    `own` tells whether a content of a file is the migration's: what a crash left staged goes too.
    """
    try:
        git = git_of(root)
        at = head(root)
        made = _made(git, at, commits)
        for one in reversed(made or ()):
            if at != one:
                made = None
                break
            at = _parent(git, one)
        if made is None:
            return "the migration's commits are not the last of this branch"
        if made and git.run("for-each-ref", "--contains", made[0], "refs/remotes").strip():
            return "the migration's commits were pushed"
        if any(not own(path, _index(git, path)) for path in _staged(git, root, paths)):
            return "the migration's files have staged changes of yours"
        _set_back(git, at, made, paths)
    except GitError as error:
        return str(error) if commits else ""
    return ""


def _made(git: Git, at: str, commits: Sequence[str]) -> Sequence[str] | None:
    """Those of the commits that the branch got, and still has; None where it went on from them, or elsewhere.

    After a crash the last may have been announced and never made, or all have been taken off already.
    """
    if at in commits:
        return commits[: commits.index(at) + 1]
    never = not commits or (
        at == _parent(git, commits[0]) and not git.run("for-each-ref", "--contains", commits[0]).strip()
    )
    return () if never else None


def _parent(git: Git, one: str) -> str:
    """The commit before, "" where it is the first."""
    return git.complete("rev-parse", "--verify", "--quiet", f"{one}^").stdout.decode().strip()


def _set_back(git: Git, at: str, made: Sequence[str], paths: Sequence[str]) -> None:
    """The branch to `at`, or to before its first commit, and the files' entries of the index with it."""
    if made:
        where = ("HEAD", at, made[-1]) if at else ("-d", "HEAD", made[-1])
        git.run("update-ref", "-m", "goworkdoctor: migration aborted", *where)
    git.run("--literal-pathspecs", "reset", "--quiet", "--", *paths)
