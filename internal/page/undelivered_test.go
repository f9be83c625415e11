package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUntold: what nobody could be told of is told with the next night, whatever became of
// it, and nothing else is told twice.
func TestUntold(t *testing.T) {
	t.Parallel()
	const drifted, recovered = `{"model":"a","version":"1","before":"reproduced","state":"drifted","since":""}`, `{"model":"a","version":"1","before":"drifted","state":"recovered"}`
	for what, test := range map[string]struct{ earlier, night, untold, want string }{
		"still drifted":                     {"17 a 1 R,18 a 1 D", "a 1 D", drifted, "a v1: drifted, before reproduced"},
		"the same night again":              {"17 a 1 R,18 a 1 D", "", drifted, "a v1: drifted, before reproduced"},
		"recovered meanwhile":               {"17 a 1 R,18 a 1 D", "a 1 R", drifted, "a v1: recovered, before drifted"},
		"drifted again meanwhile":           {"16 a 1 D,17 a 1 D,18 a 1 R", "a 1 D", recovered, "a v1: drifted, before recovered"},
		"cannot tell meanwhile":             {"17 a 1 R,18 a 1 D", "a 1 U", drifted, "a v1: drifted, before reproduced"},
		"another changes too":               {"17 a 1 R,17 b 1 R,18 a 1 D,18 b 1 R", "b 1 D", drifted, "a v1: drifted, before reproduced; b v1: drifted, before reproduced"},
		"never checked, and now reproduced": {"18 a 1 m", "a 1 R", `{"model":"a","version":"1","before":"","state":"new"}`, "a v1: reproduced, before not checked yet"},
		"as that could not be told either":  {"18 a 1 m,19 a 1 R", "", `{"model":"a","version":"1","before":"new","state":"reproduced"}`, "a v1: reproduced, before not checked yet"},
		"left out for a newer version":      {"01 a 1 D,02 a 1 R", "a 2 R", `{"model":"a","version":"1","before":"reproduced","state":"drifted"}`, "a v1: stale, before reproduced"},
		"told, and the same night again":    {"17 a 1 R,18 a 1 D", "", "", ""},
		"of a model that is there no more":  {"17 b 1 R", "", drifted, ""},
		"no line of ours":                   {"17 a 1 R,18 a 1 D", "", "{}\n[]\nnonsense\n" + `{"model":"a","version":"1","state":"fine"}`, ""},
	} {
		var all, night []repro.Check
		for _, text := range strings.Split(test.earlier, ",") {
			day, check, _ := strings.Cut(text, " ")
			all = append(all, told(10*int(day[0]-'0')+int(day[1]-'0'), check))
		}
		if test.night != "" {
			night = append(night, told(19, test.night))
		}
		var got []string
		before, lost := ReadUntold([]byte(test.untold))
		changes := StateChanges(append(all, night...), night, night19, 7*24*time.Hour, before)
		for _, c := range changes {
			got = append(got, c.Text())
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %q, want %q", what, strings.Join(got, "; "), test.want)
		}
		text := Untold(changes, Claim{})
		if again, _ := ReadUntold(text); lost > 0 || !bytes.Equal(text, Untold(again, Claim{})) || bytes.Count(text, []byte("\n")) != len(changes) {
			t.Errorf("%s: written and read again it is %q", what, text)
		}
	}
}

// TestSplitUntold: what another tells now is left to it, for as long as it can still live.
func TestSplitUntold(t *testing.T) {
	t.Parallel()
	at := night19
	line := func(model string, by Claim) string {
		return string(Untold([]StateChange{{Model: model, Version: "1", State: "drifted"}}, by))
	}
	by := func(run string, attempt int, job string, asked time.Duration) Claim {
		return Claim{run, attempt, job, at.Add(asked)}
	}
	text := line("free", Claim{}) + line("mine", by("1", 2, "report", -time.Minute)) + line("another's", by("2", 2, "report", -time.Minute)) +
		line("of a faster clock", by("2", 1, "report", time.Minute)) + line("of one that was killed", by("2", 2, "report", -claimLasts)) +
		line("of an attempt before", by("1", 1, "report", -time.Minute)) + line("of its other job", by("1", 1, "weekly", -time.Minute)) +
		line("of a job beside it", by("1", 2, "weekly", -time.Minute)) + line("of a later attempt", by("1", 3, "report", -time.Minute)) + "nonsense\n"
	ours, others := SplitUntold([]byte(text), by("1", 2, "report", 0))
	var got [2][]string
	for i, part := range [][]byte{ours, others} {
		changes, _ := ReadUntold(part)
		for _, c := range changes {
			got[i] = append(got[i], c.Model)
		}
	}
	if want := "[[free mine of one that was killed of an attempt before of its other job] [another's of a faster clock of a job beside it of a later attempt]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// TestUntoldCutOff: wherever the last line ends, the lines before it are told, and its own
// version too where it is named. Where it is not, that is said, and the file is still ours.
func TestUntoldCutOff(t *testing.T) {
	t.Parallel()
	now := night19
	all := []repro.Check{told(17, "a 1 R"), told(17, "b,c 2 R"), told(18, "a 1 D"), told(18, "b,c 2 D")}
	for _, repository := range []string{"", "https://github.test/acme/churn"} {
		whole := Untold([]StateChange{{Repository: repository, Model: "a", Version: "1", Before: "reproduced", State: "drifted"}}, Claim{})
		text := Untold([]StateChange{{Repository: repository, Model: "b,c", Version: "2", Before: "reproduced", State: "drifted"}}, Claim{Teller: "77", Asked: now})
		named := bytes.Index(text, []byte(`,"before"`))
		for i := range all {
			all[i].Repository = repository
		}
		for end := 1; end < len(text); end++ {
			for _, before := range [][]byte{nil, whole} {
				file := append(bytes.Clone(before), text[:end]...)
				changes, lost := ReadUntold(file)
				if lost > 0 { // each that is not green is told
					changes = append(changes, Unknown(all, now, 7*24*time.Hour)...)
				}
				var models []string
				for _, c := range StateChanges(all, nil, now, 7*24*time.Hour, changes) {
					models = append(models, c.Model)
				}
				var want []string
				if before != nil || end < named {
					want = append(want, "a")
				}
				want = append(want, "b,c")
				if fmt.Sprint(models) != fmt.Sprint(want) || lost != 1-min(end/named, 1) || !IsUntold(file) {
					t.Errorf("%q: told %q, want %q; %d lost; ours: %v", file, models, want, lost, IsUntold(file))
				}
			}
		}
	}
	for _, foreign := range []string{"my notes\n", `{"name":"a"}` + "\n", "[1,"} {
		if changes, lost := ReadUntold([]byte(foreign)); len(changes)+lost > 0 || IsUntold([]byte(foreign)) {
			t.Errorf("%q: %v, %d lost", foreign, changes, lost)
		}
	}
}
