package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
)

const (
	maxOutput   = 64 << 20 // of one git command; a listing or a file, never a history
	maxComplain = 4 << 10  // of what git says on standard error
	patience    = 2 * time.Minute
)

// errTooMuch says that a limit of ours, not git, ended the command.
var errTooMuch = fmt.Errorf("more than %d MiB of output", maxOutput>>20)

// hardening comes before every command: nothing that the repository's own
// configuration names is executed, no lock is taken that only saves time, and
// the index that is written is a plain one.
var hardening = []string{
	"--no-pager", "--literal-pathspecs",
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "core.fsmonitor=false",
	"-c", "core.untrackedCache=false",
	"-c", "core.splitIndex=false",
	"-c", "core.quotePath=false",
	"-c", "core.filesRefLockTimeout=5000",
	"-c", "protocol.ext.allow=never",
	"-c", "gc.auto=0",
	"-c", "maintenance.auto=false",
	"-c", "i18n.commitEncoding=UTF-8",
}

// inherited are the variables by which an outer git process, a hook or an
// alias would point us to its repository instead of the one we opened.
// https://git-scm.com/docs/git-rev-parse#Documentation/git-rev-parse.txt---local-env-vars
var inherited = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_CONFIG", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
	"GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH", "GIT_INTERNAL_SUPER_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_TRACE",
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE",
}

// A call is one git command.
type call struct {
	dir   string
	args  []string
	env   []string // on top of the program's own
	input io.Reader
	limit time.Duration // 0 is patience
}

// A CommandError is a git command that ended badly.
type CommandError struct {
	Verb string // "update-ref"
	Code int    // exit status; -1 when it did not exit by itself
	Says string // git's complaint: untrusted text, bounded, one line
	Err  error
}

func (e *CommandError) Error() string {
	switch {
	case e.Says != "":
		return fmt.Sprintf("git %s: %s", e.Verb, e.Says)
	default:
		return fmt.Sprintf("git %s: %v", e.Verb, e.Err)
	}
}

func (e *CommandError) Unwrap() error { return e.Err }

// run gives the command's standard output. Any end other than exit status 0 is
// a CommandError.
func (c call) run(ctx context.Context) ([]byte, error) {
	limit := c.limit
	if limit == 0 {
		limit = patience
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %v", limit))
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append(slices.Clone(hardening), c.args...)...)
	cmd.Dir = c.dir
	cmd.Env = append(environ(), c.env...)
	cmd.Stdin = c.input
	cmd.WaitDelay = 5 * time.Second
	stdout, stderr := &bounded{limit: maxOutput, strict: true}, &bounded{limit: maxComplain}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := cmd.Run()
	if err == nil {
		return stdout.Bytes(), nil
	}
	failure := &CommandError{Verb: c.args[0], Code: -1, Err: err}
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		failure.Err = fmt.Errorf("%w; install git, or run where it is", err)
	case stdout.full:
		failure.Err = errTooMuch
	case ctx.Err() != nil:
		failure.Err = context.Cause(ctx)
	case errors.As(err, &exit):
		failure.Code = exit.ExitCode()
		failure.Says = complaint(stderr.Bytes())
	}
	return nil, failure
}

// environ is the program's environment without what would redirect git, and
// with what keeps it from asking a person.
func environ() []string {
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(inherited, name)
	})
	return append(env, "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_ASKPASS=", "SSH_ASKPASS=", "LC_ALL=C", "LANGUAGE=C")
}

// exitCode gives the exit status that err reports, or -1.
func exitCode(err error) int {
	var failure *CommandError
	if errors.As(err, &failure) {
		return failure.Code
	}
	return -1
}

// maxComplaint bounds a line of git's in an error.
const maxComplaint = 1000

// complaint makes one line of what git wrote to standard error: its fatal and
// error lines if there are any, its hints and progress left out.
func complaint(stderr []byte) string {
	var all, fatal []string
	for line := range strings.SplitSeq(string(stderr), "\n") {
		line = printable.OneLine(line, maxComplaint)
		switch {
		case line == "" || strings.HasPrefix(line, "hint:"):
			continue
		case strings.HasPrefix(line, "fatal: "), strings.HasPrefix(line, "error: "):
			fatal = append(fatal, line[len("fatal: "):])
		}
		all = append(all, line)
	}
	if len(fatal) > 0 {
		return strings.Join(fatal, "; ")
	}
	return strings.Join(all, "; ")
}

// bounded keeps the first limit bytes. Strict, it ends the command when there
// are more; otherwise it forgets them.
type bounded struct {
	bytes.Buffer
	limit  int
	strict bool
	full   bool
}

func (b *bounded) Write(piece []byte) (int, error) {
	room := b.limit - b.Len()
	if len(piece) <= room {
		return b.Buffer.Write(piece)
	}
	b.full = true
	if b.strict {
		return 0, errTooMuch
	}
	b.Buffer.Write(piece[:room])
	return len(piece), nil
}
