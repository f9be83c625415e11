package packaging

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestVersionChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b, want string
		oneLocal   bool
	}{
		{"1.0", "1.0.0", VersionSame, false},
		{"v1.0", "1.0", VersionSame, false},
		{"1.0rc1", "1.0.RC-1", VersionSame, false},
		{"1.0.0alpha", "1.0a0", VersionSame, false},
		{"1.0-1", "1.0.post1", VersionSame, false},
		{"1.0.dev", "1.0.dev0", VersionSame, false},
		{"01.02", "1.2", VersionSame, false},
		{"2.1.0+cu121", "2.1.0", VersionSame, true},
		{"2.1.0+cu121", "2.1.0+cpu", versionBuild, false},
		{"2.1.0+ubuntu-1", "2.1+ubuntu.1", VersionSame, false},
		{"1.3.2", "1.3.3", versionPatch, false},
		{"1.3.2", "1.3.2.post1", versionPatch, false},
		{"1.3.2rc1", "1.3.2", versionPatch, false},
		{"1.3.2", "1.4.2", versionMinor, false},
		{"1.3", "2.3", versionMajor, false},
		{"1!1.3", "1.3", versionMajor, false},
		{"1", "1.1", versionMinor, false},
		{"git+https://host/x@main", "1.0", versionOther, false},
		{"latest", "latest", VersionSame, false},
		{"1.0", "", versionOther, false},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			got, oneLocal := VersionChange(pair[0], pair[1])
			if got != c.want || oneLocal != c.oneLocal {
				t.Errorf("%s and %s: %s (one local %v), want %s (%v)", pair[0], pair[1], got, oneLocal, c.want, c.oneLocal)
			}
		}
	}
}

func TestOlderThan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"1.9", "1.12", true}, {"1.12", "1.9", false}, {"1.12", "1.12.0", false}, {"2.8", "2.8.1", true}, {"x", "1", false}, {"1", "x", false}} {
		if got := OlderThan(c.a, c.b); got != c.want {
			t.Errorf("%s older than %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

const awkward = `# made by hand
--index-url https://packages.example.com/simple
-r base.txt
numpy==1.26.4 \
    --hash=sha256:2a02aba9ed12e4ac4eb3ea9421c420301a0c6460d9830d74a9df87efa4912010
Scikit_Learn [alldeps] == 1.3.2   # the forest
pandas>=2.0,<3
torch==2.1.0+cu121
zipp==3.17.0 ; python_version < "3.10"
tomli==2.0.1 ; python_version < "3.12"
pywin32==306 ; sys_platform == "win32"
scipy==1.11.*
-e git+https://host.example.com/lib.git@main#egg=our-lib
fork @ git+https://host.example.com/fork.git@0123456789abcdef0123456789abcdef01234567
moving @ git+https://host.example.com/moving.git@main
./local/package
mlflow===2.10.2
requests
`

func TestParseRequirements(t *testing.T) {
	t.Parallel()
	packages, unread := ParseRequirements(awkward, "requirements.txt", "3.11.4")
	var got []string
	for _, p := range packages {
		got = append(got, p.Name+"|"+p.Version+"|"+p.Note)
	}
	want := []string{
		"numpy|1.26.4|",
		"scikit-learn|1.3.2|",
		"pandas||left open: >=2.0,<3",
		"torch|2.1.0+cu121|",
		"tomli|2.0.1|",
		`pywin32|306|only where sys_platform == "win32"`,
		"scipy||left open: ==1.11.*",
		"our-lib||installed from a directory: its content is not recorded",
		"fork|git+https://host.example.com/fork.git@0123456789abcdef0123456789abcdef01234567|",
		"moving|git+https://host.example.com/moving.git@main|from an address whose content may change",
		"mlflow|2.10.2|",
		"requests||left open",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if want := []string{"-r base.txt", "./local/package"}; !reflect.DeepEqual(unread, want) {
		t.Errorf("unread %q, want %q", unread, want)
	}
}

func TestMarkers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		marker, python string
		holds, known   bool
	}{
		{"", "", true, true},
		{`python_version >= "3.8"`, "3.10.2", true, true},
		{`python_version < "3.9"`, "3.10.2", false, true},
		{`python_version < "3.9"`, "", false, false},
		{`python_version < "3.9" and sys_platform == "win32"`, "3.10", false, true},
		{`python_version > "3.9" and sys_platform == "win32"`, "3.10", false, false},
		{`python_version > "3.9" or sys_platform == "win32"`, "3.10", true, true},
		{`python_full_version == "3.10.2"`, "3.10.2", true, true},
		{`(python_version > "3.9")`, "3.10", false, false},
		{`extra == "test"`, "3.10", false, false},
	} {
		if holds, known := markerHolds(c.marker, c.python); holds != c.holds || known != c.known {
			t.Errorf("%s on Python %q: holds %v, known %v; want %v, %v", c.marker, c.python, holds, known, c.holds, c.known)
		}
	}
}

func TestComparePackages(t *testing.T) {
	t.Parallel()
	model := func(name, version string) repro.Package {
		return repro.Package{Name: name, Version: version, From: "requirements.txt of model m"}
	}
	pinned := func(name, version string) repro.Package {
		return repro.Package{Name: name, Version: version, From: "requirements.txt at a1b2c3d", Declared: true}
	}
	installed := func(name, version string) repro.Package {
		return repro.Package{Name: name, Version: version, From: "reproduce/lineage.json of run r", Installed: true}
	}
	for _, c := range []struct {
		about         string
		original, now []repro.Package
		want          []string
	}{
		{"the same, spelt twice", []repro.Package{model("Scikit_Learn", "1.3")}, []repro.Package{model("scikit-learn", "1.3.0")}, []string{"scikit-learn same"}},
		{"numerical ones first", []repro.Package{model("boto3", "1"), model("mlflow", "2.1"), model("numpy", "1.26.0")},
			[]repro.Package{model("boto3", "2"), model("mlflow", "2.2"), model("numpy", "2.0.0")},
			[]string{"numpy differs: major version", "mlflow differs: minor version", "boto3 differs: major version"}},
		{"left open is not the same", []repro.Package{model("numpy", "")}, []repro.Package{model("numpy", "1.26.0")}, []string{"numpy not recorded: unpinned"}},
		{"nobody saw a pin", []repro.Package{pinned("numpy", "1.26.0")}, []repro.Package{pinned("numpy", "1.26.0")},
			[]string{"numpy not recorded: declared the same; what was installed was not recorded"}},
		{"a pin that moved", []repro.Package{pinned("numpy", "1.26.0")}, []repro.Package{pinned("numpy", "1.26.4")},
			[]string{"numpy differs: patch; as declared, not as seen in the training"}},
		{"files of one kind say what is gone", []repro.Package{pinned("numpy", "1"), pinned("scipy", "1")}, []repro.Package{pinned("numpy", "2")},
			[]string{"numpy differs: major; as declared, not as seen in the training", "scipy differs: removed"}},
		{"what MLflow inferred does not", []repro.Package{model("numpy", "1"), model("rich", "15.0.0")}, []repro.Package{model("numpy", "1")},
			[]string{"numpy same", "rich not recorded"}},
		{"nor what is new in it", []repro.Package{model("numpy", "1")}, []repro.Package{model("numpy", "1"), model("rich", "15.0.0")},
			[]string{"numpy same", "rich not recorded"}},
		{"nor is it new where it was installed", []repro.Package{model("numpy", "1"), installed("numpy", "1"), installed("rich", "15.0.0")}, []repro.Package{model("numpy", "1"), model("rich", "15.0.0")},
			[]string{"numpy same", "rich same"}},
		{"a list of all that is installed does", []repro.Package{model("numpy", "1"), model("rich", "15.0.0")}, []repro.Package{model("numpy", "1"), installed("numpy", "1")},
			[]string{"numpy same", "rich differs: removed"}},
		{"lists of two kinds do not", []repro.Package{model("scipy", "1")}, []repro.Package{pinned("numpy", "1")}, []string{"scipy not recorded"}},
		{"imported now, and not installed then", []repro.Package{{Name: "numpy", Version: "1", From: "reproduce/lineage.json of run r", Installed: true}},
			[]repro.Package{{Name: "numpy", Version: "1", From: repro.SeenInTraining, Installed: true}, {Name: "advcc", Version: "1", From: repro.SeenInTraining, Installed: true}},
			[]string{"numpy same", "advcc differs: added"}},
		{"imported now, where nobody knows what was installed", []repro.Package{model("numpy", "1")},
			[]repro.Package{{Name: "advcc", Version: "1", From: repro.SeenInTraining, Installed: true}}, []string{"numpy not recorded"}},
		{"a moving address", []repro.Package{{Name: "x", Version: "git+https://h/x@main", From: "requirements.txt of", Note: "from an address whose content may change"}},
			[]repro.Package{{Name: "x", Version: "git+https://h/x@main", From: "requirements.txt of"}}, []string{"x not recorded: from an address whose content may change"}},
		{"MLmodel knows what a list left open", []repro.Package{model("scikit-learn", ""), {Name: "scikit-learn", Version: "1.3.2", From: "MLmodel of model m"}},
			[]repro.Package{{Name: "scikit-learn", Version: "1.5.0", From: "MLmodel of the new model"}}, []string{"scikit-learn differs: minor version"}},
		{"two pins in one list", []repro.Package{model("numpy", "1"), model("numpy", "2")}, []repro.Package{model("numpy", "1")}, []string{"numpy not recorded: 1 and 2 are both listed"}},
	} {
		var got []string
		for _, input := range ComparePackages(c.original, c.now) {
			text := input.Name + " " + input.State
			if input.Note != "" {
				text += ": " + input.Note
			}
			got = append(got, text)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
	}
}

// A hostile requirements file costs little and lies about nothing.
func FuzzParseRequirements(f *testing.F) {
	f.Add(awkward)
	f.Add("a==1;b\n-e .\n\\\n@ @ @\n#egg=://")
	f.Fuzz(func(t *testing.T, text string) {
		packages, _ := ParseRequirements(text, "f", "3.11")
		for _, p := range packages {
			if p.Name == "" || p.Name != PackageName(p.Name) {
				t.Fatalf("package %q of %q is not named in normal form", p.Name, text)
			}
		}
		for _, input := range ComparePackages(packages, packages) {
			if input.State == repro.InputDiffers {
				t.Fatalf("%q differs from itself: %+v", text, input)
			}
		}
	})
}
