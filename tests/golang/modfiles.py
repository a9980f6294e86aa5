"""go.mod and go.work files as people write them, odd ones among them, told apart by whether Go 1.27 accepts them."""

from __future__ import annotations

TYPICAL = b"""// A comment about the file.

// Deprecated: use example.com/next instead,
// soon.
//
// More about it.
module example.com/root // the root

go 1.24.0

toolchain go1.24.3

godebug default=go1.21
godebug (
\tpanicnil=1 // why not
)

require (
\t// what it is for
\texample.com/a v1.2.3 // indirect

\texample.com/b/v2 v2.0.0-rc.1 // indirect; for c
\tgopkg.in/yaml.v3 v3.0.1 // not indirect
\tgithub.com/old/thing v4.0.0+incompatible
)
require example.com/c v0.0.0-20191109021931-daa7c04131f5

replace (
\texample.com/a => ../a
\texample.com/c v0.0.0-20191109021931-daa7c04131f5 => example.com/fork v1.0.0
\texample.com/d => ./d
)

exclude example.com/a v1.2.2

// published too early
retract (
\tv1.0.0 // broken

\t[v0.1.0, v0.2.0]
\tv0.3.0
)

tool example.com/a/cmd/gen

ignore ./third_party
"""

ACCEPTED = [
    TYPICAL,
    TYPICAL.replace(b"\n", b"\r\n"),
    b"",
    b"\n\n",
    b"// only a comment",
    b"go 1.21\n",
    b"module example.com/x",
    b"module x // Deprecated: gone",
    b"// Deprecated:\tno space is eaten but blanks\nmodule x",
    b"// Deprecated: detached\n\nmodule x",
    b"// note\n//\n// Deprecated:   first   \n//\n// Deprecated: second\nmodule x\n",
    b"// Deprecated: around\nmodule (\n\tx\n)\n",
    b"// Deprecated: around\nmodule (\n\t// own\n\tx\n)\n",
    b"// Deprecated: around\nmodule (\n\n\tx // Deprecated: behind\n)\n",
    b"//Deprecated: tight\nmodule x",
    b'module "example.com/\\x78"',
    b'module "a b"',
    b'module ""',
    b'module "\\xff\\u00e9\\U0001F600\\101\\n"',
    b"module \xff\xfe",
    b"module \xed\xa0\x80",
    "module example.com/é".encode(),
    b"module\rx",
    b"\tmodule\tx\t",
    b"module fmt",
    b"module example.com/v1",
    b"module x/v2/v2",
    b"module (\nx\n)",
    b"module ( )\n",
    b"require()\nexclude ()\nretract ( ) // nothing\ntool()",
    b"require ( // why\n\ta v1 // indirect\n) // end",
    b"require a v1//indirect",
    b"require a v1 //  indirect \t",
    b"require a v1 // indirect;",
    b"require a v1 // indirect; so",
    b"require a v1 // indirect so",
    b"require a v1 // Indirect",
    b"require a v1 /// indirect",
    "require a v1 //\u00a0indirect".encode(),
    b"require a v1 //\x1cindirect",
    b"require a v1\nrequire a v1.2\nrequire a v1.2.3+meta\nrequire a v1.2.3-0.a.-b+meta.-.1",
    b'require "a" "v1.0.0"',
    b'require "" v1.0.0',
    b"require a v2.0.0+incompatible",
    b"require a/v2 v2",
    b"require a.v2 v1",
    b"require a/vv2 v1",
    b"require /v2 v2\nrequire v2 v1",
    b"require gopkg.in/a.v0 v0.1.0\nrequire gopkg.in/a.v1 v0.0.0-20161208181325-20d25e280405",
    b"require gopkg.in/a.v2-unstable v2.0.0",
    b"require a v999999999999999999999.0.0+incompatible",
    b"require (\n\ta v1\n\n\n\t// c\n\n\n)\n",
    b"replace a => .\nreplace b => ..",
    b"replace c => /abs",
    b'replace d => "./with space"',
    b"replace e v1 => C:/windows",
    b"replace a => ../b\nreplace a => ../c\nreplace a v1 => ../d",
    b"replace => => => v1",
    b"replace (\n\ta => b v2\n)",
    b"replace a => b/v3 v1.0.0",
    b'replace a => "../\\x62"',
    b"exclude a v1\nexclude a v1.0.0\nexclude b v1",
    b"retract v1\nretract [v1, v2]\nretract [ v2 ,v1 ]\n",
    b"// before\nretract v1 // behind",
    b"// around\nretract (\n\tv1\n\tv2\n\n\tv3\n\t// own\n\tv4\n)",
    b"retract v9.0.0\nretract latest\nretract [v1, x]\nretract [[, ,]\nretract ,",
    b'retract ["v1.0.0", "\\x76"]',
    b"tool a\ntool a\ntool (\n\tb/...\n\t./c\n)",
    b"ignore a\nignore (\n\t./a\n\ta\n)",
    b"godebug =\ngodebug a=b=c\ngodebug (\n\tx=1\n)",
    b"go 1.1\n",
    b"go 1.21rc1",
    b"go 1.22.3rc4",
    b"go 99.99.99",
    b"toolchain default",
    b"toolchain go1",
    b"toolchain go1.",
    b"toolchain go1.x/../y",
    b"module x\n//\xff\x00\x1b anything in a comment",
    b"// trailing space  \t \n   \nmodule x   ",
    b"module x\n\x20\x20\x20",
    b"go 1.21 // \r",
]

REFUSED = [
    b"\xef\xbb\xbfmodule x\n",
    b"module x\x00",
    b"module x\x0b",
    "module x\u2028y".encode(),
    "module x\U000e0001".encode(),
    b"module x\n/* no */\n",
    b"module x/* no */\n",
    b"module a/b/* no */",
    b"\n\nmodule `x`",
    b"module 'x'",
    b'module x"y"',
    b'module "x',
    b'module "x\ny"',
    b'module "x\\',
    b'module "x\\\n"',
    b'module "x\\\n\n"',
    b'module "x\\\ny" z\nbogus',
    b'module "\\q"',
    b'module "\\400"',
    b'module "\\ud800"',
    b'module "\\U00110000"',
    b"module \"\\'\"",
    b'module "\\x4"',
    b"module `x\n`",
    b"module `x",
    b"module",
    b"module a b",
    b"module ()x",
    b"module a\nmodule b",
    b"module (\na\nb\n)",
    b"go 1.21\ngo 1.21",
    b"go",
    b"go 1.21 1.22",
    b"go 1",
    b"go 1.x",
    b"go v1.21",
    b"go 01.2",
    b"go 1.021",
    b"go 1.21-rc1",
    b"go 1.21rc",
    b'go "1.21"',
    b"go (\n1.21\n)",
    b"go ()",
    b"toolchain",
    b"toolchain 1.22",
    b"toolchain local",
    b"toolchain go2",
    b"toolchain default\ntoolchain default",
    b"toolchain (\n)",
    b"bogus",
    b"bogus x y",
    b"bogus (\n)",
    b"bogus ( )",
    b"require x (\n)",
    b"require ( (\n)",
    b"<<<<<<< HEAD",
    b"use ./a",
    b'"module" x',
    b"(",
    b"( )",
    b")",
    b"\nrequire (\n\ta v1\n",
    b"  require (",
    b"require (\n) x",
    b"require (\n)) // c",
    b'require (\n) "x',
    b'require (\n) x "y',
    b"require (\n) x/*",
    b"require (\n) /*",
    b"require (\n) x\x00",
    b"require (\n)\x00",
    b"require",
    b"require a",
    b"require a v1 v2",
    b"require (a v1)",
    b"require (\n\ta v1 (\n)",
    b"require a latest",
    b"require a 1.0.0",
    b"require a v01.0.0",
    b"require a v1.0.0-01",
    b"require a v1.0.0-",
    b"require a v1.0-rc1",
    b"require a v1.0.0+",
    b"require a 'v1'",
    b'require a "\\q"',
    b'require "\\q" "\\q"',
    b'require "" v2.0.0',
    b'require a "v1\\n\\u00a0\\x00\\""',
    b"require a v2.0.0",
    b"require a/v2 v1.0.0",
    b"require a/v2 v2.0.0 x",
    b"require a/v1 v1.0.0",
    b"require a/v0 v0.0.0",
    b"require a/v02 v2.0.0",
    b"require a/v2.1 v2.1.0",
    b"require a/v2 v3.0.0+incompatible",
    b"require gopkg.in/a v1.0.0",
    b"require gopkg.in/a.v v1.0.0",
    b"require gopkg.in/a.v-unstable v1.0.0",
    b"require gopkg.in/a.v01 v1.0.0",
    b"require gopkg.in/a.v0-unstable v0.0.0",
    b"require gopkg.in/a.v2 v1.0.0",
    b"require gopkg.in/a.v2 v2.0.0+incompatible\nbogus",
    b"exclude a",
    b"exclude a v2",
    b"replace",
    b"replace a",
    b"replace a b",
    b"replace a=>./x",
    b"replace a v1 b",
    b"replace a =>",
    b"replace a v1 v2 => b",
    b"replace a => b v1 x",
    b"replace a => b",
    b"replace a => b@v1",
    b"replace a => .\\b",
    b"replace a => ./b v1",
    b"replace a => ./b latest",
    b"replace a latest => ./b",
    b"replace a v2 => ./b",
    b"replace a/v1 => ./b",
    b'replace "" v2 => ./b',
    b'replace "\\q" => ./b',
    b"replace a => `./b`",
    b"replace a => b c",
    b'replace a => "./\\xff\\\\b"',
    b"retract",
    b"retract (",
    b"retract (v1)",
    b"retract [",
    b"retract [v1",
    b"retract [v1,",
    b"retract [v1, v2",
    b"retract [v1 v2]",
    b"retract [v1, v2] x",
    b"retract [v1, v2]]",
    b"retract v1 v2",
    b'retract v1 "\\n"',
    b"retract 'v1'",
    b'retract [v1, "\\q"]',
    b"tool",
    b"tool a b",
    b"tool 'a'",
    b"ignore",
    b"ignore a b",
    b"ignore `a`",
    b"godebug",
    b"godebug a",
    b"godebug a = b",
    b"godebug a=b,c=d",
    b'godebug "a=b"',
    b"godebug a='b'",
]

ACCEPTED_WORK = [
    b"// This is a generated file. Do not edit directly.\n\ngo 1.25.0\n\ngodebug default=go1.25\n\n"
    b"use (\n\t.\n\t./staging/src/k8s.io/api\n)\n",
    b"go 1.21\ntoolchain go1.21.0\nuse ./a // comment\nuse \"./b c\"\nreplace a => ./a\nreplace a v1 => b v1\n",
    b"",
    b"use (\n)\nuse ()",
    b"use ./a\nuse ./a\nuse a\nuse /abs\nuse ../up\nuse \"\"\nuse C:\\x",
    b"use (\r\n\t./a\r\n)\r\n",
    b"replace a => ../b\nreplace a => ../c",
    "use ./é\nuse ./\ufffd".encode(),
    b"use ./\xff",
]

REFUSED_WORK = [
    b"go 1.22\n\nbogus ./a\n",
    b"use ./a b",
    b"use",
    b"/* c */",
    b"go 1.21\n\nuse (\n\t./a\n",
    b"use `./a`",
    b"use './a'",
    b"use \"\\q\"",
    b"module x",
    b"require a v1",
    b"require (\n)",
    b"tool (\n)",
    b"go 1.21\ngo 1.22",
    b"go 1.x",
    b"go",
    b"toolchain local",
    b"toolchain",
    b"toolchain go1\ntoolchain go1",
    b"go (\n)",
    b"godebug x",
    b"replace a => b",
    b"use x (\n)",
    b"\xef\xbb\xbfgo 1.21",
]

WORDS = [
    *["module", "go", "toolchain", "godebug", "require", "exclude", "replace", "retract", "tool", "ignore", "use"],
    *["(", ")", "[", "]", ",", "{", "=>", "//", "/*", "// indirect", "// Deprecated: x", '"', "`", "'", "\\", "/"],
    *["a", "a/v2", "a/v1", "gopkg.in/a.v1", "./a", "../a", "C:a", "a@v1", '"a b"', '"\\x61\\q"', "a=b", "bogus"],
    *["v1", "v1.2", "v1.2.3", "v2.0.0", "v2.0.0+incompatible", "v1.0.0-rc.1", "latest", "1.21", "1.22.3", "go1.22"],
    *["require (\n", "\n)\n", "\n", "\n\n", "\n// c\n", "é", "\ufffd"],
]

MUTATIONS = [word.encode() for word in WORDS] + [b"\x00", b"\xff", b"\r", b"\n", b" ", b"\xc2\xa0", b"\xef\xbb\xbf"]
