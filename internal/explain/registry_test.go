//go:build more

package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// registers has the training put its run into the store's registry, whatever registry it
// was told to use.
const registers = `
model = store / "models" / "tiny"
number = len(list(model.glob("version-*"))) + 1
(model / f"version-{number}").mkdir(parents=True)
(model / "meta.yaml").write_text("aliases: {}\ncreation_timestamp: 1\ndescription: null\nlast_updated_timestamp: 1\nlatest_versions: []\nname: tiny\n")
(model / f"version-{number}" / "meta.yaml").write_text(
    "creation_timestamp: 1\ncurrent_stage: None\ndescription: null\nlast_updated_timestamp: 1\nname: tiny\n"
    f"run_id: '{run}'\nrun_link: null\nsource: runs:/{run}/model\nstatus: READY\nstatus_message: null\nuser_id: null\nversion: {number}\n")
`

// TestExplain_registry: a training that registers in the real registry, though it was given
// another, is the last one.
func TestExplain_registry(t *testing.T) {
	t.Parallel()
	s := newStage(t, map[string]string{"train.py": projectFile(t, "train.py") + registers}, map[string]string{"helper.py": twoNeeded})
	saved := s.check()
	said := s.settings()
	said.Registry = settings.RegistryScratch
	var kept repro.Result
	search := &Search{Flow: s.flow, Local: s.local, Settings: said, Saved: saved, Budget: plenty, Save: func(result repro.Result) error { kept = result; return nil }}
	if _, err := search.Plan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := search.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "this training registered version 3 of tiny") || !strings.Contains(err.Error(), "give --registry own") {
		t.Errorf("the search ended with %v", err)
	}
	versions, err := s.flow.Registry.ModelVersions(t.Context(), "tiny")
	if err != nil || len(versions) != 3 {
		t.Errorf("%v, %v: want those of the original, the check and one trial", versions, err)
	}
	if !slices.ContainsFunc(kept.Registry, func(change string) bool { return strings.Contains(change, "version 3 of tiny") }) {
		t.Errorf("the saved report has %q of the registry", kept.Registry)
	}
}
