package othercode

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRuns: which of the commit's code a command runs, by an interpreter or a compiler, and
// what it only reads.
func TestRuns(t *testing.T) {
	t.Parallel()
	top, home := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"model.c": "int fit;", "fit.R": "fit()", "src/net.js": "x", "train.py": "fit()", "run": "#!/bin/sh\n", "t.sh": "x", "Makefile": "x", "rows.csv": "1", "src/main.rs": "x", "job.stan": "x"} {
		write(t, filepath.Join(top, filepath.FromSlash(name)), text)
	}
	for name, text := range map[string]string{"lib/engine.R": "x", "lib/engine.py": "x", "lib/engine": "#!/bin/sh\n"} {
		write(t, filepath.Join(home, filepath.FromSlash(name)), text)
	}
	checkout := CheckoutOf(top, top)
	for command, tt := range map[string]struct {
		runs  string // of the commit's code
		reads bool   // without running them, or may
	}{
		"gcc -O2 -o t model.c && ./t":                {"model.c", false},
		"x86_64-linux-gnu-gcc-12 -c model.c":         {"model.c", false},
		"Rscript fit.R 0.1":                          {"fit.R", false},
		"R -e \"source('fit.R')\"":                   {"fit.R", false},
		"./run 0.1":                                  {"run", false},
		"bash run":                                   {"run t.sh", false},
		"sh t.sh | tee out.log":                      {"t.sh", false},
		"npm start":                                  {"src/net.js", false},
		"cargo run --release":                        {"src/main.rs", false},
		"make run":                                   {"Makefile", false},
		"timeout -k 5 60 Rscript fit.R":              {"fit.R", false},
		"docker run --rm -v .:/w r Rscript /w/fit.R": {"fit.R", false},
		"A=1 env nice Rscript fit.R":                 {"fit.R", false},
		"parallel Rscript fit.R ::: 1 2":             {"fit.R", true},
		"python -I train.py":                         {"train.py", false},
		"python train.py":                            {"", false}, // it tells by itself
		"Rscript ~/lib/engine.R fit.R":               {"", false},
		"Rscript $ENGINE fit.R":                      {"", false},
		"~/lib/engine fit.R":                         {"", false},
		"cd ~/lib && Rscript engine.R":               {"", false},
		"python ~/lib/engine.py train.py":            {"", false},
		"indent model.c":                             {"", false},
		"sha256sum model.c":                          {"", true},
		"cat fit.R | wc -l":                          {"", true},
		"tar czf code.tgz .":                         {"", true},
		"tar czf code.tgz *.R":                       {"", true},
		"zip -r code.zip src":                        {"", true},
		"cp model.c out.txt":                         {"", true},
		"git add -A && git commit -qm x":             {"", true},
		"find . -name '*.c' -exec sha256sum {} +":    {"", true},
		"ls | xargs md5sum":                          {"", true},
		"timeout 60 sha256sum model.c":               {"", true},
		"dvc repro":                                  {"", true},
		"openssl dgst run":                           {"", true},
		"sha256sum rows.csv; cat *.csv":              {"", false},
		"echo fit.R; test -f fit.R; chmod +x run":    {"", false},
		"awk '{ print }' rows.csv":                   {"", false},
		"sha256sum model.c; Rscript fit.R":           {"fit.R", true},
	} {
		environ := []string{"HOME=" + home, "PATH=/usr/bin:/bin"}
		got := checkout.Named([]string{command}, environ, filepath.Join(home, "clone"), func(fs.FileInfo) bool { return true })
		for _, file := range []string{"model.c", "fit.R", "src/net.js", "train.py", "run", "t.sh", "Makefile", "src/main.rs", "job.stan"} {
			if want := strings.Contains(" "+tt.runs+" ", " "+file+" "); got.Runs(file) != want {
				t.Errorf("%s: it runs %s: %v, want %v", command, file, !want, want)
			}
		}
		if got.Reads != tt.reads {
			t.Errorf("%s: it reads code without running it: %v, want %v", command, got.Reads, tt.reads)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}
