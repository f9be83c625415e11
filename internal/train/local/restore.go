package local

import (
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What can put an old file back, by what the command, its scripts and the commit's
// programs say. It is looked for by name: a program that copies bytes by its own
// means is not found.

var (
	// fetches finds what brings files from elsewhere.
	fetches = regexp.MustCompile(`\b(?:curl|wget|rsync|scp|gsutil|rclone|patch|unzip|tar)\s|\b(?:aws s3|gcloud storage|az storage)\b|\b(?:models|runs|mlflow-artifacts):/|\b(?:download_artifacts|hf_hub_download|snapshot_download|urlretrieve)\b`)
	// dvcFetches finds the calls of DVC that write files of its cache or remote; what follows are flags and targets.
	dvcFetches = regexp.MustCompile(`\bdvc\b(?:\s+-\S+)*\s+(checkout|pull|get|import|get-url|import-url|update|exp\s+(?:apply|pull|branch)|experiments\s+(?:apply|pull|branch))\b([^;&|\n]*)`)
	copies     = regexp.MustCompile(`(?:^|[\s;&|(])(?:cp|mv|ln|install|dd)\s[^;&|\n]*`)
	unquoted   = strings.NewReplacer(`"`, " ", `'`, " ", ",", " ", "[", " ", "]", " ", "(", " ", ")", " ")
)

// maxCalls bounds the calls of one program that are looked at.
const maxCalls = 2000

// A restorer is what a training can get old files back with.
type restorer struct {
	command string // with its scripts
	all     string // with the commit's programs as well
	clone   bool   // the user's clone is named
}

func restorerOf(command string, files fs.FS, there filestate.Stamps, clone string) restorer {
	var all strings.Builder
	all.WriteString(unquoted.Replace(command))
	for _, program := range there.Programs(files) {
		all.WriteString("\n" + unquoted.Replace(program))
	}
	text := all.String()
	named := strings.Contains(text, clone) || strings.Contains(text, filestate.RealPath(clone))
	return restorer{command, text, named}
}

// restores says whether something that is named can have put a file back: one
// that git has, or one that DVC knows under these names.
func (r restorer) restores(file string, inGit bool, dvcNames ...string) bool {
	if r.clone || fetches.MatchString(r.all) || inGit && train.PutsBack.MatchString(r.all) {
		return true
	}
	base := path.Base(file)
	for _, found := range copies.FindAllString(r.command, maxCalls) {
		if slices.ContainsFunc(strings.Fields(found), func(word string) bool {
			word = strings.Trim(word, `"'`)
			return path.Base(word) == base || strings.ContainsAny(path.Base(word), "*?{$") || path.Base(word) == path.Base(path.Dir(file)) || word == "-r" || word == "-R" || word == "-a"
		}) {
			return true
		}
	}
	return len(dvcNames) > 0 && r.fetched(append(dvcNames, file))
}

// fetched says whether a call of DVC gets one of the names, or all that it knows.
func (r restorer) fetched(names []string) bool {
	for _, call := range dvcFetches.FindAllStringSubmatch(r.all, maxCalls) {
		targets := slices.DeleteFunc(strings.Fields(call[2]), func(word string) bool { return strings.HasPrefix(word, "-") })
		if len(targets) == 0 || call[1] != "checkout" && call[1] != "pull" {
			return true
		}
		for _, target := range targets {
			target = filepath.ToSlash(filepath.Clean(strings.Trim(target, `"'`)))
			if slices.ContainsFunc(names, func(name string) bool {
				return target == name || strings.HasPrefix(name, target+"/") || target == "."
			}) {
				return true
			}
		}
	}
	return false
}
