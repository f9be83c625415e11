package page

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestStateChanges has the nights before, and the night that is told.
func TestStateChanges(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		before map[int]string
		night  string
		want   string
	}{
		"as before":                  {map[int]string{18: "a 1 R"}, "a 1 R", ""},
		"new and fine":               {nil, "a 1 R", ""},
		"new and not":                {nil, "a 1 D", "a v1: drifted"},
		"broken":                     {map[int]string{18: "a 1 R"}, "a 1 D", "a v1: drifted, before reproduced"},
		"still broken":               {map[int]string{17: "a 1 R", 18: "a 1 D"}, "a 1 D", ""},
		"mended":                     {map[int]string{17: "a 1 R", 18: "a 1 D"}, "a 1 R", "a v1: recovered, before drifted"},
		"settled":                    {map[int]string{13: "a 1 D", 14: "a 1 R", 15: "a 1 R", 16: "a 1 R", 18: "a 1 R"}, "a 1 R", ""},
		"cannot tell":                {map[int]string{18: "a 1 R"}, "a 1 U", "a v1: not verified, before reproduced"},
		"did not run":                {map[int]string{18: "a 1 R"}, "a 1 m", "a v1: stale, before reproduced"},
		"ran again":                  {map[int]string{17: "a 1 R", 18: "a 1 m"}, "a 1 R", "a v1: reproduced, before stale"},
		"two, the worse first":       {map[int]string{18: "a 1 R"}, "a 1 U,b 1 D", "b v1: drifted; a v1: not verified, before reproduced"},
		"too long ago since tonight": {map[int]string{12: "b 1 R", 18: "a 1 R"}, "a 1 R", "b v1: stale, before reproduced"},
		"mended after a lost check":  {map[int]string{17: "a 1 R", 18: "a 1 U lost"}, "a 1 R", "a v1: reproduced, before not verified"},
		"the drift was lost":         {map[int]string{18: "a 1 U lost"}, "a 1 R", "a v1: reproduced, before not verified"},
		"dated ahead of the clock":   {map[int]string{20: "a 1 R"}, "a 1 D", "a v1: drifted"},
		"too long ago before":        {map[int]string{1: "b 1 R", 18: "a 1 R"}, "a 1 R", ""},
	} {
		var earlier, night []repro.Check
		for day, text := range test.before {
			earlier = append(earlier, told(day, text))
		}
		for _, text := range strings.Split(test.night, ",") {
			night = append(night, told(19, text))
		}
		var got []string
		for _, c := range StateChanges(append(earlier, night...), night, night19, 7*24*time.Hour, nil) {
			got = append(got, c.Text())
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %q, want %q", what, strings.Join(got, "; "), test.want)
		}
	}
}

// night19 is the morning after the night that is told.
var night19 = night(19).Add(5 * time.Hour)
