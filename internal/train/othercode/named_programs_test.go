package othercode

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNamed: what commands start and take, of the checkout and of elsewhere.
func TestNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, command string
		environ       []string
		own           bool
		outside       string // below the home directory
		instead       string
	}{
		{"a script of the commit", "python train.py", nil, true, "", ""},
		{"a program of the commit, by its path", "./t.sh 0.1", nil, true, "", ""},
		{"tools of the system", "sed -n 1p params.yaml | awk '{ print }' > out", nil, false, "", ""},
		{"a program that is found in PATH", "mytrain --lr 1", nil, false, "bin/mytrain", ""},
		{"found in a PATH that the command sets", "PATH=~/tools:$PATH && learn", nil, false, "tools/learn", ""},
		{"after variables and env", "A=1 env nice mytrain", nil, false, "bin/mytrain", ""},
		{"of a recipe", "@-mytrain", nil, false, "bin/mytrain", ""},
		{"in a substitution", "x=$(mytrain)", nil, false, "bin/mytrain", ""},
		{"by its path from home", "~/bin/mytrain", nil, false, "bin/mytrain", ""},
		{"by a variable's", "$TOOLS/mytrain", nil, false, "bin/mytrain", ""},
		{"a program that the Makefile builds", "t", nil, false, "bin/t", "bin/t"},
		{"a program with the name of a source", "fit --lr 1", nil, false, "bin/fit", "bin/fit"},
		{"a language that somebody installed at home", "node t.js", nil, true, "", ""},
		{"a script at home for the system's Python", "python ~/lib/report.py", nil, false, "lib/report.py", ""},
		{"an older copy at home", "python ~/lib/train.py", nil, false, "lib/train.py", "lib/train.py"},
		{"a shell's library", ". ~/lib/t_lib.sh", nil, false, "lib/t_lib.sh", "lib/t_lib.sh"},
		{"the same by source", "source $HOME/lib/t_lib.sh", nil, false, "lib/t_lib.sh", "lib/t_lib.sh"},
		{"a copy with its content", "sh ~/lib/t.sh", nil, false, "", ""},
		{"a directory of elsewhere", "cd ~/lib && python report.py", nil, false, "lib", ""},
		{"make in one", "make -C ~/lib run", nil, false, "lib", ""},
		{"data at home is no code", "python train.py ~/lib/rows.csv", nil, true, "", ""},
		{"a library by LD_LIBRARY_PATH", "./t.sh", []string{"LD_LIBRARY_PATH=HOME/lib"}, true, "lib/libfit.so", "lib/libfit.so"},
		{"a library that is loaded first", "./t.sh", []string{"LD_PRELOAD=HOME/lib/libfit.so"}, true, "lib/libfit.so", "lib/libfit.so"},
		{"a search path in the command", "LD_LIBRARY_PATH=~/lib ./t.sh", nil, true, "lib/libfit.so", "lib/libfit.so"},
		{"a linker's directory", "gcc -o t fit.c -L~/lib -lfit", nil, true, "lib/libfit.so", "lib/libfit.so"},
		{"the loader's directory, linked in", "gcc -o t fit.c -Wl,-rpath,$LIBS", nil, true, "lib/libfit.so", "lib/libfit.so"},
		{"a module by NODE_PATH", "node t.js", []string{"NODE_PATH=HOME/js"}, true, "js/net.js", "js/net.js"},
		{"modules of others by NODE_PATH", "node t.js", []string{"NODE_PATH=HOME/js/others"}, true, "", ""},
		{"what the training made itself", "~/made/fit", nil, false, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top, home := t.TempDir(), t.TempDir()
			write := func(name, text string, mode fs.FileMode) {
				t.Helper()
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), mode); err != nil {
					t.Fatal(err)
				}
			}
			for name, text := range map[string]string{"train.py": "new", "t.sh": "#!/bin/sh\n", "t_lib.sh": "new", "t.js": "x", "net.js": "new", "fit.c": "int fit;", "Makefile": "run:\n\tgcc -o t fit.c\n", "params.yaml": "lr: 1"} {
				write(filepath.Join(top, name), text, 0o644)
			}
			for name, text := range map[string]string{"lib/train.py": "old", "lib/report.py": "print(1)", "lib/t_lib.sh": "old", "lib/t.sh": "#!/bin/sh\n", "lib/rows.csv": "1", "lib/libfit.so": "\x7fELF", "js/net.js": "old", "js/others/left.js": "x"} {
				write(filepath.Join(home, name), text, 0o644)
			}
			for _, name := range []string{"bin/mytrain", "bin/t", "bin/fit", "bin/node", "tools/learn", "made/fit"} {
				write(filepath.Join(home, name), "\x7fELF", 0o755)
			}
			environ := []string{"HOME=" + home, "TOOLS=" + home + "/bin", "LIBS=" + home + "/lib", "PATH=" + home + "/bin:/usr/bin:/bin"}
			for _, entry := range tt.environ {
				environ = append(environ, strings.ReplaceAll(entry, "HOME", home))
			}
			made, err := os.Stat(filepath.Join(home, "made/fit"))
			if err != nil {
				t.Fatal(err)
			}
			stood := func(info fs.FileInfo) bool { return !os.SameFile(info, made) }
			got := CheckoutOf(top, top).Named([]string{tt.command}, environ, filepath.Join(home, "clone"), stood)
			below := func(names []string) string {
				names = slices.Clone(names)
				for i, name := range names {
					names[i] = strings.TrimPrefix(name, home+"/")
				}
				return strings.Join(names, " ")
			}
			if got.Own != tt.own || below(got.Outside) != tt.outside || below(got.Instead) != tt.instead {
				t.Errorf("%+v", got)
			}
		})
	}
}
