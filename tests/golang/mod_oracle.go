// mod_oracle answers, a JSON line for each JSON line on standard input, what Go's own modfile package reads
// in a go.mod or go.work, and how Go's own packages see versions.
package main

import (
	"bufio"
	"encoding/json"
	"go/version"
	"os"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

type request struct {
	Kind string   // "go.mod", "go.work", "go" or "semver"
	Data []byte   // a file, in base64
	List []string // versions
}

type refusal struct {
	Line    int
	Message string
}

type file struct {
	Module, Go, Toolchain, Require, Replace, Exclude, Retract, Tool, Godebug, Ignore, Use [][]any
}

// A release is one Go version: how it compares with every version of the list.
type release struct {
	Valid   bool
	Compare []int
}

type semantic struct {
	Valid, Pseudo          bool
	Canonical, Major, Base string
	BaseError              bool
	Compare                []int
}

func main() {
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for {
		var asked request
		if in.Decode(&asked) != nil {
			return
		}
		out.Encode(answer(asked))
	}
}

func answer(asked request) any {
	switch asked.Kind {
	case "go.mod":
		mod, err := modfile.Parse(asked.Kind, asked.Data, nil)
		if err != nil {
			return refused(err)
		}
		return fileOfMod(mod)
	case "go.work":
		work, err := modfile.ParseWork(asked.Kind, asked.Data, nil)
		if err != nil {
			return refused(err)
		}
		return fileOfWork(work)
	case "go":
		return releases(asked.List)
	default:
		return semantics(asked.List)
	}
}

// refused is the first error, without its position.
func refused(err error) any {
	first := err.(modfile.ErrorList)[0]
	line := first.Pos.Line
	first.Filename, first.Pos = "", modfile.Position{}
	return refusal{line, strings.ReplaceAll(first.Error(), "\n\t", "")}
}

func fileOfMod(mod *modfile.File) any {
	f := common(mod.Go, mod.Toolchain, mod.Godebug, mod.Replace)
	if m := mod.Module; m != nil {
		f.Module = [][]any{{m.Mod.Path, m.Deprecated, m.Syntax.Start.Line}}
	}
	for _, r := range mod.Require {
		f.Require = append(f.Require, []any{r.Mod.Path, r.Mod.Version, r.Indirect, r.Syntax.Start.Line})
	}
	for _, e := range mod.Exclude {
		f.Exclude = append(f.Exclude, []any{e.Mod.Path, e.Mod.Version, e.Syntax.Start.Line})
	}
	for _, r := range mod.Retract {
		f.Retract = append(f.Retract, []any{r.Low, r.High, r.Rationale, r.Syntax.Start.Line})
	}
	for _, t := range mod.Tool {
		f.Tool = append(f.Tool, []any{t.Path, t.Syntax.Start.Line})
	}
	for _, i := range mod.Ignore {
		f.Ignore = append(f.Ignore, []any{i.Path, i.Syntax.Start.Line})
	}
	return f
}

func fileOfWork(work *modfile.WorkFile) any {
	f := common(work.Go, work.Toolchain, work.Godebug, work.Replace)
	for _, u := range work.Use {
		f.Use = append(f.Use, []any{u.Path, u.Syntax.Start.Line})
	}
	return f
}

func common(g *modfile.Go, t *modfile.Toolchain, debug []*modfile.Godebug, replace []*modfile.Replace) (f file) {
	if g != nil {
		f.Go = [][]any{{g.Version, g.Syntax.Start.Line}}
	}
	if t != nil {
		f.Toolchain = [][]any{{t.Name, t.Syntax.Start.Line}}
	}
	for _, d := range debug {
		f.Godebug = append(f.Godebug, []any{d.Key, d.Value, d.Syntax.Start.Line})
	}
	for _, r := range replace {
		f.Replace = append(f.Replace, []any{r.Old.Path, r.Old.Version, r.New.Path, r.New.Version, r.Syntax.Start.Line})
	}
	return f
}

func releases(list []string) any {
	var all []release
	for _, v := range list {
		one := release{Valid: version.IsValid("go" + v)}
		for _, w := range list {
			one.Compare = append(one.Compare, version.Compare("go"+v, "go"+w))
		}
		all = append(all, one)
	}
	return all
}

func semantics(list []string) any {
	var all []semantic
	for _, v := range list {
		base, err := module.PseudoVersionBase(v)
		one := semantic{semver.IsValid(v), module.IsPseudoVersion(v), module.CanonicalVersion(v), semver.Major(v), base, err != nil, nil}
		for _, w := range list {
			one.Compare = append(one.Compare, semver.Compare(v, w))
		}
		all = append(all, one)
	}
	return all
}
