//go:build unix

package audit

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestAuditOfDataWithoutARemote: data that only DVC has, at a commit which names no
// remote, is nowhere to be had from; a remote that came later is that of later commits.
func TestAuditOfDataWithoutARemote(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	config, err := os.ReadFile(filepath.Join(world.clone, ".dvc", "config"))
	if err != nil {
		t.Fatal(err)
	}
	audited := func(commit string) AuditedVersion {
		server := mlflowtest.New(t)
		run := soundRun(world)
		run.Tags = map[string]string{"mlflow.source.git.commit": commit}
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
		return auditOf(t, server.URL, world.clone, seven(t)).Versions[0]
	}
	world.write(t, ".dvc/config", "[core]\n    autostage = true\n")
	world.train(t, "print('x')\n", "x,y\n9,9\n", true)
	without := world.commit(t)
	world.write(t, ".dvc/config", string(config))
	with := world.commit(t)
	if v := audited(without); v.Level > 3 || told(v, CheckPresent) != "failed: data/train.csv: no DVC remote is configured at "+without[:7]+", nor in .dvc/config.local, nor for this user" || lacks(v) != "no DVC remote is configured at its commit" {
		t.Errorf("without a remote: level %d, %q", v.Level, told(v, CheckPresent))
	}
	if v := audited(with); v.Level < 4 || !strings.HasPrefix(told(v, CheckPresent), "passed") {
		t.Errorf("with one: level %d, %q", v.Level, told(v, CheckPresent))
	}
	if v := audited(world.gone); lacks(v) != "the data is not in the DVC remote" {
		t.Errorf("in no remote: %q", lacks(v))
	}
	world.write(t, ".dvc/config.local", string(config)) // of this machine, which a checkout here has
	if v := audited(without); !strings.HasPrefix(told(v, CheckPresent), "passed") {
		t.Errorf("with one of this machine: %q", told(v, CheckPresent))
	}
}

// TestAuditLeavesOutReproductions, which registered versions of their own, and says so;
// one that is named is looked at.
func TestAuditLeavesOutReproductions(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	server := mlflowtest.New(t)
	original := server.AddRun(soundRun(world))
	server.AddVersion("churn", mlflowtest.Version{RunID: original})
	for range 2 {
		run := soundRun(world)
		run.Tags = maps.Clone(run.Tags)
		run.Tags[repro.IDTag], run.Tags[repro.OriginalTag] = "an attempt", original
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
	}
	all := auditOf(t, server.URL, world.clone, settings.Selecting{Models: []string{"*"}})
	if len(all.Versions) != 1 || all.Versions[0].Version != "1" || !slices.Contains(all.Notes, "2 versions registered by reproductions were left out: churn v3, churn v2; --version NUMBER looks at one all the same") {
		t.Errorf("all: %d versions, notes %q", len(all.Versions), all.Notes)
	}
	named := auditOf(t, server.URL, world.clone, settings.Selecting{Models: []string{"churn"}, VersionGiven: true, Version: repro.Selector{Kind: repro.SelectNumber, Text: "2"}})
	if len(named.Versions) != 1 || named.Versions[0].Version != "2" {
		t.Errorf("named: %+v", named.Versions)
	}
}
