package history

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Dir is the directory of a history that its checks are in.
const Dir = "checks"

// ReadmeFile is what a person finds beside them.
const ReadmeFile = "README.md"

// UntoldFile has the changes that a chat could not be told of, a JSON object in each
// line. It and NightFile are the only files of a history that are written again.
const UntoldFile = "untold.jsonl"

// NightFile has when a chat was told last that a night did not run.
const NightFile = Dir + "/night.txt"

// Readme is its text.
const Readme = `# History of reproduced models

One file a check: checks/MODEL/VERSION/TIME-DIGEST.json. Files are added and never changed.
DIGEST begins the SHA-256 of the check's report.json, which report_sha256 has whole.
"reproduce report" adds to it and makes the page and the badges of it.
`

// Place is where a document of a check is in a history. It says when, and which
// document; a model's name goes in as far as it is a plain file name.
func Place(c repro.Check, document []byte) string {
	digest := c.Report
	if len(digest) < 12 {
		digest = documentDigest(document)
	}
	model, version := folders(c)
	return fmt.Sprintf("%s/%s/%s/%s-%s.json", Dir, model, version, c.At.UTC().Format(nameTime), digest[:12])
}

// nameTime is how a file's name has the time of its check.
const nameTime = "20060102T150405Z"

// folders are the directories of a check: of its model, and in it of its version.
func folders(c repro.Check) (model, version string) {
	model = c.Model
	if model == "" {
		model = "run " + c.Original
	}
	return wording.FileName(model), wording.FileName(c.Version)
}
