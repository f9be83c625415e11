package recorded

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	id  = "0123456789abcdef0123456789abcdef"
	sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

// full has every member.
func full() Lineage {
	return Lineage{
		SchemaVersion: Version, Tool: "reproduce 1.2.3", ID: id, StartedAt: "2026-11-20T10:00:00Z", EndedAt: "2026-11-20T10:05:00Z", ExitCode: 3,
		Command: []string{"python", "train.py", "--seed", "7"}, Directory: "models/churn",
		Code: Code{
			Commit: sum[:40], Branch: "main", Repository: "https://git.example/churn", Tree: Dirty, Changed: []string{"models/churn/train.py", "key.pem"},
			Diff:  &Diff{File: DiffFile, SHA256: sum, Bytes: 12, LeftOut: []LeftOut{{"key.pem", "it looks as if it held a secret"}}},
			Files: []Content{{"models/churn/train.py", sum}, {"models/churn/new.py", ""}}, Untracked: []string{"models/churn/new.py"},
		},
		Params: []Content{{"models/churn/params.yaml", sum}},
		Data:   []Data{{"models/churn/data.csv", 12, "sha256 " + sum, InGit, "python"}, {"/mnt/b.parquet", 5, "", "", "events"}, {"models/churn/raw", 9, "md5 " + id + ".dir", InDVC, "python"}},
		Environment: Environment{
			Python: "3.11.7", Platform: "Linux", CPUs: 2, Salt: id,
			Packages:  []Package{{Name: "numpy", Version: "2.4.6"}, {Name: "churn", Version: "0.1", Origin: "https://git.example/churn@" + sum[:40]}},
			Variables: []Variable{{Name: "OMP_NUM_THREADS", Value: "2"}, {Name: "FEATURE", Digest: "0aff"}, {Name: "TOKEN"}},
		},
		Seeds: []Setting{{"seed", "7", "the command"}}, Pipeline: []Stage{{"train", "python train.py", []string{"train.py"}, []string{"model.pkl"}}},
		Wrote: []string{"models/churn/model.pkl"}, Started: []string{"git"}, Gaps: []string{"a Python process did not report"},
	}
}

func encoded(t testing.TB, l Lineage) []byte {
	t.Helper()
	text, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestDocumentFollowsItsSchema: what is written is described, and nothing else is.
func TestDocumentFollowsItsSchema(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../report/schema/lineage-1.json")
	if err != nil {
		t.Fatal(err)
	}
	node, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	closed(node)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("lineage.json", node); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("lineage.json")
	if err != nil {
		t.Fatal(err)
	}
	outside := full()
	outside.Code, outside.Params, outside.Environment = Code{Tree: Unknown}, nil, Environment{Salt: id}
	for _, l := range []Lineage{full(), outside} {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded(t, l)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Error(err)
		}
	}
}

// closed forbids members that the schema does not name.
func closed(node any) {
	switch node := node.(type) {
	case map[string]any:
		if _, ok := node["properties"].(map[string]any); ok {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			closed(child)
		}
	case []any:
		for _, child := range node {
			closed(child)
		}
	}
}

// TestParse: what is not as it is written here is refused, whatever else is right.
func TestParse(t *testing.T) {
	t.Parallel()
	written := string(encoded(t, full()))
	if read, err := Parse([]byte(written)); err != nil || string(encoded(t, read)) != written {
		t.Fatalf("what was written is read as something else: %v", err)
	}
	for name, change := range map[string][2]string{
		"another version":       {`"schema_version": 1`, `"schema_version": 2`},
		"no id":                 {`"id": "` + id, `"id": "x`},
		"a branch as commit":    {`"commit": "` + sum[:40], `"commit": "main`},
		"no state of the tree":  {`"tree": "dirty"`, `"tree": "fine"`},
		"clean and changed":     {`"tree": "dirty"`, `"tree": "clean"`},
		"another diff's name":   {`"file": "uncommitted.diff"`, `"file": "../../x"`},
		"a short digest":        {`"sha256": "` + sum, `"sha256": "0`},
		"another hash":          {`"hash": "sha256 `, `"hash": "crc `},
		"a longer digest":       {`"digest": "0aff"`, `"digest": "0affff"`},
		"a variable with blank": {`"name": "FEATURE"`, `"name": "FEA TURE"`},
		"an exit code":          {`"exit_code": 3`, `"exit_code": 300`},
		"a time":                {"2026-11-20T10:00:00Z", "yesterday"},
		"a name that is two":    {`"name": "seed"`, `"name": "a = b"`},
		"a long text":           {`"branch": "main"`, `"branch": "` + strings.Repeat("x", MaxText+1) + `"`},
		"too many":              {`"started": [`, `"started": [` + strings.Repeat(`"x",`, MaxFiles)},
		"no document":           {written, `[]`},
		"a new member":          {`"tool":`, `"new": {"a": 1}, "tool":`},
		"a new member, within":  {`"tree":`, `"submodules": ["a"], "tree":`},
		"a new one in a list":   {`"version": "2.4.6"`, `"version": "2.4.6", "build": "x"`},
		"a member missing":      {`"wrote": [`, `"gone": [`},
		"no gaps": {`"gaps": [
    "a Python process did not report"
  ]`, `"gaps": null`},
		"in capitals":  {`"tool"`, `"Tool"`},
		"a name twice": {`"id": "`, `"id": "` + id + `", "id": "`},
	} {
		if text := strings.Replace(written, change[0], change[1], 1); text == written {
			t.Errorf("%s: the test changes nothing", name)
		} else if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
	if _, err := Parse(bytes.Repeat([]byte(" "), MaxBytes+10)); err == nil {
		t.Error("a document of any size is read")
	}
	without := strings.Replace(written, `,
  "gaps": [
    "a Python process did not report"
  ]`, "", 1)
	if _, err := Parse([]byte(without)); err == nil || without == written {
		t.Error("a document without its gaps is read")
	}
	if _, err := Parse([]byte(`{"schema_version": 2, "code": 7, "new": 1}`)); err == nil || !strings.Contains(err.Error(), "schema_version is 2") {
		t.Errorf("of another version it is said: %v", err)
	}
}

// FuzzParse: what is read is written as the same.
func FuzzParse(f *testing.F) {
	f.Add(encoded(f, full()))
	f.Add([]byte(`{"schema_version":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		read, err := Parse(text)
		if err != nil {
			return
		}
		once, err := read.Encode()
		if err != nil {
			return // larger when written
		}
		again, err := Parse(once)
		if err != nil {
			t.Fatalf("%q was read, and written as %q: %v", text, once, err)
		}
		if twice, err := again.Encode(); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("written %q, then %q (%v)", once, twice, err)
		}
	})
}

// TestVariables: what steers numbers is recorded by its value, a secret by its name, the
// rest by a digest that does not give it away; and what became of each is told.
func TestVariables(t *testing.T) {
	t.Parallel()
	secret := func(name, value string) bool { return name == "TOKEN" || value == "hunter2" }
	then := []string{"OMP_NUM_THREADS=2", "FEATURE=on", "FLAG=1", "TOKEN=abc", "MKL_NUM_THREADS=hunter2", "PATH=/bin", "GITHUB_SHA=1", "bad name=1", "GONE=1", "LANG=C", "LC_ALL=canary", "TZ=" + strings.Repeat("x", 300)}
	e := Environment{Salt: id, Variables: Variables(then, id, secret)}
	text := encoded(t, Lineage{SchemaVersion: 1, ID: id, StartedAt: "2026-11-20T10:00:00Z", EndedAt: "2026-11-20T10:00:00Z", Code: Code{Tree: Unknown}, Environment: e})
	for _, hidden := range []string{"abc\"", "hunter2", `"on"`, "/bin", "xxx", "canary"} {
		if strings.Contains(string(text), hidden) {
			t.Errorf("%s is in the record", hidden)
		}
	}
	var names []string
	for _, v := range e.Variables {
		names = append(names, v.Name+" "+v.Value+map[bool]string{true: "#"}[v.Digest != ""])
	}
	if got, want := strings.Join(names, ", "), "FEATURE #, FLAG #, GONE #, LANG C, LC_ALL #, MKL_NUM_THREADS , OMP_NUM_THREADS 2, TOKEN , TZ #"; got != want {
		t.Errorf("recorded %s; want %s", got, want)
	}
	if changes, _ := e.Against(then, none); len(changes) > 0 {
		t.Errorf("the same environment differs: %v", changes)
	}
	now := []string{"OMP_NUM_THREADS=4", "FEATURE=off", "FLAG=1", "TOKEN=other", "PATH=/usr/bin", "PYTHONHASHSEED=0", "NEW=1", "LANG=canary", "LC_ALL=canary", "LC_NUMERIC=canary", "TZ=" + strings.Repeat("x", 300)}
	want := []VariableChange{{"FEATURE", "a value", "another value", false}, {"GONE", "a value", "", false}, {"LANG", "C", "another value", false}, {"OMP_NUM_THREADS", "2", "4", true}, {"PYTHONHASHSEED", "", "0", true}, {"LC_NUMERIC", "", "a value", false}}
	got, _ := e.Against(now, none)
	if len(got) != len(want) {
		t.Fatalf("%v; want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v; want %v", got[i], want[i])
		}
	}
	if digestOf(id, "FEATURE", "on") == digestOf(strings.Repeat("0", 32), "FEATURE", "on") {
		t.Error("the salt has no part in the digest")
	}
}

// none is what a program names where it names nothing.
func none(string) bool { return false }

// TestBetween: two records are compared by their values, and by which variables they have;
// of two digests nothing is known, and of secrets nothing is told.
func TestBetween(t *testing.T) {
	t.Parallel()
	record := func(salt string, environ ...string) Environment {
		return Environment{Salt: salt, Variables: Variables(environ, salt, func(name, _ string) bool { return name == "TOKEN" })}
	}
	other := strings.Repeat("0", 32)
	then := record(id, "OMP_NUM_THREADS=2", "FEATURE=on", "GONE=1", "TOKEN=a", "LANG=C", "PATH=/bin")
	now := record(other, "OMP_NUM_THREADS=4", "FEATURE=on", "NEW=1", "SECRET=1", "LANG=C", "PYTHONHASHSEED=2", "PATH=/usr/bin")
	changes, unknown := then.Between(now, none)
	want := []VariableChange{{"GONE", "a value", "", false}, {"NEW", "", "a value", false}, {"OMP_NUM_THREADS", "2", "4", true}, {"PYTHONHASHSEED", "", "2", true}, {"SECRET", "", "a value", false}}
	if !slices.Equal(changes, want) || !slices.Equal(unknown, []string{"FEATURE"}) {
		t.Errorf("%v, unknown %v; want %v", changes, unknown, want)
	}
	if changes, unknown := then.Between(Environment{}, none); len(changes)+len(unknown) > 0 {
		t.Errorf("a record without variables: %v, %v", changes, unknown)
	}
	named := func(name string) bool { return name == "NEW" }
	if got, _ := then.Against([]string{"OMP_NUM_THREADS=2", "FEATURE=on", "GONE=1", "LANG=C", "NEW=1", "OTHER=1"}, named); !slices.Equal(got, []VariableChange{{"NEW", "", "a value", false}}) {
		t.Errorf("a variable that was not there and that a program names: %v", got)
	}
}

// TestSecretsNamed: of a secret that a program names it is told that nobody knows whether it is
// the same, or that only one training had it; never more.
func TestSecretsNamed(t *testing.T) {
	t.Parallel()
	secret := func(string, string) bool { return true }
	record := func(salt, name string) Environment {
		return Environment{Salt: salt, Variables: Variables([]string{name + "=canary"}, salt, secret)}
	}
	token, other := record(id, "API_TOKEN"), strings.Repeat("0", 32)
	for _, names := range []bool{true, false} {
		named := func(string) bool { return names }
		for i, c := range []struct {
			now     Environment
			environ string
			unknown string
			changes []VariableChange
		}{
			{record(other, "API_TOKEN"), "API_TOKEN=canary2", "API_TOKEN", nil},
			{Environment{Salt: other}, "PATH=/bin", "", []VariableChange{{"API_TOKEN", "a value", "", false}}},
		} {
			want, unknown := c.changes, c.unknown
			if !names {
				want, unknown = nil, ""
			}
			changes, open := token.Between(c.now, named)
			if !slices.Equal(changes, want) || strings.Join(open, " ") != unknown {
				t.Errorf("%d, named %v: %v, unknown %v", i, names, changes, open)
			}
			if changes, open = token.Against([]string{c.environ}, named); !slices.Equal(changes, want) || strings.Join(open, " ") != unknown {
				t.Errorf("%d, named %v, of an environment: %v, unknown %v", i, names, changes, open)
			}
		}
	}
}
