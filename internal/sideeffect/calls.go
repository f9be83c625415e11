package sideeffect

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says before a training what it may do to the registry, by the calls of
// MLflow that the project's Python files name. It reads text and runs nothing.

// registryCalls change a registry: they make, move or delete what others load.
var registryCalls = regexp.MustCompile(`\b(register_model|registered_model_name|set_registered_model_alias|transition_model_version_stage|create_model_version|create_registered_model|delete_registered_model_alias|delete_model_version|delete_registered_model|copy_model_version)\b`)

const (
	maxScannedFiles = 2000
	maxFetchedFiles = 40       // where each is a request to GitHub
	maxScannedBytes = 32 << 20 // of all files
	maxToldPlaces   = 3
)

// Expected warns of a training that may register or promote: it does so for real when it
// is trained again. Nobody has to be told of a project whose versions came otherwise.
func Expected(files fs.FS, plan repro.Plan) []string {
	if plan.Model.Version == "" || plan.Original.From != "" {
		return nil
	}
	limit := maxScannedFiles
	if plan.Workflow != "" {
		limit = maxFetchedFiles
	}
	places, all := registryPlaces(files, limit)
	if len(places) == 0 {
		if all {
			return nil
		}
		return []string{"not all Python files were read, so whether this training registers a model or moves an alias is not known"}
	}
	told := wording.ListUpTo(places, maxToldPlaces)
	warning := "this project's code registers or promotes models, and a training may do so for real: " + told
	if plan.Workflow == "" { // it trains here
		warning += scratchAdvice
	}
	return []string{warning}
}

const scratchAdvice = "; with --registry scratch it does so in a throw-away registry"

// AdvisesScratch says whether one of these warnings advises a throw-away registry.
func AdvisesScratch(warnings []string) bool {
	return slices.ContainsFunc(warnings, func(text string) bool { return strings.HasSuffix(text, scratchAdvice) })
}

// registryPlaces gives where Python files name a call that changes a registry, one place
// a file, and whether all of them were read.
func registryPlaces(files fs.FS, left int) (places []string, all bool) {
	size := int64(0)
	all = true
	err := fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "tests" || entry.Name() == "test"):
			return fs.SkipDir
		case path.Ext(file) != ".py" || !entry.Type().IsRegular():
			return nil
		}
		if left--; left < 0 || size > maxScannedBytes {
			all = false
			return fs.SkipAll
		}
		text, err := doc.ReadFile(files, file)
		size += int64(len(text))
		if err != nil {
			all = false
			return nil
		}
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			code, _, _ := strings.Cut(line, "#")
			if call := registryCalls.FindString(code); call != "" {
				places = append(places, fmt.Sprintf("%s:%d %s", file, number, call))
				break
			}
		}
		return nil
	})
	return places, all && err == nil
}
