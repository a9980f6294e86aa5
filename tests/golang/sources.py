"""Go source as hypothesis makes it up: odd, but mostly what Go accepts."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

DECOYS = (
    'x := "func TestDecoy(t *testing.T) {"',
    "x := `\nfunc TestRaw(t *testing.T) {}\n// It(\n/* `",
    "x := '\"'; y := '`'; z := '\\''; w := '\\\\'",
    'x := "\\"" + "//" + "/*"',
    "// func TestComment(t *testing.T) {",
    "/*\nfunc TestBlock(t *testing.T) {}\nIt(1)\n*/",
    'func() { import_ := "import" ; _ = import_ }()',
    "for { break }",
    "It(1); ginkgo.It(2); g.FIt(3); x.It(4); x.ginkgo.It(5); core.Specify(6)",
    'PEntry("x", It(`y`)); g .\n XSpecify(); Its(1); _It(1); FXIt(1)',
    "var f = It; _ = f",
)
SPACES = (" ", "  ", "\t", "\n", "\r\n", " /* c */ ", " // c\n", '/* import "decoy" */', "\n\n\t")
ENDS = (
    "\n",
    "\r\n",
    ";",
    " // c\n",
    "; /* c */ ;",
    "\n\n",
    "\n/* package decoy */\n",
    "\n// +build ignore\n\n",
)
PATHS = ("fmt", "testing", "github.com/onsi/ginkgo", "github.com/onsi/ginkgo/v2", "a.b/c-d/e_f~g", "C", "./x")
LEADING = (
    "//go:build linux\n",
    "//go:build linux && !cgo\n",
    "//go:build (unix || e2e) && go1.22\r\n",
    "//go:buildlinux\n",
    " //go:build darwin\n",
    "// +build linux,amd64 !e2e\n",
    "//+build darwin\n",
    "// +build !!linux !bad-tag\n",
    "// +build\n",
    "\n",
    "  \t\n",
    "// words\n",
    "/* words */\n",
    "/*\n//go:build windows\n*/\n",
    "/* a */ // +build windows\n",
)
NAMES = (
    "Test",
    "TestX",
    "Testx",
    "Test_x",
    "Testé",
    "TestÉ",
    "Test1",
    "TestMain",
    "BenchmarkX",
    "FuzzX",
    "ATest",
)
PARAMETERS = (
    "t *testing.T",
    "*testing.T",
    "_ *T",
    "t * testing . T",
    "\n\tt *testing.T,\n",
    "t /* c */ *testing.T",
    "t // c\n*testing.T",
    "b *testing.B",
    "*B",
    "f *testing.F",
    "m *testing.M",
    "",
    "t testing.T",
    "t (*testing.T)",
    "chan *T",
    "t ...*testing.T",
    "a, b *testing.T",
    "t *testing.T, x int",
    "f func(*testing.T)",
    "t *[]testing.T",
)
RESULTS = ("", "()", "error", "(int, error)", "( )")
OUTPUTS = (
    "// Output: a",
    "// output:",
    "//Unordered output: a",
    "//output:x",
    "// words\n\t// Output: a",
    "// words\n\n\t// Output: a",
    "//nolint:all\n\t// Output: a",
    "/* Output: a */",
    "/*\n\tOutput: a\n*/",
    "f() // words\n\t// Output: a",
    "f() // Output: a",
    "// Output: a\n\tf()",
    "// Output: a\n\tfunc() { /* words */ }()",
    "{ // Output: a\n }",
    "f(`\n// words`) // Output: a",
    "// Outputs: a",
)


def one_of(*choices: str) -> SearchStrategy[str]:
    return st.sampled_from(choices)


@st.composite
def imports(draw: st.DrawFn) -> str:
    """One import declaration."""

    def spec() -> str:
        alias = draw(one_of("", "", "g ", "_ ", ". ", ".", "imports ", "ginkgo\t", "é /* c */ "))
        quote = draw(one_of('"', "`"))
        return f"{alias}{quote}{draw(st.sampled_from(PATHS))}{quote}"

    space = draw(st.sampled_from(SPACES))
    if draw(st.booleans()):
        return f"import{space}{spec()}"
    specs = [spec() + draw(st.sampled_from(ENDS)) for _ in range(draw(st.integers(0, 3)))]
    return f"import{space}({draw(st.sampled_from(SPACES))}{''.join(specs)})"


@st.composite
def heads(draw: st.DrawFn) -> str:
    """All up to the end of the imports."""
    bom = draw(one_of("", "", "", "\ufeff"))
    leading = "".join(draw(st.lists(st.sampled_from(LEADING), max_size=4)))
    name = draw(one_of("p", "p_test", "documentation", "é"))
    gap = draw(st.sampled_from(SPACES))
    declarations = [
        declaration + draw(st.sampled_from(ENDS)) for declaration in draw(st.lists(imports(), max_size=3))
    ]
    return f"{bom}{leading}package{gap}{name}{draw(st.sampled_from(ENDS))}{''.join(declarations)}"


@st.composite
def functions(draw: st.DrawFn) -> str:
    """A function that may or may not be a test, with a body of decoys."""
    receiver = draw(one_of("", "", "", "(r R) ", "(It) "))
    name = draw(st.sampled_from((*NAMES, "It")))
    types = draw(one_of("", "", "", "", "[P any]"))
    parameters = draw(st.sampled_from(PARAMETERS))
    result = draw(one_of("", "", "", *RESULTS))
    body = "\n".join(draw(st.lists(st.sampled_from(DECOYS), max_size=3)))
    gap = draw(one_of(" ", " ", " ", "\n", "\t", " /* c */ "))
    return f"func{gap}{receiver}{name}{types}({parameters}) {result} {{\n{body}\n}}"


@st.composite
def examples(draw: st.DrawFn) -> str:
    name = draw(one_of("Example", "ExampleX", "Example_x", "Examplex"))
    parameters = draw(one_of("", "", "", " ", "x int"))
    body = "\n\t".join(draw(st.lists(st.sampled_from(OUTPUTS + DECOYS), max_size=3)))
    result = draw(one_of("", "", "", "()", "int"))
    return f"func {name}({parameters}) {result} {{{draw(one_of('', ' '))}{body}\n}}"


def sources() -> SearchStrategy[bytes]:
    """Whole files."""
    body = st.lists(functions() | examples() | one_of('var x = "{"', "type T struct{}"), max_size=4)
    return st.builds(lambda head, parts: (head + "\n".join(parts)).encode(), heads(), body)


def soup() -> SearchStrategy[bytes]:
    """Tokens in any order: mostly nonsense, on which nothing may fail."""
    words = (
        "package", "p", "import", '"a"', "(", ")", "{", "}", ";", "\n", " ", "//", "/*", "*/", "`", "'", '"',
        "\\", "func", "TestX", "ExampleX", "*testing.T", "t", "// Output:", "//go:build", "linux", "\x00",
        "\udcff", ".",
    )  # fmt: skip
    return st.lists(st.sampled_from(words), max_size=25).map(
        lambda tokens: " ".join(tokens).encode("utf-8", "surrogateescape")
    )
