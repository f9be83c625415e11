package action

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type stated struct {
	Predicate struct {
		Verdict    struct{ Verdict, Reason string }
		Report     struct{ SHA256 string }
		Tolerances struct {
			Fixed  bool   `json:"fixed_before_training"`
			Commit string `json:"commit"`
		}
		Job string
	}
}

// readStatement gives the statement of the step that just ran, whose report it names.
func (s *fixture) readStatement(t *testing.T) (d stated) {
	t.Helper()
	workspace := filepath.Join(s.dir, "workspace")
	if err := json.Unmarshal([]byte(read(t, filepath.Join(workspace, "out", "statement.json"))), &d); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(read(t, filepath.Join(workspace, "reproduce-report", "report.json"))))
	if d.Predicate.Report.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the statement names a report of digest %s, and the saved one has %x", d.Predicate.Report.SHA256, sum)
	}
	return d
}

// TestStep_states: a statement of a training on GitHub. One that is asked for under other
// tolerances than a training was begun with is of another training; a resumed check says
// that they were not fixed before.
func TestStep_states(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.env["INPUT_VERSION"], s.env["INPUT_STATEMENT"] = "1", "out/statement.json"
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
	}
	first := s.readStatement(t)
	if p := first.Predicate; p.Verdict.Verdict != "reproduced" || !p.Tolerances.Fixed || p.Job != "https://github.test/octo/churn/actions/runs/77" {
		t.Errorf("%+v", p)
	}
	if out := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(out, "statement-path") || !strings.Contains(out, "out/statement.json") {
		t.Errorf("outputs:\n%s", out)
	}
	s.env["INPUT_TOLERANCES"] = "accuracy: 2%"
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
	}
	second := s.readStatement(t)
	if p := second.Predicate; !p.Tolerances.Fixed || p.Tolerances.Commit == first.Predicate.Tolerances.Commit || len(s.Runs()) != 2 {
		t.Errorf("after another tolerance: %+v, %d trainings", p.Tolerances, len(s.Runs()))
	}
	s.env["INPUT_STATEMENT"] = "" // nobody asks, and nothing is trained anew for it
	s.env["INPUT_TOLERANCES"] = "accuracy: 3%"
	if got := s.step(t.Context()); got != 0 || len(s.Runs()) != 2 {
		t.Errorf("exit code %d, %d trainings, want 2\n%s", got, len(s.Runs()), s.log.String())
	}
}

// TestStep_statesACancelledCheck: it has a verdict too.
func TestStep_statesACancelledCheck(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Looks = 1000
	s.env["INPUT_VERSION"], s.env["INPUT_STATEMENT"] = "1", "out/statement.json"
	ctx, cancel := context.WithCancel(t.Context())
	process := s.process()
	process.Sleep = func(ctx context.Context, _ time.Duration) error {
		if len(s.Runs()) > 0 {
			cancel()
		}
		return ctx.Err()
	}
	if code := Run(ctx, process); code != 130 {
		t.Fatalf("exit code %d, want 130\n%s", code, s.log.String())
	}
	if p := s.readStatement(t).Predicate; p.Verdict.Verdict != "unverified" || p.Verdict.Reason != "cancelled" {
		t.Errorf("%+v", p.Verdict)
	}
}

// TestStep_statementElsewhere: nobody's file is written over.
func TestStep_statementElsewhere(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	path := filepath.Join(s.dir, "workspace", "notes.json")
	if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.env["INPUT_VERSION"], s.env["INPUT_STATEMENT"] = "1", "notes.json"
	if got := s.step(t.Context()); got != 2 || read(t, path) != "{}" || len(s.Runs()) > 0 {
		t.Errorf("exit code %d, want 2; the file is %q\n%s", got, read(t, path), s.log.String())
	}
	s.env["INPUT_COMMAND"] = "list"
	if got := s.step(t.Context()); got != 2 || !strings.Contains(s.log.String(), "input statement does nothing with command: list; leave it out (it is for run, ") {
		t.Errorf("list: exit code %d\n%s", got, s.log.String())
	}
}

// TestResume_states: what goes on under other tolerances was begun under those of its
// commit.
func TestResume_states(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		tolerance string
		want      bool
	}{"the same": {"accuracy: 1%", true}, "others": {"accuracy: 2%", false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.Looks = 1000
			if got := s.command(t.Context(), "run", "iris-classifier", "--version", "1", "--workflow", "train.yml", "--timeout", "1ms", "--tolerances", "accuracy: 1%"); got != 4 {
				t.Fatalf("exit code %d, want 4\n%s", got, s.log.String())
			}
			s.Looks = 2
			if got := s.command(t.Context(), "resume", "--tolerances", tt.tolerance, "--statement", "out/statement.json"); got != 0 {
				t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
			}
			if p := s.readStatement(t).Predicate; p.Tolerances.Fixed != tt.want || p.Verdict.Verdict != "reproduced" || len(s.Runs()) != 1 {
				t.Errorf("%+v, %d trainings; want fixed %t", p, len(s.Runs()), tt.want)
			}
			if said := strings.Contains(s.log.String(), "the tolerances were not fixed before the training"); said == tt.want {
				t.Errorf("said: %t\n%s", said, s.log.String())
			}
		})
	}
}
