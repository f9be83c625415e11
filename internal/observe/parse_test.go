package observe

import (
	"reflect"
	"strings"
	"testing"
)

// start is a process's first line, its tabs written as blanks.
const start = "P 10 7 1 start 1 /usr/bin/python3 3.12 /place python train.py\n"

func tabs(text string) string { return strings.ReplaceAll(text, " ", "\t") }

// TestParse: a line that cannot be read makes the record torn and hides no other.
func TestParse(t *testing.T) {
	t.Parallel()
	begun := Process{ID: 7, Parent: 1, Hooked: true, Executable: "/usr/bin/python3", Version: "3.12", Dir: "/place", Args: []string{"python", "train.py"}, Began: 10, Left: map[string]string{}}
	with := func(change func(*Process)) Process {
		p := begun
		p.Left = map[string]string{}
		change(&p)
		return p
	}
	for _, tt := range []struct {
		name, text string
		want       Process
		ok         bool
	}{
		{"nothing", "", Process{Left: map[string]string{}}, false},
		{"a beginning", start, begun, true},
		{"a fork", "P 10 8 7 fork 1 py 3.8 /\n", Process{ID: 8, Parent: 7, Forked: true, Hooked: true, Executable: "py", Version: "3.8", Dir: "/", Args: []string{}, Began: 10, Left: map[string]string{}}, true},
		{"all kinds", start + "R 11 /a\nW 12 /b\nC 13 /c\nM 14 /m\nD 15 /d\nB 16 /e\nN 17 /f /g\nX 18 sh sh -c\nG 19 .jpg\nK 20 /b 00\nE 21 3\n", with(func(p *Process) {
			p.Reads, p.Writes, p.Removes = []Access{{"/a", 11}, {"/e", 16}}, []Access{{"/b", 12}, {"/e", 16}}, []Access{{"/d", 15}}
			p.Code, p.Packages, p.Moves = []Access{{"/c", 13}}, []Access{{"/m", 14}}, []Move{{"/f", "/g", 17}}
			p.Started, p.Many, p.Left["/b"], p.Ended, p.EndedAt, p.Status = []Command{{"sh", []string{"sh", "-c"}, 18}}, []string{".jpg"}, "00", true, 21, "3"
		}), true},
		{"a name with a tab, a line end and a backslash", start + `R 11 /a\tb\nc\\td\x` + "\n", with(func(p *Process) { p.Reads = []Access{{"/a\tb\nc\\td\\x", 11}} }), true},
		{"cut in a line", start + "R 11 /a\nW 12 /b", with(func(p *Process) { p.Torn, p.Reads = true, []Access{{"/a", 11}} }), true},
		{"at its limit", start + "F\nE 12 \n", with(func(p *Process) { p.Torn, p.Ended, p.EndedAt = true, true, 12 }), true},
		{"no time", start + "R x /a\nR 12 /b\n", with(func(p *Process) { p.Torn, p.Reads = true, []Access{{"/b", 12}} }), true},
		{"an unknown kind", start + "Z 12 /b\n", with(func(p *Process) { p.Torn = true }), true},
		{"a field too few, one too many", start + "N 12 /b\nR 13 /a /b\n", with(func(p *Process) { p.Torn = true }), true},
		{"an empty line", start + "\n", with(func(p *Process) { p.Torn = true }), true},
		{"two beginnings", start + start, with(func(p *Process) { p.Torn = true }), true},
		{"no beginning", "R 11 /a\n", Process{Torn: false, Reads: []Access{{"/a", 11}}, Left: map[string]string{}}, false},
		{"half a beginning", "P 10 8\n", Process{Torn: true, Left: map[string]string{}}, false},
	} {
		got, ok := parse([]byte(tabs(tt.text)))
		if ok != tt.ok || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, %t\nwant %+v, %t", tt.name, got, ok, tt.want, tt.ok)
		}
	}
	long := tabs(start) + strings.Repeat(tabs("R 11 /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"), maxRecord/40)
	if got, ok := parse([]byte(long)); !ok || !got.Torn {
		t.Errorf("of %d bytes: torn %t, %t", len(long), got.Torn, ok)
	}
}

// FuzzParse: whatever a training writes, the parser gives a process or none, and
// bounded by what it was given.
func FuzzParse(f *testing.F) {
	f.Add([]byte(tabs(start + "R 11 /a\nW 12 /b\nN 17 /f /g\nX 18 sh sh -c\nK 20 /b 00\nE 21 3\n")))
	f.Add([]byte("P\t1\t\nF\n\\\\\t\\"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, ok := parse(data)
		if ok && p.ID <= 0 {
			t.Errorf("process %d", p.ID)
		}
		if n := len(p.Reads) + len(p.Code) + len(p.Moves) + len(p.Started) + len(p.Left); n > 2*len(data) {
			t.Errorf("%d things of %d bytes", n, len(data))
		}
		_ = p.Program()
		_ = Observation{Processes: []Process{p}}.Answer(Question{Top: "/nowhere", Metrics: []string{"m"}, Model: func(string) bool { return true }})
		_ = unreported([]Process{p}, nil)
	})
}

func TestProgram(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"/usr/bin/python3.11 train.py --lr 1":  "train.py",
		"python -u -W ignore -m pkg.train -x":  "python -m pkg.train",
		"python -c":                            "python -c",
		"python -X dev train.py":               "train.py",
		"train.py":                             "train.py",
		"pypy3 run.py":                         "run.py",
		"python":                               "",
		"-m":                                   "",
		"":                                     "",
		"/opt/pythonic/bin/dvc repro":          "/opt/pythonic/bin/dvc",
		"C:/Python311/pythonw.exe C:/train.py": "C:/train.py",
	} {
		if got := (Process{Args: strings.Fields(args)}).Program(); got != want {
			t.Errorf("%q: %q, want %q", args, got, want)
		}
	}
}
