package local

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// noSetting finds the words of a program that misses a setting.
var noSetting = regexp.MustCompile(`(?i)\bKeyError\b|environment variable|unauthorized|\b401\b|credential|api[_ -]?key|is not set|validation error`)

// lookedFor names what of the user's clone, that git does not have, the training looked for:
// by what was seen, and where it failed by the end of its log. A program that misses a
// setting says which, and not that it would have stood in .env. Where it ended well, as a
// program does that asks whether a file is there or goes through a folder, which nothing
// tells of, what its own code names counts, but for what it made.
//
// What cannot be lent is left out.
func (l *Project) lookedFor(seen *observe.Observation, p place, source lend.Source, execution repro.Execution) []string {
	var found []string
	ran := sync.OnceValue(func() []string {
		if seen == nil {
			return nil
		}
		return withoutComments(p.clone.Dir, seen.CodeIn(p.clone.Dir, filestate.RealPath(p.clone.Dir)))
	})
	for _, entry := range p.missing {
		entry = strings.TrimSuffix(entry, "/")
		if l.seenLooking(seen, p, entry) || execution.Status != repro.ExecFailed && len(l.mayLack([]string{entry}, source, p.clone.Dir)) > 0 && codeNames(ran(), l.within(entry)) || execution.Status == repro.ExecFailed && saysLacking(execution.Log, l.within(entry)) {
			if _, err := source.Find([]string{entry}); err == nil {
				found = append(found, l.within(entry))
			}
		}
	}
	for _, one := range p.data {
		if execution.Status == repro.ExecFailed && !slices.Contains(found, one.tracking) && (l.seenLooking(seen, p, one.name) || saysLacking(execution.Log, l.within(one.name))) {
			found = append(found, one.tracking)
		}
	}
	return found
}

// seenLooking says whether Python tried to open a file that only the clone has.
func (l *Project) seenLooking(seen *observe.Observation, p place, entry string) bool {
	if seen == nil {
		return false
	}
	for _, read := range seen.ReadBelow(p.clone.Dir, filestate.RealPath(p.clone.Dir)) {
		read = filepath.ToSlash(read)
		if read != entry && !strings.HasPrefix(read, entry+"/") {
			continue
		}
		_, here := os.Lstat(filepath.Join(p.clone.Dir, filepath.FromSlash(read)))
		_, there := os.Stat(filepath.Join(l.Repository.Dir, filepath.FromSlash(read)))
		if here != nil && there == nil {
			return true
		}
	}
	return false
}

// maxCode bounds the programs that are searched for the name of a file.
const maxCode = 500

// withoutComments gives the texts of programs below a directory, as far as they can be read.
func withoutComments(dir string, programs []string) (texts []string) {
	files := os.DirFS(dir)
	for _, program := range programs[:min(len(programs), maxCode)] {
		if data, err := doc.ReadFile(files, filepath.ToSlash(program)); err == nil {
			texts = append(texts, sourcetext.WithoutComments(string(data)))
		}
	}
	return texts
}

// codeNames says whether one of the texts of programs names a file: in quotes, or
// as a part of a path. load_dotenv names .env without a word.
func codeNames(texts []string, entry string) bool {
	base := path.Base(entry)
	plain := path.Ext(base) == "" || strings.HasPrefix(base, ".")
	return slices.ContainsFunc(texts, func(text string) bool {
		return sourcetext.NamesFile(text, base, plain) || base == ".env" && strings.Contains(text, "load_dotenv(")
	})
}

// saysLacking says whether a log ends for want of a file, or of what a file of settings
// has.
func saysLacking(log []string, entry string) bool {
	base := path.Base(entry)
	if strings.HasPrefix(base, ".env") || strings.HasSuffix(base, ".env") {
		return slices.ContainsFunc(log, func(line string) bool { return noSetting.MatchString(line) || strings.Contains(line, base) })
	}
	named := regexp.MustCompile(`(?:^|[\s/'"(=])` + regexp.QuoteMeta(entry) + `(?:$|[\s/'":),])`)
	return slices.ContainsFunc(log, func(line string) bool { return train.NoSuchFile(line) && named.MatchString(line) })
}
