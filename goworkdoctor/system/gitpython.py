"""GitPython, whose every command is run by the hardened git: same environment, same bounds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goworkdoctor.system.git import Git, GitError

if TYPE_CHECKING:
    from git import Repo


def hardened_repo(git: Git) -> Repo:
    """A `git.Repo` of that git's work tree. Raises GitError where GitPython cannot open it."""
    gitpython = _gitpython(git.program)

    class HardenedCommand(gitpython.Git):  # type: ignore[misc,name-defined]
        def execute(self, command: Sequence[str], **options: Any) -> Any:
            """Standard output as text, its last newline off; bytes with `stdout_as_string=False`."""
            if options.get("as_process"):
                raise GitError("a git that stays is not run here")
            output = git.run(*command[1:])
            return os.fsdecode(output).removesuffix("\n") if options.get("stdout_as_string", True) else output

    class HardenedRepo(gitpython.Repo):  # type: ignore[misc,name-defined]
        GitCommandWrapperType = HardenedCommand

    try:
        repo: Repo = HardenedRepo(git.root, search_parent_directories=True, expand_vars=False)
    except (gitpython.InvalidGitRepositoryError, gitpython.NoSuchPathError, OSError) as error:
        raise GitError(f"GitPython cannot open it: {error}") from error
    return repo


def _gitpython(program: Path) -> Any:
    """Import GitPython, which runs `git version` as it is imported: not one from the current directory."""
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = str(program)
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    import git

    return git
