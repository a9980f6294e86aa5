"""Commands that mean something else once there is a go.work are found where a shell would run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.golang.scripts import kind
from goworkdoctor.golang.shellscan import Change, Here, scan
from goworkdoctor.golang.shellwords import Command, commands
from tests.oracle import Go, write

HERE = Here(frozenset({"ex.com/api"}))


def found(text: str, path: str = "x.sh", here: Here = HERE) -> list[Change]:
    return list(scan(path, text, here))


def lines(text: str, path: str = "x.sh") -> list[int]:
    return [change.line for change in found(text, path)]


CHANGED = [
    "go list -m",
    "go list -m -f '{{.Path}}'",
    "go list -f '{{.Dir}}' -m",
    "go list -m all",
    "go list -m -f '{{.Version}}' ex.com/api",
    "go -C sub list -m",
    "go build -mod=mod ./...",
    "go test -mod mod ./...",
    "go run -modfile=tools.mod ./gen",
    "go mod vendor",
    "go test -mod=vendor ./...",
    "GOFLAGS=-mod=mod go build ./...",
    "export GOFLAGS='-trimpath -mod=mod'",
    "GOWORK=../go.work go build ./...",
    "x=$(go list -m)",
    'echo "$(go list -m) is here"',
    "echo `go list -m`",
    "cd api && go list -m",
    "if ! go mod vendor; then exit 1; fi",
    "for m in $(go list -m); do echo $m; done",
    "bash -c 'go list -m'",
    "time sudo env A=b go mod vendor",
    "(go mod vendor)",
    "go list \\\n  -m",
    "/usr/local/go/bin/go list -m",
    "export GOWORK=off\nunset GOWORK\ngo list -m",
    "(export GOWORK=off)\ngo list -m",
    "(export GOWORK=off; make)\n(go list -m)",
    "export GOWORK=off\n(\n  unset GOWORK\n  go mod vendor\n)\ngo list -m",
    "export GOWORK=off\nf() {\n  unset GOWORK\n  go mod vendor\n}\ngo list -m",
    "export GOWORK=off\nfunction f {\n  { unset GOWORK; }\n  go mod vendor\n}\ngo list -m",
    "export GOWORK=off\n{ unset GOWORK; }\ngo mod vendor",
    "case $1 in a) export GOWORK=off;; esac\n(case $1 in (a) unset GOWORK;; b) ;; esac; go list -m)",
]
UNCHANGED = [
    "go list ./...",
    "go list -m -versions ex.com/api",
    "go list -m golang.org/x/tools",
    "go list -m -f '{{.Dir}}' ex.com/api",
    "go list -modcacherw ./...",
    "go mod tidy",
    "go mod tidy -mod=mod",
    "go install ex.com/tool@latest",
    "GOWORK=off go list -m",
    "export GOWORK=off\ngo list -m\ngo mod vendor\nexport GOFLAGS=-mod=mod",
    "GOWORK=/abs/go.work go build",
    'GOWORK="$PWD/go.work" go build',
    "go build -mod=readonly ./...",
    "# go list -m",
    "true # go mod vendor",
    "echo go list -m",
    "echo 'run: go mod vendor'",
    'printf "%s\\n" "go list -m"',
    "log_info go mod vendor",
    "cat <<EOF\ngo list -m\nEOF",
    "cat <<-'EOF'\n\tgo mod vendor\n\tEOF",
    "grep 'go list -m' Makefile",
    "cargo list -m",
    "gofmt -m",
    "msg='go list -m'",
    "export GOWORK=off\n(unset GOWORK; make)\ngo list -m",
    "export GOWORK=off\nx=$(unset GOWORK; make)\n(go list -m)",
    "export GOWORK=off\nf() { unset GOWORK; make; };\ngo list -m",
    "function f { export GOWORK=off; }\nf\ngo list -m",
    "declare -x GOWORK=off\ngo list -m",
    "export GOWORK=off\n(case x in a) cd b;; esac; unset GOWORK)\ngo list -m",
]


@pytest.mark.parametrize("text", CHANGED)
def test_what_changes_is_found_once(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_does_not_change_or_is_not_run_is_left_alone(text: str) -> None:
    assert not found(text)


def test_every_change_says_why_and_what_to_write_instead() -> None:
    for text in CHANGED:
        for change in found(text):
            assert change.why
            assert change.instead


@pytest.mark.parametrize(
    ("text", "certain"),
    [("go list -m", True), ("$(GO) list -m", False), ("${GO_CMD} list -m", False), ("run go list -m", False)],
)
def test_a_command_that_only_looks_like_go_is_a_likely_one(text: str, certain: bool) -> None:
    assert [change.certain for change in found(text)] == [certain]


def test_lines_are_those_of_the_file() -> None:
    assert lines("#!/bin/sh\n\ncat <<X\ngo list -m\nX\n\ngo list -m # here\nx='\n'\ngo mod vendor\n") == [
        7,
        10,
    ]


def test_a_makefile_is_read_in_its_recipes_and_shell_calls() -> None:
    make = "V := $(shell go list -m)\nall: ## go list -m\n\t@go mod vendor\n"
    make += "\t-$(GO) list -m; \\\n\techo $$(go list -m)\n"
    make += "export GOFLAGS = -mod=mod\nhelp:\n\t@echo go list -m\n"
    assert lines(make, "Makefile") == [1, 3, 4, 5, 6]


def test_a_workflow_is_read_in_its_steps() -> None:
    flow = """
on: push
env:
  GOFLAGS: -mod=mod
jobs:
  go:
    steps:
      - name: go mod vendor
        run: go mod vendor
      - run: |
          # go list -m
          go list -m
      - uses: x/y@v1
        with: {args: go list -m}
"""
    assert lines(flow, ".github/workflows/ci.yml") == [4, 9, 12]


def test_a_dockerfile_is_read_in_its_run_lines() -> None:
    docker = "FROM golang\n# go mod vendor\nENV GOFLAGS=-mod=mod\n"
    docker += "RUN --mount=type=cache,target=/x go mod download \\\n  && go mod vendor\nCOPY go.mod go.mod\n"
    assert lines(docker, "build/Dockerfile.ci") == [3, 5]


DOCKER = [
    ('RUN ["go", "mod", "vendor"]', [2]),
    ('RUN --mount=type=cache,target=/x ["go", "list", "-m"]', [2]),
    ('RUN ["/bin/sh", "-c", "cd api && go mod vendor"]', [2]),
    ('CMD ["go", "test", "-mod=mod", "./..."]', [2]),
    ("ONBUILD RUN go mod vendor", [2]),
    ("RUN <<EOF\nset -e\ngo mod vendor\nEOF\nRUN go list -m", [4, 6]),
    ('RUN ["echo", "go mod vendor"]', []),
    ('RUN ["go", "mod",', []),
    ("LABEL x=go mod vendor", []),
]


@pytest.mark.parametrize(("text", "expected"), DOCKER)
def test_a_dockerfiles_commands_come_in_many_forms(text: str, expected: list[int]) -> None:
    assert lines(f"FROM golang\n{text}\n", "Dockerfile") == expected


def test_a_generate_line_is_read_and_other_comments_are_not() -> None:
    source = "package a\n\n//go:generate go run -mod=mod ./gen\n// go list -m\n//go:generated\n"
    assert lines(source, "a.go") == [3]


def test_everything_at_a_root_without_module_is_told_where_nothing_moved() -> None:
    bare = Here(root_module=False)
    assert found("go test ./...", here=bare)
    assert not found("cd api && go test ./...", here=bare)
    assert found("(cd api; go vet)\ngo test ./...", here=bare), "the folder of a subshell ends with it"
    assert not found("go -C api test ./...", here=bare)
    assert not found("go test ./...")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Makefile", "make"),
        ("build/common.mk", "make"),
        (".github/workflows/a.yaml", "yaml"),
        ("config/a.yaml", ""),
        ("docker/Dockerfile", "docker"),
        ("a_test.go", "go"),
        ("hack/x.sh", "shell"),
        ("README.md", ""),
    ],
)
def test_the_name_tells_what_a_file_is(path: str, expected: str) -> None:
    assert kind(path) == expected


def test_words_are_split_as_a_shell_does() -> None:
    text = "a 'b c' \"d $e\" f\\ g;h|i && (j) # k"
    assert [command.words for command in commands(text)] == [
        ("a", "b c", "d $e", "f g"),
        ("h",),
        ("i",),
        ("j",),
    ]
    assert next(commands("\n\nx \\\ny\n")) == Command(("x", "y"), 3)


@pytest.mark.parametrize("text", ["'", '"', "$(", "`", "\\", "<<", "<<EOF", "${", "a$(b", "((", "{", "x=$(("])
def test_text_that_does_not_end_is_read_to_its_end(text: str) -> None:
    assert isinstance(list(commands(text)), list)


LIB = "\nrequire ex.com/lib v1.0.0\n\nreplace ex.com/lib => ./lib\n"
MEMBER: dict[str, str | bytes] = {
    "go.mod": f"module ex.com/r\n\ngo 1.21\n{LIB}",
    "alt.mod": f"module ex.com/r\n\ngo 1.21\n{LIB}",
    "r.go": 'package r\n\nimport _ "ex.com/lib"\n',
    "lib/go.mod": "module ex.com/lib\n",
    "lib/lib.go": "package lib\n",
    "b/go.mod": "module ex.com/b\n\ngo 1.22\n\nrequire ex.com/far v1.0.0\n",
    "go.work": "go 1.22\n\nuse .\nuse ./b\n",
}
REFUSED = ["list -mod=mod ./...", "build -modfile=alt.mod ./...", "mod vendor", "list -mod=vendor ./..."]


@pytest.mark.parametrize("command", REFUSED)
def test_real_go_refuses_in_a_workspace_what_is_said_to_be_refused(
    tmp_path: Path, go: Go, command: str
) -> None:
    root = write(tmp_path, MEMBER)
    assert go.run("mod", "vendor", cwd=root, GOWORK="off").returncode == 0
    assert go.run(*command.split(), cwd=root, GOWORK="off").returncode == 0
    assert found(f"go {command}")
    assert go.run(*command.split(), cwd=root).returncode != 0


def test_real_go_lists_every_module_of_a_workspace_where_one_was_meant(tmp_path: Path, any_go: Go) -> None:
    root = write(tmp_path, MEMBER | {"go.work": "go 1.21\n\nuse .\nuse ./lib\n"})
    assert any_go.lines("list", "-m", cwd=root, GOWORK="off") == ["ex.com/r"]
    assert any_go.lines("list", "-m", cwd=root) == ["ex.com/r", "ex.com/lib"]
