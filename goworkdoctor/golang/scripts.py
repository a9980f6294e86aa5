"""Which text of a file a shell would run: Make recipes, workflow steps, RUN lines, go:generate, scripts."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

MAKEFILES = frozenset({"makefile", "gnumakefile", "bsdmakefile"})
DOCKERFILES = frozenset({"dockerfile", "containerfile"})
WORKFLOWS = (
    ".github/workflows/",
    ".github/actions/",
    ".circleci/",
    ".gitea/workflows/",
    ".forgejo/workflows/",
)
CI_FILES = frozenset({".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "taskfile.yml", "taskfile.yaml",
                      "cloudbuild.yaml", ".goreleaser.yml", ".goreleaser.yaml"})  # fmt: skip
YAML_KEY = re.compile(r"(\s*)(?:-\s+)?(?:run|script|before_script|after_script|command|sh|cmd)\s*:\s*(.*)")
YAML_ITEM = re.compile(r"(\s*)-\s+(?!\w[\w.-]*:\s)(.*)")
YAML_SETTING = re.compile(r"\s*(?:-\s+)?(GOFLAGS|GOWORK)\s*:\s*(.+)")
WORKING_DIRECTORY = re.compile(r"\s*(?:-\s+)?working-directory\s*:")
MAKE_ASSIGNMENT = re.compile(
    r"\s*(?:export\s+|override\s+)*([A-Za-z_][\w.-]*)\s*(?:::?|\?|\+|!)?=\s*(.*)", re.DOTALL
)
INSTRUCTION = re.compile(r"\s*(?:ONBUILD\s+)?(RUN|CMD|ENTRYPOINT|ENV)\s+(?:--\S+\s+)*", re.IGNORECASE)
HEREDOC = re.compile(r"<<-?(['\"]?)(\w+)\1\s*$")
SHELL_CALL = re.compile(r"\$\(shell\s")


class Piece(Struct, frozen=True):
    """Shell text and the line it begins at; `moved`: it may run in another folder than the root."""

    text: str
    line: int = 1
    moved: bool = False


def kind(path: str) -> str:
    """make, yaml, docker, go or shell by a file's name; "" for what holds no commands, as far as it tells."""
    if path.endswith(".go"):
        return "go"
    name = path.rpartition("/")[2].lower()
    if name in MAKEFILES or name.endswith((".mk", ".make")) or name.startswith("makefile."):
        return "make"
    if name.endswith((".yml", ".yaml")):
        return "yaml" if name in CI_FILES or path.startswith(WORKFLOWS) else ""
    if name in DOCKERFILES or name.startswith("dockerfile.") or name.endswith(".dockerfile"):
        return "docker"
    return "shell" if name.endswith((".sh", ".bash")) else ""


def pieces(path: str, text: str) -> Iterator[Piece]:
    """The shell text in a file, with its lines kept; a file of no known kind is taken for a shell script."""
    text = text.replace("\r\n", "\n")
    moved = "/" in path and not path.startswith(WORKFLOWS)
    match kind(path):
        case "make":
            return _make(text, moved)
        case "yaml":
            return _yaml(text)
        case "docker":
            return _docker(text)
        case "go":
            return _generate(text)
    return iter([Piece(text, 1, moved)])


def _make(text: str, moved: bool) -> Iterator[Piece]:
    """Recipe lines, each for a shell of its own, and what `$(shell …)` runs; `$$` is the shell's `$`."""
    for number, line in _logical(text):
        if line.startswith("\t"):
            yield Piece(_recipe(line), number, moved)
        elif found := MAKE_ASSIGNMENT.fullmatch(line):
            if SHELL_CALL.search(line):
                yield Piece(found[2].replace("$$", "$"), number, moved)
            elif found[1] in ("GOFLAGS", "GOWORK"):
                yield Piece(f"export {found[1]}='{found[2].strip()}'", number, moved)
            elif re.search(r"\b(?:go|\$\(GO\))\s+(?:list|mod|test|build|run|vet)\b", found[2]):
                yield Piece(found[2].replace("$$", "$"), number, moved)
        elif SHELL_CALL.search(line):
            yield Piece(line.replace("$$", "$"), number, moved)


def _recipe(line: str) -> str:
    return re.sub(r"^\t[\s@+-]*", "", line).replace("$$", "$").replace("\\\n\t", "\\\n")


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations, and the number of the first."""
    began, held = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        began = began if held else number
        held += line
        if line.endswith("\\"):
            held += "\n"
            continue
        yield began, held
        held = ""
    if held:
        yield began, held


def _yaml(text: str) -> Iterator[Piece]:
    """What `run:`, `script:` and their like hold: on the line, as a block, or as a list."""
    lines = text.split("\n")
    moved = any(map(WORKING_DIRECTORY.match, lines))
    at = 0
    while at < len(lines):
        if setting := YAML_SETTING.fullmatch(lines[at]):
            yield Piece(f"export {setting[1]}='{setting[2].strip().strip(chr(34) + chr(39))}'", at + 1)
        found = YAML_KEY.fullmatch(lines[at]) or YAML_ITEM.fullmatch(lines[at])
        at += 1
        if not found:
            continue
        value = found[2].strip()
        if value[:1] in ("|", ">"):
            end = _block_end(lines, at, _indent(lines[at - 1]))
            folded = value.startswith(">")
            yield Piece((" \\\n" if folded else "\n").join(lines[at:end]), at + 1, moved)
            at = end
        elif value and not value.startswith(("[", "{", "*", "&", "#")):
            yield Piece(value[1:-1] if value[0] in "\"'" and value[-1:] == value[0] else value, at, moved)


def _block_end(lines: list[str], start: int, indent: int) -> int:
    at = start
    while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) > indent):
        at += 1
    return at


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _docker(text: str) -> Iterator[Piece]:
    """What RUN, CMD and ENTRYPOINT run, and ENV; comments between continued lines go, as Docker has it."""
    rows = _logical(text)
    for number, line in rows:
        if not (found := INSTRUCTION.match(line)):
            continue
        body = re.sub(r"\\\n(?:\s*#[^\n]*\n)+", "\\\n", line[found.end() :])
        if here := HEREDOC.search(body):
            told = takewhile(lambda row: row[1].strip() != here[2], rows)
            yield Piece("\n".join(row for _, row in told), number + 1, moved=True)
        elif body.startswith("["):
            yield from _exec_form(body, number)
        else:
            yield Piece(f"ENV {body}" if found[1].upper() == "ENV" else body, number, moved=True)


def _exec_form(body: str, number: int) -> Iterator[Piece]:
    """`["go", "mod", "vendor"]`: the words of one command, run without a shell."""
    try:
        words = json.loads(body)
    except ValueError:
        return
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        yield Piece(shlex.join(words), number, moved=True)


def _generate(text: str) -> Iterator[Piece]:
    """go:generate runs in the file's own folder, without a shell."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("//go:generate "):
            yield Piece(line.removeprefix("//go:generate "), number, moved=True)
