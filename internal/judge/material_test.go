package judge

import (
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestParseMaterial(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, name string
		original   float64
		want       reach
	}{
		{"", "acc", 0.9, reach{0.045, 0.045}},
		{"", "n_test", 100, reach{5, 5}}, // what a tolerance has built in for counts says nothing here
		{"10%", "acc", -50, reach{5, 5}},
		{"loss: 0.02 abs\n10%", "acc", 0.5, reach{0.05, 0.05}},
		{"loss: 0.02 abs\n10%", "loss", 0.5, reach{0.02, 0.02}},
		{"# ours\n*_acc: 1 of 30", "val_acc", 0.9, reach{1.0 / 30, 1.0 / 30}},
		{"+0.05 abs or -0.01 abs", "acc", 0.9, reach{0.05, 0.01}},
		{"-1pp", "acc", 0.9, reach{inf, 0.01}},
	} {
		rules, err := readPolicy(repro.MetricPolicy{Material: material(t, tt.text)})
		if err != nil {
			t.Fatal(err)
		}
		r, err := rules.matters(tt.name)
		if got := r.reach(tt.original); err != nil || !alike(got.up, tt.want.up, 1e-12) && got.up != tt.want.up || !alike(got.down, tt.want.down, 1e-12) {
			t.Errorf("%q for %s: %+v (%v), want %+v", tt.text, tt.name, got, err, tt.want)
		}
	}
	for text, want := range map[string]string{
		"exact":         "material:1: default: exact is no size; write an amount such as 10%",
		"a: ignore":     "material:1: a: ignore is no size",
		"0.05":          "material:1:5: 0.05 of what?",
		"10%\n5%":       `material:2:1: "default" has a line already`,
		"a: 1\nb: 2":    "material:2:",
		"loss: 5% abs ": "material:1:",
	} {
		_, err := ParseMaterial(text)
		var fault *ToleranceError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	rules, err := readPolicy(repro.MetricPolicy{Material: material(t, "*x1*: 9%\n*y1*: 10%")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.matters("x1y1"); err == nil || !strings.HasPrefix(err.Error(), "material:2:") {
		t.Errorf("two globs of equal rank: %v", err)
	}
}
