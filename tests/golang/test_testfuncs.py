from __future__ import annotations

from pathlib import Path

import pytest

from goworkdoctor.golang.source import Source
from goworkdoctor.golang.sourcefile import read_source
from tests.oracle import Go, write

HEAD = 'package p\n\nimport "testing"\n\nvar _ testing.T\n'


def read(body: str, name: str = "x_test.go", head: str = HEAD) -> Source:
    return read_source(name, (head + body).encode())


@pytest.mark.parametrize(
    "function",
    [
        "func TestX(t *testing.T) {}",
        "func Test(*testing.T) {}",
        "func Test_x(t *T) {}",
        "func TestÜber(t *testing.T) {}",
        "func TestMain(t *testing.T) {}",
        "func\nTestX(\n\tt *testing.T,\n) () {}",
        "var x int; func TestX(t*testing.T) {}",
        "func /* a test */ TestX(t /* it */ *testing.T) {}",
        "func TestX(t *testing.T)",
        "var r = '`'; func TestX(t *testing.T) {}; var s = '`'",
        "var q = '\"'\nfunc TestX(t *testing.T) {}\nvar s = '\"'",
        "func TestX(t *testing.T) {\r\n}\r\n",
    ],
)
def test_a_test_is_one_however_it_is_written(function: str) -> None:
    assert read(function).tests == 1


@pytest.mark.parametrize(
    "function",
    [
        "func Testx(t *testing.T) {}",
        "func Testüber(t *testing.T) {}",
        "func TestMain(m *testing.M) {}",
        "func TestX() {}",
        "func TestX(t *testing.B) {}",
        "func TestX(t testing.T) {}",
        "func TestX(t *testing.T) error { return nil }",
        "func TestX(t, u *testing.T) {}",
        "func TestX[P any](t *testing.T) {}",
        "func (s Suite) TestX(t *testing.T) {}",
        "func myTestX(t *testing.T) {}",
        "// func TestX(t *testing.T) {}",
        "/*\nfunc TestX(t *testing.T) {}\n*/",
        "var s = `\nfunc TestX(t *testing.T) {}\n`",
        'var s = "func TestX(t *testing.T) {}"',
        "type I interface { TestX(t *testing.T) }",
    ],
)
def test_what_go_does_not_run_is_no_test(function: str) -> None:
    assert read(function).tests == 0


def test_only_test_files_have_tests() -> None:
    assert read("func TestX(t *testing.T) {}", name="x.go") == read("", name="x.go")


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("f()\n\t// Output: a", True),
        ("f()\n\t// Output:", True),
        ("f()\n\t/* unordered OUTPUT: a */", True),
        ("f() // words\n\t// Output: a", True),
        ("// words\n\n\t// Output: a", True),
        ("// Output: a\n\tf()", True),
        ("//nolint:all\n\t// Output: a", True),
        ("f(`}`, '}') // }\n\t// Output: a", True),
        ("f()", False),
        ("// words\n\t// Output: a", False),
        ("// Output: a\n\n\t// words", False),
        ('f("// Output: a")', False),
        ("//output:a", False),
    ],
)
def test_an_example_runs_where_its_last_comment_tells_the_output(body: str, runs: bool) -> None:
    assert read(f"func ExampleX() {{\n\t{body}\n}}\n\n// Output: of no example\n").examples == runs


def test_ginkgo_specs_are_counted_in_any_file_that_imports_it() -> None:
    body = """
var _ = Describe("x", func() {
	It("a", func() {}); FIt("b"); Specify("c")
	DescribeTable("d", func() {}, Entry("e"), XEntry("f"))
	PIt ("// It(")
	x.It("method"); x.
		It("method"); Its(); Itself()
	// It("comment")
})
func (x T) It(s string) {}
"""
    dotted = 'package p\nimport . "github.com/onsi/ginkgo/v2"\n'
    assert read(body, "x.go", dotted).specs == 6
    assert read(body, "x.go", HEAD).specs == 0


def test_ginkgo_specs_are_counted_by_the_name_of_the_import() -> None:
    body = 'var _ = ginkgo.It("a"); var _ = g.PIt("b"); var _ = It("c"); var _ = x.ginkgo.It("d")\n'
    assert read(body, "x.go", 'package p\nimport "github.com/onsi/ginkgo"\n').specs == 1
    assert read(body, "x.go", 'package p\nimport g "github.com/onsi/ginkgo/v2"\n').specs == 1
    assert read(body, "x.go", 'package p\nimport _ "github.com/onsi/ginkgo/v2"\n').specs == 0
    core = 'package p\nimport "github.com/onsi/ginkgo/v2/dsl/core"\nvar _ = core.Specify("a")\n'
    assert read("", "x.go", core).specs == 1


def test_go_test_prints_as_many_names(any_go: Go, tmp_path: Path) -> None:
    a = """package p

import (
	"fmt"
	. "testing"
)

func TestMain(t *T) {}
func TestA(*T) {}
func Testify(s string) string { return s }
func Test_b(t *T) () { fmt.Sprint(`
func TestRaw(t *T) {}`) }
func BenchmarkA(b *B) {}
func FuzzA(f *F) { f.Fuzz(func(t *T, s string) {}) }
func ExampleA() {}
func ExampleB() {
	fmt.Println("a") // prints
	// Output: a
}
func Example() {
	// Unordered output:
	fmt.Println("a")
}

type suite struct{}

func (suite) TestMethod(t *T) {}
"""
    b = 'package p_test\n\nimport "testing"\n\nfunc TestC(t *testing.T) {}\n'
    tagged = "//go:build e2e\n\npackage p\n\nfunc TestTagged() {}\n"
    files = {"go.mod": "module m\n\ngo 1.21\n", "a_test.go": a, "b_test.go": b, "t_test.go": tagged}
    root = write(tmp_path, files)
    *names, verdict = any_go.lines("test", "-vet=off", "-list", ".", cwd=root)
    assert verdict.startswith("ok")
    ours = [read_source("a_test.go", a.encode()), read_source("b_test.go", b.encode())]
    for kind, count in {
        "Test": sum(source.tests for source in ours),
        "Benchmark": sum(source.benchmarks for source in ours),
        "Fuzz": sum(source.fuzzes for source in ours),
        "Example": sum(source.examples for source in ours),
    }.items():
        assert len([name for name in names if name.startswith(kind)]) == count
