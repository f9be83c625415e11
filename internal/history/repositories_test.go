package history

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// TestOneRepository: a repository that is spelled in several ways is one, and a check
// that names none is the only one's that has the model.
func TestOneRepository(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ said, want []string }{
		{[]string{"https://github.example/acme/x", "https://github.example/ACME/x.git", "git@github.example:acme/x.git", "ssh://git@github.example/acme/X/", ""}, []string{"https://github.example/acme/x"}},
		{[]string{"acme/x", "ACME/x", "https://github.example/acme/x"}, []string{"https://github.example/acme/x"}},
		{[]string{"", "acme/x", ""}, []string{"acme/x"}},
		{[]string{"https://github.example/acme/x", "https://github.example/acme/y", ""}, []string{"", "https://github.example/acme/x", "https://github.example/acme/y"}},
		{[]string{"https://a.example/acme/x", "https://b.example/acme/x", "acme/x"}, []string{"acme/x", "https://a.example/acme/x", "https://b.example/acme/x"}},
	} {
		r := &Reader{}
		for i, said := range test.said {
			c := saved(t, reporttest.ReproducedResult())
			c.At, c.Repository, c.ID = c.At.Add(time.Duration(i)*time.Hour), said, fmt.Sprint(i)
			text, err := Encode(c)
			if err != nil {
				t.Fatal(err)
			}
			r.Add(fmt.Sprintf("checks/a/1/%d.json", i), text)
		}
		checks, gaps := r.Read(nil)
		var got []string
		for _, c := range checks {
			got = append(got, c.Repository)
		}
		slices.Sort(got)
		if got = slices.Compact(got); len(checks) != len(test.said) || gaps.Unread || !slices.Equal(got, test.want) {
			t.Errorf("%q: %d checks of %q, want %q", test.said, len(checks), got, test.want)
		}
	}
}

// TestSameRepository: two addresses are of one repository by host, owner and name; an
// owner/name without a host is that of any host.
func TestSameRepository(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://github.example/acme/x", "https://github.example/ACME/x.git/", true},
		{"https://github.example/acme/x", "git@github.example:acme/x.git", true},
		{"https://github.example/acme/x", "acme/x", true},
		{"ACME/x", "acme/x", true},
		{"", "", true},
		{"https://github.example/acme/x", "https://github.example/acme/y", false},
		{"https://github.example/acme/x", "https://other.example/acme/x", false},
		{"https://github.example/acme/x", "https://github.example/team/x", false},
		{"https://github.example/acme/x", "me/x", false},
		{"https://github.example/group/acme/x", "acme/x", true},
		{"https://github.example/group/acme/x", "https://github.example/acme/x", false},
		{"acme/x", "acme/y", false},
		{"https://github.example/acme/x", "x", false},
		{"https://github.example/acme/x", "", false},
		{"", "acme/x", false},
	} {
		if SameRepository(tt.a, tt.b) != tt.want || SameRepository(tt.b, tt.a) != tt.want {
			t.Errorf("%q and %q: want %v", tt.a, tt.b, tt.want)
		}
	}
}
