package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// TestTrainedCode: where a result is read beside another commit its first sentence says which
// one was trained, and the line of a table does.
func TestTrainedCode(t *testing.T) {
	t.Parallel()
	const head = "0123456789abcdef0123456789abcdef01234567"
	r := reporttest.ReproducedResult()
	short := shortCommit(r.Plan.Code.Commit)
	for name, tt := range map[string]struct {
		page Page
		ref  string
		want string
	}{
		"its own code":            {Page{Head: head}, "original", ""},
		"the original's":          {Page{Trained: true, Head: head}, "original", "Trained the code of `" + short + "`, the commit the run recorded, not of this pull request's head `0123456`. "},
		"the head is not known":   {Page{Trained: true}, "original", "Trained the code of `" + short + "`, the commit the run recorded. "},
		"a commit that was named": {Page{Trained: true, Head: head}, r.Plan.Code.Commit, "Trained the code of `" + short + "`, not of this pull request's head `0123456`. "},
	} {
		r.Plan.Code.Asked = tt.ref
		for kind, text := range map[string]func() string{
			"comment": func() string { body, _ := Comment(r, tt.page); return body },
			"opening": func() string { return Opening(r, tt.page) },
		} {
			body := text()
			if tt.want != "" && !strings.Contains(body, "\n\n"+tt.want) || tt.want == "" && strings.Contains(body, "Trained the code") {
				t.Errorf("%s, %s: want it to begin with %q:\n%s", name, kind, tt.want, body)
			}
		}
		if line := Line(r, tt.page); strings.Contains(line, ", code of `"+short+"`") != tt.page.Trained || strings.Contains(line, "\n") {
			t.Errorf("%s: the line is %q", name, line)
		}
	}
}
