//go:build unix && more

package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestEndToEndCauses plants the situations of testdata/scenarios, one a story,
// with the real parts: real DVC, git, Python environments and training, and
// the report of the binary as people get it. Of each it asks whether the true
// cause is listed, whether it comes first, and whether anything innocent is
// blamed. The sentences that people read stand side by side in a golden file.
func TestEndToEndCauses(t *testing.T) {
	t.Parallel()
	plantAll(t, "testdata/scenarios")
}

// plantAll plants the situations of a folder and holds them to its golden file.
func plantAll(t *testing.T, folder string) {
	w := newWorld(t, &tracker)
	p := &planting{world: w, folder: folder, rows: map[string]row{}}
	p.findPythons(t)
	w.env = setenv(w.env, "PATH", p.environment(t, nil))
	w.original = trainProject(t, w, "testdata/scenarios/project", w.env)

	commands := maps.Clone(storyCommands)
	maps.Copy(commands, p.commands())
	t.Run("situations", func(t *testing.T) {
		testscript.Run(t, testscript.Params{
			Dir:                 folder,
			Setup:               p.story,
			Cmds:                commands,
			RequireExplicitExec: true,
			RequireUniqueNames:  true,
		})
	})
	p.conclude(t)
}

// A planting is what the situations share beside the world, and what came of
// each of them.
type planting struct {
	*world
	folder  string // of the situations
	pythons [2]python
	made    sync.Map // of environments: what is in one to its *madeEnvironment

	sync.Mutex
	rows map[string]row // by the name of the story
}

// A row is what one situation came to.
type row struct {
	truth         []string // "FACTOR NAME"
	alike         []string // of innocents that nothing recorded tells from it, each with the reason
	listed, first bool
	second        string // why the true cause cannot come first, where it cannot
	blamed        []string
	sentence      string
	made          string // how the situation was made, where it is not plain
	ended         bool
}

// judgement is what a row came to, in the lines of the page.
func (r row) judgement() string {
	text := "- listed: " + yes(r.listed) + ", first: " + yes(r.first)
	if len(r.truth) == 0 {
		text = "- nothing to list"
	}
	if text += "; innocent and blamed: " + orNone(r.blamed) + "\n"; r.second != "" {
		text += "- not first: " + r.second + "\n"
	}
	if len(r.alike) > 0 {
		text += "- not to be told from it: " + strings.Join(r.alike, ", ") + "\n"
	}
	return text
}

func (p *planting) ended() (n int) {
	for _, row := range p.rows {
		if row.ended {
			n++
		}
	}
	return n
}

// story is the world's, with the environment that the original was trained in.
func (p *planting) story(env *testscript.Env) error {
	if err := p.world.story(env); err != nil {
		return err
	}
	env.Setenv("PATH", environValue(p.env, "PATH"))
	env.Setenv("VERSION", "1")
	env.Setenv("SCENARIOS", absolute("testdata/scenarios"))
	return nil
}

// commands are the words that the situations have beside those of the stories.
func (p *planting) commands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"commit":   cmdCommit,
		"install":  p.cmdInstall,
		"original": p.cmdOriginal,
		"check":    p.cmdCheck,
		"cause":    p.cmdCause,
		"nothing":  p.cmdNothing,
		"unknown":  p.cmdUnknown,
		"alike":    p.cmdAlike,
		"second":   p.cmdSecond,
		"note":     p.cmdNote,
	}
}

func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}

// setenv replaces one variable; environValue reads one.
func setenv(env []string, name, value string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(entry string) bool { return strings.HasPrefix(entry, name+"=") })
	return append(env, name+"="+value)
}

func environValue(env []string, name string) string {
	for _, entry := range env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
