package runner

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/redact"
)

// A Runner is the GitHub Actions runner this process is a step of. Its methods
// never panic and never end the process: what cannot be written is an error.
type Runner struct {
	environ []string
	getenv  func(string) string
	toolkit *githubactions.Action
	outputs map[string]string // that were set
	summary bool              // whether there is one
}

// NewRunner gives the runner, or nil outside GitHub Actions. environ and getenv
// are the same environment. Workflow commands are written to stdout, which must
// redact them, and must not where the Runner is there for Mask.
func NewRunner(environ []string, getenv func(string) string, stdout io.Writer) *Runner {
	if getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	return &Runner{
		environ: environ,
		getenv:  getenv,
		toolkit: githubactions.New(githubactions.WithWriter(stdout), githubactions.WithGetenv(getenv)),
	}
}

// SetOutput sets an output of the step. The value is fenced by a random
// delimiter: with a constant one, a value that holds it could set any other
// output. https://github.com/actions/toolkit/security/advisories/GHSA-7r3h-m5j6-3q42
func (r *Runner) SetOutput(name, value string) error {
	if r.outputs == nil {
		r.outputs = map[string]string{}
	}
	r.outputs[name] = value
	var fence [16]byte
	_, _ = rand.Read(fence[:]) // never fails: crypto/rand ends the program instead
	delimiter := "reproduce-" + hex.EncodeToString(fence[:])
	if strings.Contains(value, delimiter) || strings.ContainsAny(name, "\r\n=<") {
		return fmt.Errorf("set output %q: the name or the value cannot be written", name)
	}
	return r.file("GITHUB_OUTPUT", "output", name+"<<"+delimiter+"\n"+value+"\n"+delimiter)
}

// Summary appends Markdown to the job summary. More than a mebibyte would be
// dropped by the runner as a whole; report.Summary stays below.
func (r *Runner) Summary(markdown string) error {
	r.summary = true
	return r.file("GITHUB_STEP_SUMMARY", "step-summary", markdown)
}

// HasOutput says whether an output was set, to whatever value; HasSummary, whether there is a
// job summary.
func (r *Runner) HasOutput(name string) bool {
	_, there := r.outputs[name]
	return there
}

// HasSummary says whether a job summary was written.
func (r *Runner) HasSummary() bool { return r.summary }

// OutputsSet gives the outputs as they are now, by name.
func (r *Runner) OutputsSet() map[string]string { return maps.Clone(r.outputs) }

// SetOutputs sets each of the outputs that are set to what values has, and to nothing where
// that has none: so that no output is left of what was set before.
func (r *Runner) SetOutputs(values map[string]string) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(r.outputs)) {
		errs = append(errs, r.SetOutput(name, values[name]))
	}
	return errors.Join(errs...)
}

// file writes through the library's file-command door, which panics where a
// file is missing or cannot be written.
func (r *Runner) file(variable, command, message string) (err error) {
	if r.getenv(variable) == "" {
		return fmt.Errorf("write to the runner: %s is not set", variable)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write to the runner: %v; a container action must run as root to do so", p)
		}
	}()
	r.toolkit.IssueFileCommand(&githubactions.Command{Name: command, Message: message})
	return nil
}

// Mask asks the runner to hide the secrets in its log, line by line. Words too short to be
// secrets are left out: masking them would blank out the log.
func (r *Runner) Mask(secrets ...string) {
	for _, secret := range secrets {
		for line := range strings.Lines(secret) {
			if line = strings.TrimSpace(line); len(line) >= redact.MinLength {
				r.command(func() { r.toolkit.AddMask(line) })
			}
		}
	}
}

// Notice annotates the step, as Warning and Error do. The library escapes the text.
func (r *Runner) Notice(title, text string) { r.annotate(title, text, (*githubactions.Action).Noticef) }

// Warning annotates the step with what does not stop it.
func (r *Runner) Warning(title, text string) {
	r.annotate(title, text, (*githubactions.Action).Warningf)
}

// Error annotates the step with what stopped it, and stops nothing itself.
func (r *Runner) Error(title, text string) { r.annotate(title, text, (*githubactions.Action).Errorf) }

// maxAnnotation is where GitHub cuts an annotation.
const maxAnnotation = 4096

func (r *Runner) annotate(title, text string, write func(*githubactions.Action, string, ...any)) {
	text = printable.Clip(printable.Lines(text), maxAnnotation)
	door := r.toolkit.WithFieldsMap(map[string]string{"title": title})
	r.command(func() { write(door, "%s", text) })
}

// command writes a workflow command; a log that cannot be written to is no
// reason to lose the verdict.
func (r *Runner) command(write func()) {
	defer func() { _ = recover() }()
	write()
}
