package record

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/redact"
)

// A Recorder is what a recording starts from.
type Recorder struct {
	Args    []string // the training's command and what it is called with
	Dir     string   // where it runs
	Environ []string
	Tool    string
	Secrets *redact.Redactor
	Now     func() time.Time
}

// IsRecorded says whether a training is observed already: it is part of a reproduction,
// or of another recording.
func IsRecorded(environ []string) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return (name == "REPRODUCE_ID" || name == "REPRODUCE_OBSERVE") && value != ""
	})
}

// A Recording is one training while it is observed.
type Recording struct {
	Recorder
	ID       string
	document recorded.Lineage
	tree     worktree
	diff     string
	temp     string
	held     *filelock.Lock // of temp
	observer *observe.Observer
}

// Begin looks at what is there before the training. It comes back with a recording,
// whatever could not be seen.
func (r Recorder) Begin(ctx context.Context) *Recording {
	g := &Recording{Recorder: r, ID: random()}
	g.document = recorded.Lineage{
		SchemaVersion: recorded.Version, Tool: r.Tool, ID: g.ID, StartedAt: r.Now().UTC().Format(time.RFC3339),
		Code: recorded.Code{Tree: recorded.Unknown},
	}
	g.readCommand()
	g.tree = openTree(ctx, r.Dir)
	g.readCode(ctx)
	if err := g.makeTemp(); err != nil {
		g.gap("the training was not observed: %v", err)
		return g
	}
	g.observer = observe.StartIn(filepath.Join(g.temp, "observe"), cmp.Or(g.tree.top(), r.Dir))
	return g
}

func random() string {
	var bytes [16]byte
	_, _ = rand.Read(bytes[:]) // it never fails
	return hex.EncodeToString(bytes[:])
}

// gap notes what the record does not have.
func (g *Recording) gap(format string, args ...any) {
	const most = 90 // of those that are read back
	if text := fmt.Sprintf(format, args...); len(g.document.Gaps) < most && !slices.Contains(g.document.Gaps, text) {
		g.document.Gaps = append(g.document.Gaps, short(text))
	}
}

// Child is the environment of the training: the user's, with the tags by which its runs
// are found, and what has Python report.
func (g *Recording) Child() []string {
	environ := slices.Clone(g.Environ)
	tags := map[string]string{recorded.Tag: g.ID}
	if commit := g.document.Code.Commit; commit != "" {
		tags[recorded.CommitTag] = commit
	}
	if g.document.Code.Tree == recorded.Dirty { // that it is clean is known at the end
		tags[recorded.TreeTag] = recorded.Dirty
	}
	existing := ""
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, command.RunContextVariable+"="); ok {
			existing = value
		}
	}
	value, err := command.RunContext(existing, tags)
	if err != nil {
		g.gap("the training's runs cannot be found: %v", err)
	} else {
		environ = slices.DeleteFunc(environ, func(entry string) bool { return strings.HasPrefix(entry, command.RunContextVariable+"=") })
		environ = append(environ, command.RunContextVariable+"="+value)
	}
	if g.observer != nil {
		environ = g.observer.Environ(environ)
	}
	return environ
}

// Began tells the process that the training began with.
func (g *Recording) Began(id int) { g.observer.Began(id) }

// Abandon takes away what a recording needed.
func (g *Recording) Abandon() {
	if g.observer != nil {
		g.observer.End()
		g.observer = nil
	}
	g.removeTemp()
}

// A Record is what a recording comes to.
type Record struct {
	Lineage recorded.Lineage
	Text    []byte // of lineage.json
	Diff    string // of uncommitted.diff; "" for none
}

// End looks at what the training did. No secret is in what it gives.
func (g *Recording) End(ctx context.Context, exitCode int) (Record, error) {
	var seen observe.Observation
	if g.observer != nil {
		seen = g.observer.End()
		g.observer = nil
	}
	defer g.Abandon()
	d := &g.document
	d.EndedAt, d.ExitCode = g.Now().UTC().Format(time.RFC3339), exitCode
	for _, doubt := range seen.Doubts {
		g.gap("%s", doubt)
	}
	if seen.Unwatched != "" {
		g.gap("what programs other than Python read was not all seen: %s", seen.Unwatched)
	}
	g.readFiles(ctx, seen)
	g.readHidden(ctx)
	g.readSoftware(ctx, seen)
	d.Environment.Salt = random()
	d.Environment.Variables = recorded.Variables(g.Environ, d.Environment.Salt, func(name, value string) bool {
		return len(redact.Secrets(name, value)) > 0 || redact.InParam(name, value) || g.Secrets.Text(value) != value
	})
	g.readSeeds()
	if len(d.Code.Untracked) > 0 {
		d.Code.Tree = recorded.Dirty
	}
	g.settleDiff()
	record := Record{Lineage: redact.Copy(g.Secrets, *d), Diff: g.diff}
	text, err := record.Lineage.Encode()
	if err != nil {
		return Record{}, fmt.Errorf("record the training: %w", err)
	}
	record.Text = text
	return record, nil
}
