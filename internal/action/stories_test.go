package action

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A story is one line of testdata/stories.md: what starts the action, what is the matter,
// and the jobs that the runner starts. Nothing of what it comes to is written here: that is
// measured.
type story struct {
	trigger string
	matter  string
	play    func(t *testing.T, s *stage)
}

// A stage is a fixture whose jobs are counted.
type stage struct {
	*fixture
	exits []string
	races bool // jobs at the same time: how many requests they take, and in which order, is another each time
}

// job is a step as the runner starts it, with files of its own, after the jobs before it.
func (s *stage) job(t *testing.T) int {
	t.Helper()
	for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} {
		if err := os.WriteFile(s.env[name], nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.log.Reset()
	code := Run(t.Context(), s.process())
	s.exits = append(s.exits, fmt.Sprint(code))
	return code
}

// run is a whole story: one job with what is said, written NAME=VALUE.
func (s *stage) run(t *testing.T, said ...string) {
	t.Helper()
	s.say(said...)
	s.job(t)
}

func (s *stage) say(said ...string) {
	for _, pair := range said {
		name, value, _ := strings.Cut(pair, "=")
		s.env["INPUT_"+strings.ToUpper(name)] = value
	}
}

// on is an event of the repository that has no more of interest than its name.
func (s *stage) on(t *testing.T, name string, more ...string) {
	t.Helper()
	payload := map[string]any{"repository": map[string]any{"full_name": githubtest.Owner + "/" + githubtest.Name, "default_branch": "main"}}
	for i := 0; i+1 < len(more); i += 2 {
		var value any
		if err := json.Unmarshal([]byte(more[i+1]), &value); err != nil {
			t.Fatal(err)
		}
		payload[more[i]] = value
	}
	s.event(t, name, payload)
	s.env["GITHUB_REF"] = "refs/heads/main"
}

// outputs are those of the last job that have a value.
func (s *stage) outputs(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	lines := strings.Split(read(t, s.env["GITHUB_OUTPUT"]), "\n")
	for i := 0; i < len(lines); i++ {
		name, end, starts := strings.Cut(lines[i], "<<")
		if !starts {
			continue
		}
		var value []string
		for i++; i < len(lines) && lines[i] != end; i++ {
			value = append(value, lines[i])
		}
		if found[name] = strings.Join(value, "\n"); found[name] == "" { // the last that is said counts
			delete(found, name)
		}
	}
	return found
}

// written counts the answers to writes of comments.
func (s *stage) written() (made, edited, deleted int) {
	for _, answer := range s.Answers() {
		status, key, _ := strings.Cut(answer, " ")
		switch {
		case status == "201" && strings.HasPrefix(key, "POST") && strings.HasSuffix(key, "/issues/{issue_number}/comments"):
			made++
		case status == "200" && strings.HasPrefix(key, "PATCH") && strings.HasSuffix(key, "/issues/comments/{comment_id}"):
			edited++
		case status == "204" && strings.HasPrefix(key, "DELETE") && strings.HasSuffix(key, "/issues/comments/{comment_id}"):
			deleted++
		}
	}
	return made, edited, deleted
}

// row is what the story came to.
func (s *stage) row(t *testing.T, tt story) string {
	t.Helper()
	out := s.outputs(t)
	verdict := or(strings.Join(nonEmpty(out["verdict"], out["reason"]), ", "), "none")
	comments := "none"
	if made, edited, deleted := s.written(); made+edited+deleted > 0 {
		comments = fmt.Sprintf("%d stands", len(s.answers()))
		if !s.races && (made != 1 || edited+deleted > 0) {
			comments += fmt.Sprintf(": %d made, %d edited, %d deleted", made, edited, deleted)
		}
	}
	plain, looks, writes := counted(s.Requests())
	requests := fmt.Sprintf("%d | %d | %d", plain, writes, looks)
	if s.races {
		requests = "varies | varies | varies"
	}
	states := strings.Fields(s.states())
	if s.races {
		slices.Sort(states)
	}
	exits := strings.Join(s.exits, ", ")
	if n := len(s.exits); n > 2 && !slices.ContainsFunc(s.exits, func(code string) bool { return code != s.exits[0] }) {
		exits = fmt.Sprintf("%s, all %d", s.exits[0], n)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %d of %d | %d | %s |\n", tt.trigger, tt.matter, verdict, exits, comments,
		or(strings.Join(states, ", "), "none"), len(out), len(runner.Outputs), len(s.Runs()), requests)
}

// errorCommand is an error that the runner shows.
var errorCommand = regexp.MustCompile(`(?m)^::error[^:]*::(.*)$`)

// What differs from one run of the tests to the next.
var (
	localHost   = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	shortCommit = regexp.MustCompile(`\b[0-9a-f]{7}\b`)
)

// said is what a later step, or the log, is told in words.
func (s *stage) said(t *testing.T) string {
	t.Helper()
	out := s.outputs(t)
	text := out["summary"]
	found := errorCommand.FindStringSubmatch(s.log.String())
	switch {
	case text != "":
	case found != nil:
		text = "error: " + found[1]
	case out["models"] != "":
		text = wording.Count(strings.Count(out["models"], `"name"`), "model", "models") + " in the matrix"
	}
	text = strings.NewReplacer("%0A", " ", "%25", "%", s.dir, "WORKSPACE", "|", `\|`).Replace(text)
	text = localHost.ReplaceAllString(text, "http://HOST")
	text = shortCommit.ReplaceAllString(text, "COMMIT")
	return or(strings.Join(strings.Fields(text), " "), "nothing")
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func nonEmpty(all ...string) (some []string) {
	for _, text := range all {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}

// TestStories plays every story through the action's own entry, with the variables that the
// runner sets, against the double of GitHub, and writes down what it came to.
func TestStories(t *testing.T) {
	var text strings.Builder
	text.WriteString("# Stories of the action\n\nMeasured by `go test ./internal/action -run TestStories -update`: nothing here is typed. A number in brackets\nafter the requests says how many of them write; looks at a training that runs are counted apart.\n")
	for _, chapter := range chapters {
		rows, words := make([]string, len(chapter.stories)), make([]string, len(chapter.stories))
		t.Run(chapter.title, func(t *testing.T) {
			for i, tt := range chapter.stories {
				t.Run(tt.trigger+" "+tt.matter, func(t *testing.T) {
					t.Parallel()
					s := &stage{fixture: newFixture(t)}
					s.say("version=1")
					tt.play(t, s)
					for _, text := range append(s.answers(), s.log.String(), read(t, s.env["GITHUB_STEP_SUMMARY"])) {
						if at := strings.Index(text, "?."); at >= 0 {
							t.Errorf("a sentence with two stops: %q", text[max(0, at-80):at+2])
						}
					}
					rows[i], words[i] = s.row(t, tt), s.said(t)
				})
			}
		})
		if slices.Contains(rows, "") {
			t.Logf("%s: some stories were left out, so the table is not compared", chapter.title)
			return
		}
		fmt.Fprintf(&text, "\n## %s\n\n| Trigger | What is the matter | Verdict | Exit | Comment | Status | Outputs | Trainings | Requests | Writes | Looks |\n|:--|:--|:--|:--|:--|:--|:--|--:|--:|--:|--:|\n%s\nWhat the last job says, where it is not that all metrics are the same:\n\n", chapter.title, strings.Join(rows, ""))
		for i, tt := range chapter.stories {
			if strings.Contains(rows[i], "| reproduced, identical | 0") {
				continue // that all metrics are the same
			}
			fmt.Fprintf(&text, "- **%s, %s**: %s\n", tt.trigger, tt.matter, words[i])
		}
	}
	reporttest.Golden(t, "stories.md", text.String())
}

// A chapter is a table of its own.
type chapter struct {
	title   string
	stories []story
}

var chapters = []chapter{
	{"Triggers", triggers},
	{"Permissions", permissionStories},
	{"Sizes", sizes},
	{"Trainings", trainings},
	{"Answers of GitHub", refusals},
}
