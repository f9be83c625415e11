package params

import (
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"os/exec"
	"strings"
	"testing"
)

// Whatever is read is printed in a form that is read again as the same value.
func FuzzParsePython(f *testing.F) {
	for _, seed := range []string{"[1, 'a', None]", "{'a': (1.5, -inf)}", `["\x00\ud83d\ude80"]`, "{1, 2}", "np.float64(1)", "(1+2j)", "1e400", "[[[["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := literal.Parse(text)
		if err != nil {
			return
		}
		printed := literal.Repr(value)
		again, err := literal.Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which is not read: %v", text, printed, err)
		}
		if literal.Repr(again) != printed {
			t.Errorf("%q is printed as %q and then as %q", text, printed, literal.Repr(again))
		}
		if !Equal(text, text) || literal.IsContainer(value) && !Equal(printed, literal.Repr(again)) {
			t.Errorf("%q is not equal to itself", text)
		}
	})
}

// Python itself says what its literals are, where there is one.
func TestPrintedAsPythonPrints(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import ast")
	literals := []string{
		"1e22", "1e16", "1e15", "123456789012345680.0", "0.0001", "0.00001", "5e-324", "1.7976931348623157e308", "-0.0", "1e23",
		`["a'b", 'a"b', 'a\'b"c', '\x1b\u00ad\u2028\U000e0001é\ue000']`, "(1,)", "{'k': (1, 2.50, [True, None])}", "[1.0, 100000.0, 1e5]",
	}
	program := "import ast,sys\nfor line in sys.stdin: print(ascii(repr(ast.literal_eval(line.strip()))))"
	command := exec.Command(python, "-c", program)
	command.Stdin = strings.NewReader(strings.Join(literals, "\n"))
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	for i, quoted := range strings.Split(strings.TrimSpace(string(printed)), "\n") {
		want, err := literal.Parse(quoted)
		if err != nil {
			t.Fatalf("%s: %v", quoted, err)
		}
		value, err := literal.Parse(literals[i])
		if err != nil {
			t.Errorf("%s: %v", literals[i], err)
			continue
		}
		if got := literal.Repr(value); got != want.Text {
			t.Errorf("%s: we print %s, Python prints %s", literals[i], got, want.Text)
		}
	}
}
