package repro

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// constants gives name and literal of what a file of this package declares and
// the caller picks.
func constants(t *testing.T, file string, declared func(spec *ast.ValueSpec) bool) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok && declared(spec) {
			found[spec.Names[0].Name] = spec.Values[0].(*ast.BasicLit).Value
		}
		return true
	})
	return found
}

// TestEveryReasonHasItsRow holds the table against the constants: one that is
// added to either alone fails here.
func TestEveryReasonHasItsRow(t *testing.T) {
	t.Parallel()
	declared := constants(t, "reasons.go", func(spec *ast.ValueSpec) bool {
		kind, ok := spec.Type.(*ast.Ident)
		return ok && kind.Name == "Reason"
	})
	rows := map[Reason]int{}
	for _, info := range Reasons {
		rows[info.Reason]++
	}
	for name, literal := range declared {
		value, err := strconv.Unquote(literal)
		if err != nil {
			t.Fatal(err)
		}
		if rows[Reason(value)] != 1 {
			t.Errorf("%s (%s) has %d rows in Reasons, want 1", name, value, rows[Reason(value)])
		}
	}
	if len(declared) != len(Reasons) || len(declared) == 0 {
		t.Errorf("%d constants and %d rows", len(declared), len(Reasons))
	}
}

// TestReasonsReadWell holds what every row must have.
func TestReasonsReadWell(t *testing.T) {
	t.Parallel()
	name, words := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`), map[string]Reason{}
	for _, info := range Reasons {
		if !name.MatchString(string(info.Reason)) {
			t.Errorf("%q is not in kebab-case", info.Reason)
		}
		if info.Verdict != Reproduced && info.Verdict != Drifted && info.Verdict != Unverified {
			t.Errorf("%s belongs to no verdict: %q", info.Reason, info.Verdict)
		}
		if other, twice := words[info.Words]; twice || info.Words == "" || strings.HasSuffix(info.Words, ".") {
			t.Errorf("%s: the words are half a line of its own: %q, as of %q", info.Reason, info.Words, other)
		}
		words[info.Words] = info.Reason
		if !strings.HasSuffix(info.Meaning, ".") {
			t.Errorf("%s: the meaning is a sentence: %q", info.Reason, info.Meaning)
		}
		if (info.Remedy == "") && info.Verdict != Reproduced || info.Remedy != "" && !strings.HasSuffix(info.Remedy, ".") {
			t.Errorf("%s: what to do is a sentence, and only a success needs none: %q", info.Reason, info.Remedy)
		}
		for _, sentence := range strings.Split(info.Meaning+" "+info.Remedy, ". ") {
			if n := len(strings.Fields(sentence)); n > 25 {
				t.Errorf("%s: %d words in one sentence: %q", info.Reason, n, sentence)
			}
		}
	}
}

// TestEveryExitCodeHasItsRow holds the table against the constants, and each
// verdict against its own code.
func TestEveryExitCodeHasItsRow(t *testing.T) {
	t.Parallel()
	declared := constants(t, "exit.go", func(spec *ast.ValueSpec) bool {
		return strings.HasPrefix(spec.Names[0].Name, "Exit") && spec.Names[0].Name != "ExitCodes"
	})
	rows := map[string]int{}
	for _, exit := range ExitCodes {
		rows[strconv.Itoa(exit.Code)]++
		if exit.Verdict != "" && exit.Verdict.ExitCode() != exit.Code {
			t.Errorf("%s ends with %d, and its row says %d", exit.Verdict, exit.Verdict.ExitCode(), exit.Code)
		}
	}
	for name, value := range declared {
		if rows[value] != 1 {
			t.Errorf("%s (%s) has %d rows in ExitCodes, want 1", name, value, rows[value])
		}
	}
	if len(declared) != len(ExitCodes) || len(declared) == 0 {
		t.Errorf("%d constants and %d rows", len(declared), len(ExitCodes))
	}
	for _, unknown := range []Verdict{"", "splendid"} {
		if got := unknown.ExitCode(); got != ExitUnverified {
			t.Errorf("%q ends with %d, want %d", unknown, got, ExitUnverified)
		}
	}
}
