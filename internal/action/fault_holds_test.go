package action

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// traces are what the nights so far left behind.
type traces struct {
	branches, trainings, comments, open, issues, checks int
	contexts                                            map[string]string // state of the last mark, by its context
}

var commentVerdict = regexp.MustCompile(`"verdict":"(\w+)"`)

// holds gives what is broken of what always holds: one of everything, no false verdict
// anywhere, and no secret elsewhere.
func (w *world) holds(told night) (found traces, broken []string) {
	complain := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	may := func(where, verdict string) {
		if verdict != "" && verdict != string(w.truth) && verdict != string(repro.Unverified) && verdict != string(repro.Missed) {
			complain("%s says %s, and the truth is %s", where, verdict, w.truth)
		}
	}
	may("the check", told.check)
	may("the report", told.report)
	if told.exit == 0 && told.check != string(repro.Reproduced) {
		complain("exit code 0 with the verdict %q", told.check)
	}
	found.contexts = map[string]string{}
	for _, mark := range w.hub.Statuses() {
		found.contexts[mark.Context] = mark.State
		may("a commit status", map[string]string{"success": string(repro.Reproduced), "failure": string(repro.Drifted)}[mark.State])
	}
	for _, comment := range w.hub.Comments(12) {
		if comment.Author == githubtest.Bot {
			found.comments++
			for _, said := range commentVerdict.FindAllStringSubmatch(comment.Body, -1) {
				may("the comment", said[1])
			}
		}
	}
	for _, issue := range w.hub.Issues() {
		if found.issues++; !issue.Closed {
			found.open++
		}
		may("the issue", string(repro.Drifted))
	}
	for path, document := range w.kept() {
		check, err := history.Decode(document)
		if err != nil {
			complain("%s of the history: %v", path, err)
		}
		found.checks++
		may(path+" of the history", string(check.Verdict))
	}
	found.branches = len(w.hub.Refs("refs/heads/reproduce/"))
	for i, run := range w.hub.Runs() { // an hour after its end, a training is not taken up any more
		if i == 0 || run.Created.Sub(w.hub.Runs()[i-1].Created) < time.Hour {
			found.trainings++
		}
	}
	for name, n := range map[string]int{
		"branches": found.branches, "trainings": found.trainings, "issues": found.issues, "commit statuses": len(found.contexts),
	} {
		if n > 1 {
			complain("%d %s", n, name)
		}
	}
	if found.comments > 2 { // a new verdict is posted before the old one's is deleted
		complain("%d comments", found.comments)
	}
	if found.checks > w.nights {
		complain("%d checks in the history after %d nights", found.checks, w.nights)
	}
	broken = append(broken, w.hub.Complaints()...)
	w.relay.mu.Lock()
	defer w.relay.mu.Unlock()
	for _, leak := range w.relay.leaked {
		complain("another host got %s", leak)
	}
	w.relay.leaked = nil
	for line := range strings.Lines(told.log) {
		if strings.Contains(line, "canary") && !strings.HasPrefix(line, "::add-mask::") {
			complain("the log shows a secret: %s", line)
		}
	}
	return found, broken
}

// kept are the checks on the history's branch.
func (w *world) kept() map[string][]byte {
	return w.hub.Files("reproduce-history", "checks/")
}

// completes gives what a night without faults lacks of a whole one.
func (w *world) completes(told night, found traces) (broken []string) {
	want := map[bool]int{false: 0, true: 1}[w.truth == repro.Drifted]
	state := map[repro.Verdict]string{repro.Reproduced: "success", repro.Drifted: "failure"}[w.truth]
	if told.check != string(w.truth) || told.report != string(w.truth) {
		broken = append(broken, fmt.Sprintf("the check says %q and the report %q; want %s", told.check, told.report, w.truth))
	}
	if found.branches != 1 || found.trainings != 1 || found.comments != 1 || found.open != want || found.checks == 0 || found.contexts["reproduce / churn"] != state {
		broken = append(broken, fmt.Sprintf("it left %+v", found))
	}
	if strings.Contains(told.log, "::warning") {
		broken = append(broken, "a warning with nothing wrong")
	}
	return broken
}
