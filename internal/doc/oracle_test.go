package doc_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// oracle is a Python process with the readers that projects really use. It
// knows nothing of this package.
type oracle struct {
	t   *testing.T
	in  *json.Encoder
	out *bufio.Scanner
}

// newOracle starts the Python that REPRODUCE_PYTHON names. Without one the test
// is skipped, unless REPRODUCE_REQUIRE_E2E says that skipping is a failure.
func newOracle(t *testing.T) *oracle {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON")
	missing := func(why string) {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatalf("%s, and REPRODUCE_REQUIRE_E2E=1 demands it", why)
		}
		t.Skipf("%s: set REPRODUCE_PYTHON to a Python with PyYAML and ruamel.yaml to judge edits by them", why)
	}
	if python == "" {
		missing("no Python")
	}
	if text, err := exec.Command(python, "-c", "import yaml, ruamel.yaml").CombinedOutput(); err != nil {
		missing(fmt.Sprintf("%s cannot import the readers (%v: %s)", python, err, text))
	}
	command := exec.Command(python, "testdata/oracle.py")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("oracle: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	return &oracle{t: t, in: json.NewEncoder(in), out: lines}
}

func (o *oracle) ask(request, answer any) {
	o.t.Helper()
	if err := o.in.Encode(request); err != nil {
		o.t.Fatalf("oracle: %v", err)
	}
	if !o.out.Scan() {
		o.t.Fatalf("oracle: no answer (%v)", o.out.Err())
	}
	if err := json.Unmarshal(o.out.Bytes(), answer); err != nil {
		o.t.Fatalf("oracle: %v in %.200s", err, o.out.Bytes())
	}
}

// resolve says what PyYAML and ruamel.yaml take plain scalars for.
func (o *oracle) resolve(texts []string) (pyyaml, ruamel [][2]string) {
	o.t.Helper()
	var answer struct{ PyYAML, Ruamel [][2]string }
	o.ask(map[string]any{"op": "resolve", "texts": texts}, &answer)
	return answer.PyYAML, answer.Ruamel
}

// before gives the oracle a document and says what each reader that can read it
// makes of it.
func (o *oracle) before(format string, text []byte) (readers map[string]any) {
	o.t.Helper()
	var answer struct{ Readers map[string]any }
	o.ask(map[string]any{"op": "before", "format": format, "text": base64.StdEncoding.EncodeToString(text)}, &answer)
	return answer.Readers
}

// edit has the last document's edit judged: by how many readers, and what they
// object to.
func (o *oracle) edit(after []byte, path []string, value any, insert bool, others ...[]string) (judged int, wrong []string) {
	o.t.Helper()
	var answer struct {
		Judged int
		Wrong  []string
	}
	o.ask(map[string]any{"op": "edit", "after": base64.StdEncoding.EncodeToString(after), "path": path, "others": others, "value": value, "insert": insert}, &answer)
	return answer.Judged, answer.Wrong
}

// tree is a node as testdata/oracle.py describes trees.
func tree(n *doc.Node, value func(*doc.Node) doc.Value) any {
	switch n.Kind {
	case doc.Map:
		members := []any{}
		for i, key := range n.Keys {
			members = append(members, []any{tree(key, value), tree(n.Values[i], value)})
		}
		return map[string]any{"map": members}
	case doc.List:
		items := []any{}
		for _, item := range n.Values {
			items = append(items, tree(item, value))
		}
		return map[string]any{"list": items}
	}
	read := value(n)
	if read.Type == doc.TypeTime {
		read.Text = ""
	}
	return []any{read.Type.String(), read.Text}
}

// sorted puts the members of maps in order, which << leaves to each reader.
func sorted(tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		for _, parts := range tree {
			for i, part := range parts.([]any) {
				parts.([]any)[i] = sorted(part)
			}
		}
		if members, isMap := tree["map"].([]any); isMap {
			slices.SortFunc(members, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	case []any:
		for i, part := range tree {
			tree[i] = sorted(part)
		}
	}
	return tree
}
