//go:build unix

package environment

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBuild: with both installers, what is recorded is installed, and what cannot be had is
// named, all of it.
func TestBuild(t *testing.T) {
	t.Parallel()
	for _, uv := range []bool{false, true} {
		t.Run(map[bool]string{false: "pip", true: "uv"}[uv], func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			b := s.builder(uv)
			w := asks(t, "tiny-data")
			w.Pins = asks(t, "tiny-model==1.0", "tiny-data==1.0").Requires
			built, err := b.Build(t.Context(), w)
			if err != nil || have(t, built) != "1.0" || built.Cached || (built.Tool == "uv") != uv {
				t.Fatalf("%+v, %v", built, err)
			}
			if again, err := b.Build(t.Context(), w); err != nil || !again.Cached || again.Dir != built.Dir || !slices.Equal(again.Warnings, built.Warnings) {
				t.Errorf("once more: %+v, %v; want what is there", again, err)
			}
			if Changed(built.Dir) {
				t.Error("it changed by being used")
			}
			for _, c := range []struct {
				about string
				w     Target
				want  []string // of the message
			}{
				{"versions that are not there, and another platform", asks(t, "tiny-model==9.9", "tiny-data==8.8", "tiny-windows==1.0"), []string{"tiny-data==8.8", "tiny-model==9.9", "tiny-windows==1.0", "--environment closest"}},
				{"versions that do not go together", asks(t, "tiny-model==1.0", "tiny-new==1.0"), []string{"tiny-model==1.0"}},
				{"from git", Target{Lacking: []string{"fork (from git)"}}, []string{"fork (from git)"}},
				{"the project's own, which an index has too", Target{Requires: asks(t, "own").Requires, Never: []string{"own"}}, []string{"own"}},
				{"what no index is to be asked for, which another needs", Target{Requires: asks(t, "tiny-data==1.0").Requires, Never: []string{"tiny-model"}}, []string{"tiny-model is needed", "no index is asked for it"}},
				{"conda", Target{Conda: []string{"scipy (conda.yaml)"}}, []string{"conda installed scipy (conda.yaml)"}},
				{"a Python that is not there", Target{Python: "2.1.3"}, []string{"Python 2.1.3 is not on this machine"}},
			} {
				if !uv && !strings.Contains(c.about, "another platform") {
					continue // pip takes seconds to say no
				}
				got, err := b.Build(t.Context(), c.w)
				doubt, ok := repro.AsDoubt(err)
				if !ok || doubt.Reason != repro.EnvironmentUnavailable {
					t.Errorf("%s: %+v, %v; want a doubt", c.about, got, err)
					continue
				}
				for _, part := range c.want {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("%s: %v; want %q", c.about, err, part)
					}
				}
			}
			if !uv {
				return
			}
			b.Closest = true
			w = asks(t, "tiny-model==1.9", "tiny-windows==1.0", "not-there==1", "tiny-new")
			w.Python, w.Lacking = "2.1.3", []string{"fork (from git)"}
			if built, err = b.Build(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			contain(t, "warnings", built.Warnings, []string{"Python 2.1.3 cannot be had", "takes the place of the recorded 2.1.3", "tiny-model==1.9 cannot be had: ", "tiny-windows==1.0 cannot be had, and is left out", "not-there==1 cannot be had, and is left out", "fork (from git)", "no version was recorded of tiny-new"})
			w = asks(t, "tiny-data==1.0", "own")
			w.Never, w.Conda = []string{"tiny-model"}, []string{"scipy (conda.yaml)"}
			if built, err = b.Build(t.Context(), w); err != nil || len(built.Packages) != 1 || built.Packages[0].Name != "own" {
				t.Fatalf("what no index is to be asked for: %+v, %v", built, err)
			}
			contain(t, "warnings", built.Warnings, []string{"tiny-data==1.0 cannot be had, and is left out", "not as conda built it, if it is there at all: scipy", "no version was recorded of own 9.0"})
			if left, _ := filepath.Glob(filepath.Join(s.home, "tiny*")); len(left) > 0 {
				t.Errorf("%v were installed where the user's settings say", left)
			}
		})
	}
}

// TestNothingHalf: what a killed build left is not taken for an environment, nor is one
// that was changed; two processes at once make one.
func TestNothingHalf(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b, w := s.builder(true), asks(t, "tiny-model==1.0")
	var all [2]Built
	var group sync.WaitGroup
	for k := range all {
		group.Go(func() {
			var err error
			if all[k], err = b.Build(t.Context(), w); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if all[0].Dir != all[1].Dir || all[0].Cached == all[1].Cached {
		t.Fatalf("two at once: %+v and %+v; want one environment", all[0], all[1])
	}
	whole := filepath.Dir(all[0].Dir)
	digest, _, _ := strings.Cut(filepath.Base(whole), "-")
	half := filepath.Join(filepath.Dir(whole), digest+"-half")
	if err := exec.Command("cp", "-R", whole, half).Run(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(half, manifestName)); err != nil {
		t.Fatal(err)
	}
	module, _ := filepath.Glob(filepath.Join(all[0].Dir, "lib", "python*", "site-packages", "tiny_model", "__init__.py"))
	if len(module) != 1 {
		t.Fatal("the module is not there")
	}
	info, err := os.Stat(module[0])
	if err != nil {
		t.Fatal(err)
	}
	// As long as it was and of the same time, and as Python has it compiled.
	if err := os.WriteFile(module[0], []byte("__version__ = '9.9'\n"), 0o600); err != nil { // a test's own
		t.Fatal(err)
	}
	if err := os.Chtimes(module[0], info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if !Changed(all[0].Dir) {
		t.Error("the change is not seen")
	}
	built, err := b.Build(t.Context(), w)
	if err != nil || built.Cached || have(t, built) != "1.0" {
		t.Errorf("after a change and a killed build: %+v, %v; want it anew", built, err)
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("what a killed build left is still there")
	}
	if _, err := os.Stat(whole); err != nil {
		t.Error("a training may be running in the changed one, and it was removed")
	}
}

// TestCompiledIsNotBelieved: what stands in Python's own cache is run in place of a module of
// the same size and time. It is not taken over from one training to the next.
func TestCompiledIsNotBelieved(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b, w := s.builder(true), asks(t, "tiny-model==1.0")
	built, err := b.Build(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	const poison = `import pathlib, py_compile, tiny_model
module = pathlib.Path(tiny_model.__file__)
text, stat = module.read_bytes(), module.stat()
def put(content):
    module.write_bytes(content)
    __import__("os").utime(module, ns=(stat.st_atime_ns, stat.st_mtime_ns))
put(text.replace(b"1.0", b"6.6"))
py_compile.compile(module, doraise=True)
put(text)`
	if out, err := exec.Command(filepath.Join(built.Dir, "bin", "python"), "-c", poison).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := have(t, built); got != "6.6" {
		t.Fatalf("Python imports %s: this test plants nothing", got)
	}
	if again, err := b.Build(t.Context(), w); err != nil || !again.Cached || have(t, again) != "1.0" {
		t.Errorf("%+v, %v: imports %s", again, err, have(t, again))
	}
}

// TestPasswordsStayOut: addresses with passwords are used, and neither told nor kept.
func TestPasswordsStayOut(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	b := s.builder(true)
	told := ""
	b.OnLine = func(text string) { told += text + "\n" }
	b.Environ = slices.DeleteFunc(b.Environ, func(entry string) bool { return strings.HasPrefix(entry, "UV_OFFLINE") })
	b.Environ = append(b.Environ, "UV_DEFAULT_INDEX=http://ada:correct-horse@127.0.0.1:1/simple", "UV_HTTP_RETRIES=0")
	_, err := b.Build(t.Context(), asks(t, "not-there==1"))
	if err == nil || strings.Contains(err.Error(), "correct-horse") {
		t.Errorf("the error: %v", err)
	}
	if !strings.Contains(told, "127.0.0.1") || strings.Contains(told, "correct-horse") {
		t.Errorf("it printed %s", told)
	}
	one, _ := b.cache(Target{}, installer{}, interpreter{})
	b.Environ = append(b.Environ, "UV_DEFAULT_INDEX=http://ada:another@127.0.0.1:1/simple")
	two, _ := b.cache(Target{}, installer{}, interpreter{})
	b.Environ = append(b.Environ, "UV_DEFAULT_INDEX=http://ada:another@127.0.0.2:1/simple")
	three, _ := b.cache(Target{}, installer{}, interpreter{})
	if one.digest != two.digest || two.digest == three.digest {
		t.Errorf("digests %s, %s, %s; want another for another index alone", one.digest, two.digest, three.digest)
	}
}

// TestInstallerFollowsTheUser: where only pip is told where packages come from, pip is taken.
func TestInstallerFollowsTheUser(t *testing.T) {
	t.Parallel()
	bin, home := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "uv"), nil, 0o700); err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(home, "pip.conf")
	if err := os.WriteFile(conf, []byte("[global]\ntimeout = 5\n  extra-index-url = https://index.example.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		environ []string
		want    string
	}{
		{nil, "uv"},
		{[]string{"PIP_INDEX_URL=x"}, "pip"},
		{[]string{"PIP_INDEX_URL=x", "UV_INDEX_URL=y"}, "uv"},
		{[]string{"PIP_CONFIG_FILE=" + conf}, "pip"},
		{[]string{"PATH=/nowhere"}, "pip"},
	} {
		b := &Builder{Environ: append([]string{"PATH=" + bin, "HOME=" + home}, c.environ...)}
		if got := b.installer("python").name(); got != c.want {
			t.Errorf("%v: %s, want %s", c.environ, got, c.want)
		}
	}
}
