package local

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Numbers of files outside of the place: another project's metrics, a result of last
// year. Which files those can be, the command, the programs and what was seen tell.

// pathText finds what may be a path to a text with numbers.
var pathText = regexp.MustCompile(`[^\s"'=:;|&<>()\[\]{},]*/[^\s"'=:;|&<>()\[\]{},]+`)

// maxPaths bounds the names in a text that are looked at.
const maxPaths = 2000

// outside lists the small texts outside of the place that a training is known to
// have read, or that its command or a program names, by full paths. What was written
// since it began is its own.
func (p place) outside(r restorer, seen *observe.Observation, home string) []string {
	var named []string
	code := map[string]bool{}
	for _, token := range pathText.FindAllString(r.all, maxPaths) {
		if rest, ok := strings.CutPrefix(token, "~/"); ok && home != "" {
			token = filepath.Join(home, rest)
		}
		named = append(named, token)
	}
	if seen != nil {
		for file, event := range seen.Outside {
			if event.Read {
				named = append(named, file)
			}
		}
		for _, process := range seen.Processes {
			for _, read := range process.Reads {
				named = append(named, read.Path)
			}
			for _, ran := range process.Code { // a module may hold nothing but numbers
				named, code[ran.Path] = append(named, ran.Path), true
			}
		}
	}
	var found []string
	for _, name := range named {
		name = filepath.FromSlash(name)
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.dir, name)
		}
		name = filestate.RealPath(name)
		info, err := os.Stat(name)
		text := code[name] || slices.Contains(filestate.TextEndings, filepath.Ext(name)) || filepath.Base(filepath.Dir(name)) == "metrics"
		if err != nil || !info.Mode().IsRegular() || info.Size() > filestate.MaxNumbersFile || !text ||
			!p.absence.before(info) || filestate.Below(name, p.clone.Dir) || othercode.IsInstalled(name) || slices.Contains(found, name) {
			continue
		}
		if found = append(found, name); len(found) >= filestate.MaxNumbersRead {
			break
		}
	}
	slices.Sort(found)
	return found
}

// outsideNumbers names those of the files that hold all of the values: one alone, or
// those of one directory together.
func outsideNumbers(names []string, values []float64) []string {
	texts := map[string]string{} // by directory
	members := map[string][]string{}
	for _, name := range names {
		data, err := doc.ReadFile(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		if err != nil {
			continue
		}
		if filestate.HoldsAll(string(data), values) {
			return []string{name}
		}
		dir := filepath.Dir(name)
		texts[dir] += "\n" + string(data)
		members[dir] = append(members[dir], name)
	}
	for _, name := range names {
		if dir := filepath.Dir(name); len(members[dir]) > 1 && filestate.HoldsAll(texts[dir], values) {
			return members[dir]
		}
	}
	return nil
}
