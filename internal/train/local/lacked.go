package local

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What only the user's clone has, and a training was seen to look for or its command asks for: the
// original may have had it. Other data may leave a count as it was.

// A lacked is that, from the project: what may be lent, code, and how it comes to have links.
type lacked struct{ data, code, links []string }

// lackedOf looks for it in what Python was seen to do, and in the command and its scripts, texts,
// where a shell or make asks. Code counts where a program of the place that ran names its module,
// or goes through its folder. Settings of a shell are left out.
func (l *Project) lackedOf(seen *observe.Observation, p place, source lend.Source, texts []string) (found lacked) {
	dirs := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)}
	var ran []string
	if seen != nil {
		ran = withoutComments(p.clone.Dir, seen.CodeIn(dirs...))
	}
	for _, entry := range p.missing {
		entry = strings.TrimSuffix(entry, "/")
		name := l.within(entry)
		if strings.HasPrefix(path.Base(entry), ".") {
			continue
		}
		through := seen != nil && (seen.WentThrough(entry, dirs...) || seen.WentThrough(path.Join(entry, "*"), dirs...))
		looked := seen != nil && seen.LookedFor(entry, dirs...) || through && filekind.IsDataFile(entry) || asksFor(texts, name)
		link := source.LinkWay(entry)
		switch {
		case source.Refuse(entry) == notCommitted:
			if (through || testsFor(texts, name) || l.namesModule(p, ran, name)) && !l.allIn(p.clone.Dir, entry) {
				found.code = append(found.code, name)
			}
		case !looked || link == "" && !l.mayLackContent(entry, source, p):
		case link != "":
			found.links = append(found.links, link)
		default:
			if _, err := source.Find([]string{entry}); err == nil || l.allIn(p.clone.Dir, entry) {
				found.data = append(found.data, name)
			}
		}
	}
	return found
}

// mayLackContent says whether a training may have lacked what it looked for: it does not make it,
// or made other data.
func (l *Project) mayLackContent(entry string, source lend.Source, p place) bool {
	if len(l.mayLack([]string{entry}, source, p.clone.Dir)) > 0 {
		return true
	}
	now, then := filestate.DigestOf(os.DirFS(p.clone.Dir), entry), filestate.DigestOf(os.DirFS(l.Repository.Dir), entry)
	return filekind.IsDataFile(entry) && !filekind.LooksMade(path.Base(entry)) && source.Refuse(entry) == "" && now != (filestate.Digest{}) && now != then
}

// asksFor says whether a text of a shell or of make asks whether a file is there, or takes what is
// there of a pattern.
func asksFor(texts []string, name string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return absent.Asks(text, name) || takes(text, name) })
}

// testsFor says so of a test for the very file: programs that a pattern gives are linted more often
// than run.
func testsFor(texts []string, name string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.ContainsAny(line, "*?") })
		return absent.Asks(strings.Join(lines, "\n"), name)
	})
}

// takes says whether a line of a shell, no comment and none that removes, has a pattern that a file
// matches.
func takes(text, name string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if !strings.ContainsAny(line, "*?[") || strings.HasPrefix(line, "#") || sourcetext.Removes(line) {
			continue
		}
		if slices.ContainsFunc(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\"'`;&|()<>=,", r) }), func(word string) bool {
			return strings.ContainsAny(word, "*?") && path.Clean(word) != "*" && wording.MatchPath(path.Clean(word), name)
		}) {
			return true
		}
	}
	return false
}

// namesModule says whether one of the texts of programs imports a module by the name of a file that
// no file of the commit has. What tells a version is none.
func (l *Project) namesModule(p place, texts []string, name string) bool {
	module := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if strings.Trim(module, "_") == "version" || slices.ContainsFunc(p.checkout.Files, func(file string) bool { return path.Base(file) == path.Base(name) }) {
		return false
	}
	quoted, folder := regexp.QuoteMeta(module), regexp.QuoteMeta(path.Base(path.Dir(name)))
	imports := regexp.MustCompile(`(?m)^[ \t]*(?:import|from)[ \t]+\.*(?:\w+\.)*` + quoted + `(?:[ \t,]|$)|^[ \t]*from[ \t]+(?:\.+|(?:\.*(?:\w+\.)*` + folder + `))[ \t]+import[ \t][^\n]*\b` + quoted + `\b` +
		`|\bimport_module\([^\n)]*\b` + quoted + `["']|\b__import__\(["'](?:\w+\.)*` + quoted + `["']|["'/]` + quoted + `\.py["']`)
	return slices.ContainsFunc(texts, imports.MatchString)
}
