package params

import (
	"strings"
	"testing"
)

// TestSectionThatIsNotThere: a section that was said and that no file has is told, with what
// may have been meant. The default one may be missing.
func TestSectionThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, section, want string }{
		{"model: {lr: 1}", "model", ""},
		{"a: {model: {lr: 1}}", "a.model", ""},
		{"lr: 1", DefaultSection, ""},
		{"lr: 1", "", ""},
		{"model: {lr: 1}", "modle", `params-section: params.yaml has no section "modle"; did you mean model?`},
		{"model: {lr: 1}\nbase: {lr: 2}", "svm", `params-section: params.yaml has no section "svm"; there are model, base`},
		{"lr: 1", "model", `params-section: params.yaml has no section "model", and no other; leave params-section out`},
		{"model: 1", "model", `params-section: params.yaml has no section "model", and no other; leave params-section out`},
	} {
		result, err := Plan([]File{{"params.yaml", []byte(test.file)}}, nil, Options{Section: test.section})
		if got := strings.Join(result.Warnings, "|"); err != nil || got != test.want {
			t.Errorf("%q with section %q: %q, %v; want %q", test.file, test.section, got, err, test.want)
		}
	}
}
