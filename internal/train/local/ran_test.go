package local

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestCodeRan: by what the commit's code is known to have had a part in some numbers, and
// that a part of it does not do where code of elsewhere ran as well.
func TestCodeRan(t *testing.T) {
	t.Parallel()
	own, elsewhere := othercode.Named{Own: true}, othercode.Named{Own: true, Outside: []string{"/home/ada/bin/fit"}}
	for name, tt := range map[string]struct {
		seen           *observe.CodeSeen // nil where nobody looked
		named          othercode.Named
		watched, stage bool
		want           bool
	}{
		"nobody looked, and the command names none":             {nil, othercode.Named{}, false, false, false},
		"nobody looked, and it names the commit's":              {nil, own, false, false, true},
		"nobody looked, and it names one of elsewhere too":      {nil, elsewhere, false, false, false},
		"nothing was seen":                                      {&observe.CodeSeen{}, othercode.Named{}, true, false, false},
		"it made the numbers":                                   {&observe.CodeSeen{Made: true, Outside: []string{"/x/y.py"}}, elsewhere, true, false, true},
		"it made them, beside what could not be compared":       {&observe.CodeSeen{Made: true, Outside: []string{"/x/y.py"}, Partial: true}, othercode.Named{}, true, false, false},
		"it made them, and more is named than is looked at":     {&observe.CodeSeen{Made: true}, othercode.Named{Own: true, Partial: true}, true, false, false},
		"a source of it was read":                               {&observe.CodeSeen{Read: []string{"fit.c"}}, othercode.Named{}, true, false, true},
		"a source was read, and one of elsewhere is named":      {&observe.CodeSeen{Read: []string{"fit.c"}}, elsewhere, true, false, false},
		"a source was read, and a variable loads another first": {&observe.CodeSeen{Read: []string{"fit.c"}}, othercode.Named{Own: true, Outside: []string{"/x/f.so"}, Loaded: []string{"/x/f.so (loaded by LD_PRELOAD)"}}, true, false, false},
		"a source was read, as by cat":                          {&observe.CodeSeen{Read: []string{"fit.c"}}, othercode.Named{Reads: true}, true, false, false},
		"a recipe was read, as by tar":                          {&observe.CodeSeen{Read: []string{"run.sh"}}, othercode.Named{Reads: true}, true, false, false},
		"it made the numbers, and tar reads":                    {&observe.CodeSeen{Made: true, Read: []string{"fit.c"}}, othercode.Named{Reads: true}, true, false, true},
		"a recipe of it was read":                               {&observe.CodeSeen{Read: []string{"run.sh"}}, othercode.Named{}, true, false, true},
		"a recipe was read, and one of elsewhere is named":      {&observe.CodeSeen{Read: []string{"run.sh", "Makefile"}}, elsewhere, true, false, false},
		"data was read":                                         {&observe.CodeSeen{Read: []string{"data.csv"}}, othercode.Named{}, true, false, false},
		"it had a part":                                         {&observe.CodeSeen{Part: true}, othercode.Named{}, true, false, true},
		"it had a part, and one of elsewhere ran":               {&observe.CodeSeen{Part: true, Outside: []string{"/x/y.py"}}, othercode.Named{}, true, false, false},
		"a stage ran": {&observe.CodeSeen{}, othercode.Named{}, true, true, true},
		"a stage ran, and so did one of elsewhere":            {&observe.CodeSeen{}, elsewhere, true, true, false},
		"it is named, where nobody sees what is read":         {&observe.CodeSeen{}, own, false, false, true},
		"it is named, where it would have been seen, and not": {&observe.CodeSeen{}, own, true, false, false},
	} {
		var observed func([]string, string) observe.Finding
		outside := tt.named.Outside
		if tt.seen != nil {
			observed = func([]string, string) observe.Finding { return observe.Finding{Code: *tt.seen} }
			outside = append(slices.Clone(outside), tt.seen.Outside...)
		}
		if got := codeRan(observed, tt.named, tt.watched, tt.stage)(nil, ""); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		got := outsideCode(observed, tt.named)(nil, "")
		for i := range got {
			var partial bool
			got[i], _, _ = strings.Cut(got[i], " (loaded by")
			if got[i], _, partial = strings.Cut(got[i], " (not compared"); partial != (tt.named.Partial || tt.seen != nil && tt.seen.Partial) {
				t.Errorf("%s: told not to be compared %v", name, partial)
			}
		}
		if !slices.Equal(got, outside) {
			t.Errorf("%s: of elsewhere %q, want %q", name, got, outside)
		}
	}
}
