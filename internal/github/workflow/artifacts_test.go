package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
)

// TestArtifact reads from the run's own artifacts, and from no other's.
func TestArtifact(t *testing.T) {
	t.Parallel()
	const name = "metrics/metrics.json"
	good := projecttest.Zip(t, projecttest.ZipEntry(name, `{"accuracy":0.9}`))
	worse := projecttest.Zip(t, projecttest.ZipEntry(name, `{"accuracy":0.8}`))
	bare := projecttest.Zip(t, projecttest.ZipEntry("metrics.json", `{"accuracy":0.7}`))
	type artifact struct {
		name    string
		content []byte
		expired bool
	}
	bad := func(n int) (many []artifact) {
		for i := range n {
			many = append(many, artifact{fmt.Sprint("bad", i), good[:9], false})
		}
		return many
	}
	cases := map[string]struct {
		artifacts []artifact
		artifact  string
		want      string // content, or what the error says after "!"
	}{
		"one":                          {[]artifact{{"metrics", good, false}}, "", `{"accuracy":0.9}`},
		"by name":                      {[]artifact{{"metrics", good, false}, {"old", good, false}}, "metrics", `{"accuracy":0.9}`},
		"the same in two":              {[]artifact{{"metrics (3.10)", good, false}, {"metrics (3.11)", good, false}}, "", `{"accuracy":0.9}`},
		"another in two":               {[]artifact{{"metrics", good, false}, {"old", worse, false}}, "", "!keep it in one of them"},
		"another and the same":         {[]artifact{{"metrics", good, false}, {"old", worse, false}, {"metrics", good, false}}, "", "!and they differ"},
		"whole before bare":            {[]artifact{{"old", bare, false}, {"metrics", good, false}, {"older", bare, false}}, "", `{"accuracy":0.9}`},
		"beside a model":               {[]artifact{{"model", projecttest.Zip(t, projecttest.ZipEntry("model.bin", "x")), false}, {"metrics", good, false}}, "", `{"accuracy":0.9}`},
		"none":                         {nil, "", "!none has metrics/metrics.json"},
		"expired":                      {[]artifact{{"metrics", good, true}}, "metrics", "!expired"},
		"expired, and nobody named it": {[]artifact{{"model", projecttest.Zip(t, projecttest.ZipEntry("model.bin", "x")), false}, {"metrics", good, true}}, "", `!none that could be read has metrics/metrics.json: read the artifact "metrics": it has expired`},
		"stored as it is":              {[]artifact{{"metrics.json", []byte(`{"accuracy":0.9}`), false}}, "", `{"accuracy":0.9}`},
		"no zip":                       {[]artifact{{"metrics", []byte("{}"), false}}, "metrics", "!not a zip"},
		"cut off":                      {[]artifact{{"metrics", good[:30], false}}, "metrics", "!not a zip"},
		"more than is opened":          {append(bad(archiveTries), artifact{"f", good, false}), "", "!none that could be read has metrics/metrics.json: read the artifact"},
		"more, and one of them has it": {append([]artifact{{"f", good, false}}, bad(archiveTries)...), "", "!none that could be read has metrics/metrics.json: read the artifact"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{NoCheckout: true})
			execution, err := p.train(t, "one")
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range c.artifacts {
				p.Attach(p.Runs()[0].ID, a.name, a.content, a.expired)
			}
			got, err := p.client(t).Artifact(t.Context(), execution.ID, c.artifact, name)
			problem, isProblem := strings.CutPrefix(c.want, "!")
			switch {
			case isProblem && (err == nil || !strings.Contains(err.Error(), problem)):
				t.Errorf("got %q, %v; want an error with %q", got, err, problem)
			case !isProblem && (err != nil || string(got) != c.want):
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "signature") {
				t.Errorf("the signed address is in the error: %v", err)
			}
		})
	}
	p := newProject(t, githubtest.Options{})
	for _, bad := range []string{"../metrics.json", "/etc/passwd", "a//b", ".git/config", "a\x00b"} {
		if _, err := p.client(t).Artifact(t.Context(), "1", "", bad); err == nil || len(p.Requests()) > 0 {
			t.Errorf("path %q: %v", bad, err)
		}
	}
}
