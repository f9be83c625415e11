package cause

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func day(n int) time.Time { return time.Date(2026, time.October, n, 2, 40, 0, 0, time.UTC) }

// checked is a saved check of churn v7, as of a day of October.
func checked(on int, verdict repro.Verdict, inputs ...repro.Input) repro.Record {
	return repro.Record{Past: repro.Past{At: day(on), Verdict: verdict, From: "checks.json"}, Model: "churn", Version: "7", Original: "a", ID: day(on).Format("2"), Inputs: inputs}
}

// today is the result that is being explained, of 30 October.
func today() repro.Result {
	r := repro.Result{CheckedAt: day(30), Original: repro.Run{ID: "a"}, Reproduction: repro.Run{ID: "now"}}
	r.Plan.ID, r.Plan.Model = "now", repro.ModelVersion{Name: "churn", Version: "7"}
	return r
}

var ledgerDrift = repro.Comparison{Deltas: []repro.Delta{{Name: "f1", Original: 1, Reproduced: 2, State: repro.StateOutside}}}

func input(kind, name, original, now string) repro.Input {
	state := repro.InputDiffers
	switch {
	case original == "" || now == "":
		state = repro.InputUnknown
	case original == now:
		state = repro.InputSame
	}
	return repro.Input{Kind: kind, Name: name, Original: original, Now: now, State: state}
}

// seen is data that only what was seen of a training tells of.
func seen(name, hash string) repro.Input {
	return repro.Input{Kind: repro.KindData, Name: name, Now: hash, State: repro.InputUnknown, Evidence: repro.SeenRead}
}

// TestLedgerRanks has what differs now and what an earlier check had, and the
// order in which the causes have to come.
func TestLedgerRanks(t *testing.T) {
	t.Parallel()
	data := input("data", "train.csv", "md5 1", "md5 2")
	learn := input("environment", "scikit-learn", "1.3.2", "1.5.1")
	for _, tt := range []struct {
		name   string
		then   []repro.Input
		now    []repro.Input
		curves []repro.Curve
		stages []repro.StageChange
		want   []string // strength, name and since, in order
		says   string
	}{
		{
			name: "new data before a package that was so", then: []repro.Input{input("data", "train.csv", "md5 1", "md5 1"), learn}, now: []repro.Input{learn, data},
			want: []string{"consistent with train.csv changed", "differs, untested scikit-learn already"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv has changed, which makes it the likelier cause. Already different then: scikit-learn. This was not tested.",
		}, {
			name: "a new package before data that was so", then: []repro.Input{data, input("environment", "scikit-learn", "1.3.2", "1.3.2")}, now: []repro.Input{data, learn},
			want: []string{"consistent with scikit-learn changed", "differs, untested train.csv already"},
			says: "Since v7 last reproduced on 26 Oct 2026, scikit-learn has changed, which makes it the likelier cause. Already different then: train.csv. This was not tested.",
		}, {
			name: "two new ones", then: []repro.Input{input("data", "train.csv", "md5 1", "md5 1"), input("environment", "scikit-learn", "1.3.2", "1.3.2")}, now: []repro.Input{learn, data},
			want: []string{"consistent with train.csv changed", "consistent with scikit-learn changed"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv and scikit-learn have changed, which makes them the likelier causes. This was not tested.",
		}, {
			name: "what the check did not record ranks between", then: []repro.Input{learn}, now: []repro.Input{learn, data},
			want: []string{"differs, untested train.csv", "differs, untested scikit-learn already"},
			says: "Two inputs differ from the original run: train.csv and scikit-learn. Any of them could explain the drift; they were not tested separately.",
		}, {
			name: "another value than the original's, then and now", then: []repro.Input{input("environment", "scikit-learn", "1.3.2", "1.4.0")}, now: []repro.Input{learn},
			want: []string{"consistent with scikit-learn changed"},
			says: "Since v7 last reproduced on 26 Oct 2026, scikit-learn has changed, which makes it the likelier cause. This was not tested.",
		}, {
			name: "unknown for the original, and new since then", then: []repro.Input{input("environment", "Python", "", "3.11.4")}, now: []repro.Input{input("environment", "Python", "", "3.12.1")},
			want: []string{"consistent with Python changed"},
			says: "Since v7 last reproduced on 26 Oct 2026, Python has changed, which makes it the likelier cause. This was not tested.",
		}, {
			name: "two spellings of one version", then: []repro.Input{input("environment", "scikit-learn", "1.3.2", "1.5.1.0")}, now: []repro.Input{learn},
			want: []string{"differs, untested scikit-learn already"},
			says: "Nothing that was recorded has changed since v7 last reproduced on 26 Oct 2026. Already different then: scikit-learn. Something that was not recorded may have changed, or the metrics vary from run to run.",
		}, {
			name: "hashed in two ways is unknown", then: []repro.Input{input("data", "train.csv", "md5-dos2unix 1", "md5-dos2unix 1")}, now: []repro.Input{data},
			want: []string{"differs, untested train.csv"},
			says: "One input differs from the original run: train.csv. It could explain the drift; this was not tested.",
		}, {
			name: "only declared then, seen now", then: []repro.Input{{Kind: "environment", Name: "scikit-learn", Original: "1.3.2", Now: "1.5.1", State: repro.InputDiffers, Note: "minor; as declared, not as seen in the training"}}, now: []repro.Input{learn},
			want: []string{"differs, untested scikit-learn"},
			says: "One input differs from the original run: scikit-learn. It could explain the drift; this was not tested.",
		}, {
			name: "an equal digest of the first rows is no equal data", then: []repro.Input{input("data", "churn (first 10,000 rows)", "mlflow 1", "mlflow 2")}, now: []repro.Input{input("data", "churn", "mlflow 1", "mlflow 2")},
			want: []string{"differs, untested churn"},
			says: "One input differs from the original run: churn. It could explain the drift; this was not tested.",
		}, {
			name: "a curve that speaks against what is new", then: []repro.Input{input("environment", "scikit-learn", "1.3.2", "1.3.2")}, now: []repro.Input{data, learn},
			curves: []repro.Curve{{Name: "loss", Pattern: repro.PatternStart}},
			want:   []string{"consistent with train.csv", "differs, untested scikit-learn changed"},
			says:   "The drift is consistent with other data in train.csv: loss is far apart from the first step on. Also different: scikit-learn. This was not tested.",
		}, {
			name: "a stage that rules out what is new", then: []repro.Input{input("data", "train.csv", "md5 1", "md5 1"), learn}, now: []repro.Input{data, learn},
			stages: []repro.StageChange{{Stage: "page", Own: []repro.OwnChange{{Kind: "data", Name: "train.csv"}}, Outs: repro.OutsEqual, Leads: true, Witness: "dvc.lock"}},
			want:   []string{"differs, untested scikit-learn already", "same train.csv changed"},
			says:   "One input differs from the original run: scikit-learn. It could explain the drift; this was not tested.",
		}, {
			name: "where a stage lets in what was so", then: []repro.Input{data, input("environment", "scikit-learn", "1.3.2", "1.3.2")}, now: []repro.Input{data, learn},
			stages: []repro.StageChange{{Stage: "train", Own: []repro.OwnChange{{Kind: "data", Name: "train.csv"}}, Outs: repro.OutsDiffer, Leads: true, Witness: "dvc.lock"}},
			want:   []string{"consistent with scikit-learn changed", "differs, untested train.csv already"},
			says:   "Since v7 last reproduced on 26 Oct 2026, scikit-learn has changed, which makes it the likelier cause. Already different then: train.csv. This was not tested.",
		}, {
			name: "nothing is new, and a seed is missing", then: []repro.Input{data}, now: []repro.Input{data, {Kind: "seed", Name: "random_state", Original: "None", Now: "None", State: repro.InputUnknown}},
			want: []string{"differs, untested train.csv already", "not recorded random_state"},
			says: "Nothing that was recorded has changed since v7 last reproduced on 26 Oct 2026. Already different then: train.csv. Something that was not recorded may have changed (random_state, or something else), or the metrics vary from run to run.",
		}, {
			name: "data that was seen to be read is other data", then: []repro.Input{data, seen("raw.csv", "sha256 1"), seen("b.csv", "sha256 3")}, now: []repro.Input{data, seen("raw.csv", "sha256 2"), seen("b.csv", "sha256 3")},
			want: []string{"consistent with raw.csv changed", "differs, untested train.csv already", "not recorded b.csv already"},
			says: "Since v7 last reproduced on 26 Oct 2026, raw.csv has changed, which makes it the likelier cause. Already different then: train.csv. This was not tested.",
		}, {
			name: "data that was seen to be read is what it was", then: []repro.Input{data, seen("raw.csv", "sha256 1")}, now: []repro.Input{data, seen("raw.csv", "sha256 1")},
			want: []string{"differs, untested train.csv already", "not recorded raw.csv already"},
			says: "Nothing that was recorded has changed since v7 last reproduced on 26 Oct 2026. Already different then: train.csv. Something that was not recorded may have changed, or the metrics vary from run to run.",
		}, {
			name: "another file was seen to be read", then: []repro.Input{data, seen("raw.csv", "sha256 1")}, now: []repro.Input{data, seen("new.csv", "sha256 1")},
			want: []string{"differs, untested train.csv already", "not recorded new.csv"},
			says: "One input differs from the original run: train.csv. It could explain the drift; this was not tested.",
		},
	} {
		ledger := NewLedger([]repro.Record{checked(12, repro.Reproduced), checked(26, repro.Reproduced, tt.then...), checked(28, repro.Drifted)}, today())
		inputs := ledger.Mark(tt.now, Comparer{})
		comparison := ledgerDrift
		comparison.Curves = tt.curves
		causes := FindCauses(inputs, Clues{Comparison: comparison, Ledger: ledger, Stages: tt.stages})
		var got []string
		for _, cause := range causes {
			got = append(got, strings.TrimSpace(string(cause.Strength)+" "+cause.Name+" "+cause.Since))
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
		if says := ledger.Conclude(comparison, causes, inputs); says != tt.says {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, says, tt.says)
		}
	}
}

// TestLedgerKnowsTheFirstDrift: what changed only after the version first
// drifted is not what that drift came with.
func TestLedgerKnowsTheFirstDrift(t *testing.T) {
	t.Parallel()
	data := func(now string) repro.Input { return input("data", "train.csv", "md5 1", "md5 "+now) }
	learn := func(now string) repro.Input { return input("environment", "scikit-learn", "1.3.2", now) }
	for _, tt := range []struct {
		name        string
		first, then []repro.Input // at the first drift, and at a later one
		want        []string
		says        string
	}{
		{
			name: "the data first, a package later", first: []repro.Input{data("2"), learn("1.3.2")},
			want: []string{"consistent with train.csv changed", "differs, untested scikit-learn later"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv has changed, which makes it the likelier cause. Changed only after it first drifted: scikit-learn. This was not tested.",
		}, {
			name: "both at once", first: []repro.Input{data("2"), learn("1.5.1")},
			want: []string{"consistent with train.csv changed", "consistent with scikit-learn changed"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv and scikit-learn have changed, which makes them the likelier causes. This was not tested.",
		}, {
			name: "the package twice", first: []repro.Input{data("1"), learn("1.4.0")},
			want: []string{"consistent with scikit-learn changed", "differs, untested train.csv later"},
			says: "Since v7 last reproduced on 26 Oct 2026, scikit-learn has changed, which makes it the likelier cause. Changed only after it first drifted: train.csv. This was not tested.",
		}, {
			name: "neither, and then both", first: []repro.Input{data("1"), learn("1.3.2")},
			want: []string{"consistent with train.csv later", "consistent with scikit-learn later"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv and scikit-learn have changed, which makes them the likelier causes. This was not tested.",
		}, {
			name: "only the second drift had the package", first: []repro.Input{data("2"), learn("1.3.2")}, then: []repro.Input{data("2"), learn("1.5.1")},
			want: []string{"consistent with train.csv changed", "differs, untested scikit-learn later"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv has changed, which makes it the likelier cause. Changed only after it first drifted: scikit-learn. This was not tested.",
		}, {
			name: "the first drift did not record it", first: []repro.Input{data("2")},
			want: []string{"consistent with train.csv changed", "consistent with scikit-learn changed"},
			says: "Since v7 last reproduced on 26 Oct 2026, train.csv and scikit-learn have changed, which makes them the likelier causes. This was not tested.",
		},
	} {
		records := []repro.Record{checked(24, repro.Drifted, data("9")), checked(26, repro.Reproduced, data("1"), learn("1.3.2")), checked(28, repro.Drifted, tt.first...)}
		if tt.then != nil {
			records = append(records, checked(29, repro.Drifted, tt.then...))
		}
		ledger := NewLedger(records, today())
		inputs := ledger.Mark([]repro.Input{data("2"), learn("1.5.1")}, Comparer{})
		causes := FindCauses(inputs, Clues{Comparison: ledgerDrift, Ledger: ledger})
		var got []string
		for _, cause := range causes {
			got = append(got, strings.TrimSpace(string(cause.Strength)+" "+cause.Name+" "+cause.Since))
			if cause.Since == SinceLater && cause.Strength == repro.DiffersUntested && !strings.HasSuffix(cause.Evidence, "changed only after v7 first drifted on 28 Oct 2026") {
				t.Errorf("%s: %s: %q", tt.name, cause.Name, cause.Evidence)
			}
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
		if says := ledger.Conclude(ledgerDrift, causes, inputs); says != tt.says {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, says, tt.says)
		}
	}
}

// TestLedgerWords are the words beside an input.
func TestLedgerWords(t *testing.T) {
	t.Parallel()
	learn := input("environment", "scikit-learn", "1.3.2", "1.5.1")
	evidence := func(then repro.Input, tags map[string]string, now time.Time) string {
		r := today()
		r.CheckedAt, r.Plan.Model.Tags = now, tags
		ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced, then)}, r)
		return FindCauses(ledger.Mark([]repro.Input{learn}, Comparer{}), Clues{Comparison: ledgerDrift, Ledger: ledger})[0].Evidence
	}
	for _, tt := range []struct {
		then string
		tags map[string]string
		now  time.Time
		want string
	}{
		{"1.3.2", nil, day(30), "changed since v7 last reproduced on 26 Oct 2026"},
		{"1.4.0", nil, day(30), "changed since v7 last reproduced on 26 Oct 2026 (1.4.0 then)"},
		{"1.5.1", nil, day(30), "already 1.5.1 on 26 Oct 2026, when v7 reproduced"},
		{"1.3.2", nil, day(26).Add(time.Hour), "changed since v7 last reproduced on 26 Oct 2026 at 02:40 UTC"},
		// It reproduced later, by its tags, and nobody knows with what.
		{"1.3.2", map[string]string{CheckedTag: "2026-10-28T01:00:00Z", VerdictTag: "reproduced (identical)"}, day(30), "changed since v7 reproduced on 26 Oct 2026"},
		{"1.3.2", map[string]string{CheckedTag: "2026-10-28T01:00:00Z", VerdictTag: "drifted (metrics-outside-tolerance)"}, day(30), "changed since v7 last reproduced on 26 Oct 2026"},
	} {
		if got := evidence(input("environment", "scikit-learn", "1.3.2", tt.then), tt.tags, tt.now); got != tt.want {
			t.Errorf("%s then, tags %v:\ngot  %q\nwant %q", tt.then, tt.tags, got, tt.want)
		}
	}
}

// TestLedgerTakesItsOwn leaves out what is not an earlier check of the same
// version.
func TestLedgerTakesItsOwn(t *testing.T) {
	t.Parallel()
	change := func(f func(*repro.Record)) repro.Record {
		r := checked(26, repro.Reproduced, input("data", "d", "md5 1", "md5 1"))
		f(&r)
		return r
	}
	for name, tt := range map[string]struct {
		record repro.Record
		checks int
	}{
		"the same version":                       {change(func(*repro.Record) {}), 1},
		"another version":                        {change(func(r *repro.Record) { r.Version, r.Original = "6", "b" }), 0},
		"another model":                          {change(func(r *repro.Record) { r.Model, r.Original = "ltv", "b" }), 0},
		"another version, of no known run":       {change(func(r *repro.Record) { r.Version, r.Original = "6", "" }), 0},
		"another version of the same run":        {change(func(r *repro.Record) { r.Version = "6" }), 1},
		"another name of the same run":           {change(func(r *repro.Record) { r.Model, r.Version = "ltv", "1" }), 1},
		"the version, of no known run":           {change(func(r *repro.Record) { r.Original = "" }), 1},
		"a model made anew under the name":       {change(func(r *repro.Record) { r.Original = "b" }), 0},
		"the run without its version":            {change(func(r *repro.Record) { r.Model, r.Version = "", "" }), 1},
		"nobody knows of what":                   {change(func(r *repro.Record) { r.Model, r.Version, r.Original = "", "", "" }), 0},
		"this very attempt, saved when it began": {change(func(r *repro.Record) { r.ID = "now" }), 0},
		"this very training":                     {change(func(r *repro.Record) { r.Run = "now" }), 0},
		"a check of tomorrow":                    {change(func(r *repro.Record) { r.At = day(31) }), 0},
		"a check without a time":                 {change(func(r *repro.Record) { r.At = time.Time{} }), 0},
	} {
		ledger := NewLedger([]repro.Record{tt.record, tt.record}, today())
		if len(ledger.Checks) != tt.checks || (ledger.good != nil) != (tt.checks > 0) {
			t.Errorf("%s: %d checks, want %d", name, len(ledger.Checks), tt.checks)
		}
	}
	for text, want := range map[string]bool{
		"reproduced (identical)": true, "drifted (metrics-outside-tolerance)": true, "reproduced": false, "reproduced (": false,
		"splendid (identical)": false, "reproduced (\x1b[31m)": false, "": false,
	} {
		r := today()
		r.Plan.Model.Tags = map[string]string{CheckedTag: "2026-10-26T02:40:00Z", VerdictTag: text}
		if ledger := NewLedger(nil, r); len(ledger.Checks) == 1 != want {
			t.Errorf("tag %q: %v, want a check: %v", text, ledger.Checks, want)
		}
		// The report of the check that left the tags tells more than they do.
		if ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced)}, r); len(ledger.Checks) != 1 {
			t.Errorf("tag %q beside its own report: %v", text, ledger.Checks)
		}
	}
}

// TestLedgerTellsDatasetsApart: what a run trained on and what it evaluated
// with may have one name.
func TestLedgerTellsDatasetsApart(t *testing.T) {
	t.Parallel()
	of := func(context, digest string) repro.Input {
		one := input("data", "dataset", "mlflow 1", "mlflow "+digest)
		one.Evidence = "dataset logged as " + context
		return one
	}
	ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced, of("eval", "e"), of("train", "t"))}, today())
	for name, tt := range map[string]struct {
		input repro.Input
		since string
		then  string
	}{
		"the same to train on":   {of("train", "t"), SinceUnknown, "mlflow t"},
		"another to train on":    {of("train", "e"), SinceChanged, "mlflow t"},
		"nobody knows for what":  {of("context", "e"), SinceUnknown, ""},
		"another to evaluate on": {of("eval", "t"), SinceChanged, "mlflow e"},
	} {
		if got := ledger.Mark([]repro.Input{tt.input}, Comparer{})[0]; got.Since != tt.since || got.Then != tt.then {
			t.Errorf("%s: %q, then %q; want %q, %q", name, got.Since, got.Then, tt.since, tt.then)
		}
	}
}

// TestLedgerLooksUp finds what an input was then where the earlier check lists
// it otherwise: params that were the same are only counted, code is that of a
// commit.
func TestLedgerLooksUp(t *testing.T) {
	t.Parallel()
	record := checked(26, repro.Reproduced, input("params", "2 params", "2 params", "2 params"))
	record.Commit, record.Params = "c1", repro.Params{{Name: "depth", Value: "5"}, {Name: "seed", Value: "42.0"}}
	ledger := NewLedger([]repro.Record{record}, today())
	code := func(_, _, file string) (bool, bool) {
		return file == "src/same.py", file != "src/unknown.py"
	}
	equal := func(a, b string) bool { return strings.TrimSuffix(a, ".0") == strings.TrimSuffix(b, ".0") }
	now := repro.Params{{Name: "depth", Value: "7"}, {Name: "seed", Value: "42"}}
	for _, tt := range []struct {
		input  repro.Input
		commit string
		since  string
	}{
		{input("params", "depth", "5", "7"), "c2", SinceChanged},
		{input("seed", "seed", "41", "42"), "c2", SinceAlready},
		{input("params", "never logged", "1", "2"), "c2", SinceUnknown},
		{input("params", "2 params", "2 params", "2 params"), "c2", SinceUnknown},
		{input("code", "src/train.py", "c0", "c2"), "c2", SinceChanged},
		{input("code", "src/same.py", "c0", "c2"), "c2", SinceAlready},
		{input("code", "src/unknown.py", "c0", "c2"), "c2", SinceUnknown},
		{input("code", "src/unknown.py", "c0", "c1"), "c1", SinceAlready},
		{input("code", "uncommitted changes", "dirty", "clean"), "c2", SinceAlready},
		{input("command", "train", "a", "b"), "c1", SinceAlready},
		{input("command", "train", "a", "b"), "c2", SinceUnknown},
		{input("command", "command", "a", "b"), "c1", SinceUnknown},
		{input("hardware", "hardware", "", ""), "c1", SinceUnknown},
	} {
		marked := ledger.Mark([]repro.Input{tt.input}, Comparer{Commit: tt.commit, Params: now, Equal: equal, Code: code})
		if marked[0].Since != tt.since {
			t.Errorf("%s %s at %s: %q, want %q", tt.input.Kind, tt.input.Name, tt.commit, marked[0].Since, tt.since)
		}
	}
}
