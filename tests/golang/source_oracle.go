// Answers questions about Go source, one JSON object a line, with Go's own packages.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/doc"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing/fstest"
	"unicode"
	"unicode/utf8"
)

type platform struct {
	GOOS, GOARCH string
	Cgo          bool
	Minor        int
	Tags         []string
}

type question struct {
	Name       string
	Path       string
	Data       []byte
	Expression string
	Platforms  []platform
}

type spec struct {
	Path string
	Line int
	Name string
}

type answer struct {
	Package                                    string
	Imports                                    []spec
	Tests, Benchmarks, Fuzzes, Examples, Specs int
	Error                                      string // of the head
	BodyError                                  string
	Built                                      []bool
	Holds                                      []bool
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			panic(err)
		}
		if q.Path != "" {
			q.Data, _ = os.ReadFile(q.Path)
		}
		if q.Name == "" {
			out.Encode(evaluate(q))
		} else {
			out.Encode(read(q))
		}
	}
}

func context(p platform) build.Context {
	c := build.Default
	c.GOOS, c.GOARCH, c.CgoEnabled, c.BuildTags, c.ToolTags = p.GOOS, p.GOARCH, p.Cgo, p.Tags, nil
	c.ReleaseTags = nil
	for i := 1; i <= p.Minor; i++ {
		c.ReleaseTags = append(c.ReleaseTags, fmt.Sprintf("go1.%d", i))
	}
	return c
}

// examine is what go list makes of a package of that one file.
func examine(c build.Context, name string, data []byte) (*build.Package, error) {
	c.JoinPath = path.Join
	c.IsDir = func(string) bool { return true }
	c.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	c.ReadDir = func(string) ([]fs.FileInfo, error) {
		info, err := fs.Stat(fstest.MapFS{name: {Data: data}}, name)
		return []fs.FileInfo{info}, err
	}
	p, err := c.ImportDir("/package", 0)
	if _, empty := err.(*build.NoGoError); empty {
		err = nil
	}
	return p, err
}

func isBuilt(p *build.Package) bool {
	return len(p.GoFiles)+len(p.CgoFiles)+len(p.TestGoFiles)+len(p.XTestGoFiles) == 1
}

func evaluate(q question) (a answer) {
	line := "//go:build " + q.Expression
	if _, err := constraint.Parse(line); err != nil {
		return answer{Error: err.Error()}
	}
	for _, p := range q.Platforms {
		found, err := examine(context(p), "x.go", []byte(line+"\n\npackage x\n"))
		if err != nil {
			panic(err)
		}
		a.Holds = append(a.Holds, isBuilt(found))
	}
	return a
}

func read(q question) (a answer) {
	for _, p := range q.Platforms {
		found, _ := examine(context(p), q.Name, q.Data)
		a.Built = append(a.Built, isBuilt(found))
	}
	all := context(platform{GOOS: "linux", GOARCH: "amd64", Cgo: true})
	all.UseAllFiles = true
	if _, err := examine(all, q.Name, q.Data); err != nil && !strings.Contains(err.Error(), "cgo") {
		a.Error = err.Error()
	}
	set := token.NewFileSet()
	head, err := parser.ParseFile(set, "", q.Data, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		a.BodyError = err.Error()
		return a
	}
	a.Package = head.Name.Name
	for _, s := range head.Imports {
		unquoted, _ := strconv.Unquote(s.Path.Value)
		name := ""
		if s.Name != nil {
			name = s.Name.Name
		}
		a.Imports = append(a.Imports, spec{unquoted, set.PositionFor(s.Pos(), false).Line, name})
	}
	whole, err := parser.ParseFile(set, "", q.Data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		a.BodyError = err.Error()
		return a
	}
	if strings.HasSuffix(q.Name, "_test.go") {
		count(whole, &a)
	}
	a.Specs = specs(whole)
	return a
}

// What follows is the rule of cmd/go/internal/load/test.go, which cannot be imported.

func count(f *ast.File, a *answer) {
	for _, d := range f.Decls {
		n, ok := d.(*ast.FuncDecl)
		if !ok || n.Recv != nil {
			continue
		}
		for kind, into := range map[string]*int{"Test": &a.Tests, "Benchmark": &a.Benchmarks, "Fuzz": &a.Fuzzes} {
			if isTest(n.Name.Name, kind) && isTestFunc(n, kind[:1]) && n.Type.TypeParams.NumFields() == 0 {
				*into++
			}
		}
	}
	for _, e := range doc.Examples(f) {
		if e.Output != "" || e.EmptyOutput {
			a.Examples++
		}
	}
}

func isTest(name, prefix string) bool {
	if !strings.HasPrefix(name, prefix) {
		return false
	}
	if len(name) == len(prefix) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(name[len(prefix):])
	return !unicode.IsLower(r)
}

func isTestFunc(fn *ast.FuncDecl, arg string) bool {
	if fn.Type.Results != nil && len(fn.Type.Results.List) > 0 ||
		fn.Type.Params.List == nil ||
		len(fn.Type.Params.List) != 1 ||
		len(fn.Type.Params.List[0].Names) > 1 {
		return false
	}
	ptr, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	if name, ok := ptr.X.(*ast.Ident); ok && name.Name == arg {
		return true
	}
	if sel, ok := ptr.X.(*ast.SelectorExpr); ok && sel.Sel.Name == arg {
		return true
	}
	return false
}

var ginkgo = map[string]string{
	"github.com/onsi/ginkgo": "ginkgo", "github.com/onsi/ginkgo/v2": "ginkgo",
	"github.com/onsi/ginkgo/extensions/table": "table",
	"github.com/onsi/ginkgo/v2/dsl/core":      "core", "github.com/onsi/ginkgo/v2/dsl/table": "table",
}

// specs counts calls of Ginkgo's functions, by a package's name or bare.
func specs(f *ast.File) int {
	names := map[string]bool{}
	for _, s := range f.Imports {
		unquoted, _ := strconv.Unquote(s.Path.Value)
		if name := ginkgo[unquoted]; name != "" {
			if s.Name != nil {
				name = s.Name.Name
			}
			names[name] = true
		}
	}
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			if names["."] && isSpec(fun.Name) {
				n++
			}
		case *ast.SelectorExpr:
			if x, ok := fun.X.(*ast.Ident); ok && names[x.Name] && isSpec(fun.Sel.Name) {
				n++
			}
		}
		return true
	})
	return n
}

func isSpec(name string) bool {
	if len(name) > 0 && strings.Contains("FPX", name[:1]) {
		name = name[1:]
	}
	return name == "It" || name == "Entry" || name == "Specify"
}
