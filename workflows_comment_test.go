package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// This file holds docs/workflows/comment.yml: for whose comment a job starts that is handed
// the secrets. What GitHub's expressions do is worked out here for the forms it uses.

var (
	jsonOf    = regexp.MustCompile(`^fromJSON\('(.*)'\)$`)
	callOf    = regexp.MustCompile(`^(startsWith|contains)\((.*)\)$`)
	equalling = regexp.MustCompile(`^(\S+) (==|!=) '(.*)'$`)
)

// holds works out a condition of GitHub's for the fields of an event: terms joined by &&,
// and one level of brackets with terms joined by ||.
func holds(t *testing.T, condition string, event map[string]string) bool {
	t.Helper()
	if inner, ok := strings.CutPrefix(condition, "("); ok && strings.HasSuffix(inner, ")") && !strings.Contains(inner, "&&") {
		return slices.ContainsFunc(strings.Split(strings.TrimSuffix(inner, ")"), " || "), func(term string) bool { return holds(t, term, event) })
	}
	if terms := strings.Split(condition, " && "); len(terms) > 1 {
		return !slices.ContainsFunc(terms, func(term string) bool { return !holds(t, term, event) })
	}
	value := func(name string) string {
		text, known := event[name]
		if !known {
			t.Fatalf("%q is no field of the event", name)
		}
		return text
	}
	if term := equalling.FindStringSubmatch(condition); term != nil {
		return strings.EqualFold(value(term[1]), term[3]) == (term[2] == "==")
	}
	if call := callOf.FindStringSubmatch(condition); call != nil {
		at := strings.LastIndex(call[2], ", ")
		first, second := call[2][:at], call[2][at+2:]
		if call[1] == "contains" {
			var list []string
			if err := json.Unmarshal([]byte(jsonOf.FindStringSubmatch(first)[1]), &list); err != nil {
				t.Fatal(err)
			}
			return slices.Contains(list, value(second))
		}
		prefix := strings.Trim(second, "'")
		if literal := jsonOf.FindStringSubmatch(second); literal != nil {
			if err := json.Unmarshal([]byte(literal[1]), &prefix); err != nil {
				t.Fatal(err)
			}
		}
		return strings.HasPrefix(strings.ToLower(value(first)), prefix)
	}
	return value(condition) != ""
}

// TestWorkflows_comment: the job starts for people of the repository and the command alone,
// and no request can take the place of another that waits.
func TestWorkflows_comment(t *testing.T) {
	t.Parallel()
	root := readYAML(t, "docs/workflows/comment.yml")
	job := root.Get("jobs", "reproduce")
	if root.Get("concurrency") != nil || job.Get("concurrency") != nil {
		t.Error("of a concurrency group GitHub cancels all waiting requests but one")
	}
	condition := text(job.Get("if"))
	for _, c := range []struct {
		body, association, user string
		pull, want              bool
	}{
		{"/reproduce churn 7", "MEMBER", "User", true, true},
		{"/reproduce", "OWNER", "User", true, true},
		{"/reproduce\r\nthanks", "COLLABORATOR", "User", true, true},
		{"/reproduce\nthanks", "COLLABORATOR", "User", true, true},
		{"/reproduce help", "MEMBER", "User", true, true},
		{"/reproduce churn 7", "NONE", "User", true, false},
		{"/reproduce churn 7", "CONTRIBUTOR", "User", true, false},
		{"/reproduce churn 7", "FIRST_TIME_CONTRIBUTOR", "User", true, false},
		{"/reproduce churn 7", "MEMBER", "Bot", true, false},
		{"/reproduce churn 7", "MEMBER", "User", false, false},
		{"/reproduced it myself", "MEMBER", "User", true, false},
		{"/reproduce-all", "MEMBER", "User", true, false},
		{"please /reproduce churn", "MEMBER", "User", true, false},
	} {
		event := map[string]string{
			"github.event.comment.body": c.body, "github.event.comment.author_association": c.association,
			"github.event.comment.user.type": c.user, "github.event.issue.pull_request": "",
		}
		if c.pull {
			event["github.event.issue.pull_request"] = "{}"
		}
		if got := holds(t, condition, event); got != c.want {
			t.Errorf("%+v: the job starts: %v", c, got)
		}
	}
}
