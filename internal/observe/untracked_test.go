package observe

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestOtherCode: code beside the commit's own, and code that was put into the checkout:
// what stands for the commit's code and is not the same.
func TestOtherCode(t *testing.T) {
	t.Parallel()
	const (
		ran  = "P 20 7 1 start 1 py 3.12 TOP python train.py\nC 21 TOP/train.py\nC 22 TOP/algo.py\n"
		gen  = "P 10 7 1 start 1 py 3.12 TOP python gen.py\nC 11 TOP/gen.py\n"
		made = "W 12 TOP/build/made.py\nE 15 \n--\n" + ran + "C 23 TOP/build/made.py\nE 30 \n"
	)
	older := strings.Replace(fitting, "error * x", "error * x * 0.5", 1)
	for _, tt := range []struct{ name, records, want string }{
		{"a changed copy elsewhere, alone", "P 20 7 1 start 1 py 3.12 TOP python train.py\nC 21 TOP/train.py\nC 23 OTHER/lib/solver.py\nE 30 \n", "OTHER/lib/solver.py"},
		{"a changed copy elsewhere, beside the commit's", ran + "C 23 OTHER/lib/solver.py\nE 30 \n", "OTHER/lib/solver.py"},
		{"one of its name, beside the commit's", ran + "C 23 OTHER/lib/algo.py\nE 30 \n", "OTHER/lib/algo.py"},
		{"one in a zip, beside the commit's", ran + "C 23 OTHER/lib.zip/solver.py\nE 30 \n", "OTHER/lib.zip/solver.py"},
		{"a copy with the commit's content, under another name", ran + "C 23 OTHER/lib/same.py\nE 30 \n", ""},
		{"nothing like it, beside the commit's", ran + "C 23 OTHER/lib/log.py\nE 30 \n", ""},
		{"another file of its name, beside the commit's", ran + "C 23 OTHER/log/algo.py\nE 30 \n", ""},
		{"a few lines of it, beside the commit's", ran + "C 23 OTHER/lib/few.py\nE 30 \n", ""},

		{"put into the checkout", ran + "C 23 TOP/build/made.py\nE 30 \n", "build/made.py (unlike algo.py)"},
		{"put there in a zip", ran + "C 23 TOP/t.pyz/solver.py\nE 30 \n", "t.pyz/solver.py (unlike algo.py)"},
		{"copied by the commit's code", gen + "R 13 TOP/algo.py\nY 14 OTHER/lib/solver.py TOP/build/made.py\nE 15 \n--\n" + ran + "C 23 TOP/build/made.py\nE 30 \n", "build/made.py (unlike algo.py)"},
		{"installed into the checkout, of the package's name", ran + "C 23 TOP/.deps/kit/net.py\nE 30 \n", ".deps/kit/net.py (unlike src/kit/net.py)"},
		{"installed into the checkout, with the commit's content", ran + "C 23 TOP/.deps/now/net.py\nE 30 \n", ""},
		{"of the commit's name", ran + "C 23 TOP/tmp/algo.py\nE 30 \n", "tmp/algo.py (unlike algo.py)"},
		{"of the commit's name, in another package", ran + "C 23 TOP/.deps/lib/algo.py\nE 30 \n", ""},
		{"with the commit's content, under another name", ran + "C 23 TOP/build/same.py\nE 30 \n", ""},
		{"nothing like it", ran + "C 23 TOP/build/log.py\nE 30 \n", ""},
		{"installed into an environment there", train + "M 23 TOP/env/site-packages/named/__init__.py\nE 30 \n", "env/site-packages/named/algo.py"},
		{"a package of the commit with a version of its own there", train + "M 23 TOP/env/site-packages/kit/__init__.py\nE 30 \n", ""},
		{"compiled there", ran + "C 23 TOP/build/fit.so\nE 30 \n", ""},
		{"made of the commit's by its own code", gen + "R 13 TOP/algo.py\n" + made, ""},
		{"made after nothing of it was read", gen + made, "build/made.py (unlike algo.py)"},
		{"made after something elsewhere was read, too", gen + "R 12 OTHER/lib/solver.py\nR 13 TOP/algo.py\n" + made, "build/made.py (unlike algo.py)"},
		{"made after something unknown in the checkout was read", gen + "R 12 TOP/build/log.py\nR 13 TOP/algo.py\n" + made, "build/made.py (unlike algo.py)"},
		{"made of what another program printed", gen + "R 12 TOP/algo.py\nX 13 git git show other:algo.py\n" + made, "build/made.py (unlike algo.py)"},
		{"made by what imports the commit's", gen + "C 12 TOP/algo.py\nR 12 TOP/algo.py\n" + made, "build/made.py (unlike algo.py)"},
		{"made by a tool", "P 10 7 1 start 1 py 3.12 TOP python -m zipfile\nR 13 TOP/algo.py\n" + made, "build/made.py (unlike algo.py)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top, other := t.TempDir(), t.TempDir()
			few := "import smtplib\n" + strings.Join(strings.SplitAfter(fitting, "\n")[1:3], "") + "    server = smtplib.SMTP('localhost')\n"
			commit := []string{"train.py", "gen.py", "algo.py", "fit.c", "src/kit/__init__.py", "src/kit/net.py"}
			for _, file := range commit {
				writeFile(t, filepath.Join(top, file), file)
			}
			for file, text := range map[string]string{
				"algo.py": fitting, "build/made.py": older, "build/same.py": fitting, "build/log.py": "print(1)\n", "build/fit.so": "\x7fELF", "tmp/algo.py": "print(2)\n",
				".deps/kit/__init__.py": "", ".deps/kit/net.py": "print(3)\n", "env/site-packages/named/algo.py": older, "env/site-packages/kit/__init__.py": "version = 1\n", ".deps/now/net.py": "src/kit/net.py", ".deps/lib/__init__.py": "", ".deps/lib/algo.py": "print(4)\n",
			} {
				writeFile(t, filepath.Join(top, file), text)
			}
			for file, text := range map[string]string{"lib/solver.py": older, "lib/algo.py": older, "lib/same.py": fitting, "lib/log.py": "print(1)\n", "log/algo.py": "print(1)\n", "lib/few.py": few} {
				writeFile(t, filepath.Join(other, file), text)
			}
			zipFile(t, filepath.Join(other, "lib.zip"), map[string]string{"solver.py": older})
			zipFile(t, filepath.Join(top, "t.pyz"), map[string]string{"solver.py": older})
			o := Observation{Processes: recorded(t, top, strings.ReplaceAll(tt.records, "OTHER", other))}
			got := strings.Join(o.Answer(Question{Top: top, Files: commit}).OtherCode, ", ")
			got = strings.ReplaceAll(got, ": commit it, or let Python of the commit make it of that)", ")")
			if want := strings.ReplaceAll(tt.want, "OTHER", other); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
