package local

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
)

// What git gives a training of another commit goes through a pipe, which no event of a file
// tells: git show fits:model.pkl has what an earlier training committed.

// printing finds the calls of git that print what a commit holds, with what follows.
var printing = regexp.MustCompile(`\bgit\b((?:\s+(?:-[Cc]\s+\S+|--?[\w-]+(?:=\S*)?))*)\s+(show|cat-file|archive)\b([^;&|\n<>)\x60]*)`)

// readsBlobs finds the calls of GitPython by which a program reads a file of a commit: git's
// own command for it names none.
var readsBlobs = regexp.MustCompile(`\.(?:data_stream|stream_data)\b`)

// byGit names what a training had git print of another commit than its own, or of what was taken
// away from its own, as git names it: fits:model.pkl. What Python was seen to start counts, and
// what the command and its scripts say. texts are those, programs
// what the commit's programs say. kept are those that somebody asked to keep.
func (l *Project) byGit(ctx context.Context, seen *observe.Observation, p place, plan repro.Plan, texts []string, programs string) (found, kept []string) {
	texts = slices.Clone(texts)
	if seen != nil {
		for _, process := range seen.Processes {
			for _, command := range process.Started {
				texts = append(texts, strings.Join(command.Args, " "))
			}
		}
	}
	for _, text := range texts {
		for _, call := range printing.FindAllStringSubmatch(unquoted.Replace(text), maxCalls) {
			for _, object := range objectsOf(call[2], strings.Fields(call[3]), readsBlobs.MatchString(programs)) {
				revision, file, _ := strings.Cut(object, ":")
				switch {
				case l.ofPlace(p, object) || isData(file) && !l.committedSince(ctx, revision, plan.Original.Started) || slices.Contains(found, object) || slices.Contains(kept, object):
				case slices.ContainsFunc(plan.Keep, func(name string) bool { return keptAs(name)(object) }):
					kept = append(kept, object)
				default:
					found = append(found, object)
				}
			}
		}
	}
	slices.Sort(found)
	slices.Sort(kept)
	return found, kept
}

// keptAs says of what git printed whether a name asks to keep it: that of its file.
func keptAs(name string) func(object string) bool {
	return func(object string) bool {
		_, file, _ := strings.Cut(object, ":")
		return file != "" && absent.Keeps([]string{name}, path.Clean(file)) != ""
	}
}

// objectsOf names the objects that a call of git prints: a file of a commit, or a commit as an
// archive. A commit's message and what git says of an object is no content. blobs says whether
// the programs read files by a call that names none.
func objectsOf(call string, args []string, blobs bool) (objects []string) {
	var named []string
	for i, arg := range args {
		switch {
		case arg == "--batch" && call == "cat-file" && blobs:
			objects = append(objects, "git cat-file --batch")
		case strings.HasPrefix(arg, "-"):
		case i > 0 && slices.Contains([]string{"-o", "--output", "--prefix", "--format", "--remote"}, args[i-1]):
		default:
			named = append(named, arg)
		}
	}
	switch {
	case call == "archive" && len(named) > 0:
		return append(objects, named[0]+":"+strings.Join(named[1:], " "))
	case call == "cat-file" && (slices.Contains(args, "-t") || slices.Contains(args, "-s") || slices.Contains(args, "-e")),
		call == "cat-file" && slices.ContainsFunc(named, func(kind string) bool { return kind == "commit" || kind == "tag" || kind == "tree" }):
		return objects
	case call == "cat-file" && len(named) > 0:
		return append(objects, named[len(named)-1])
	}
	for _, arg := range named {
		if strings.Contains(arg, ":") && !strings.Contains(arg, "%") { // no format
			objects = append(objects, arg)
		}
	}
	return objects
}

// ofPlace says whether git has an object from the commit that a place trains, as that was left
// to it: its files tell for themselves, but for what was taken away.
func (l *Project) ofPlace(p place, object string) bool {
	revision, file, _ := strings.Cut(object, ":")
	own := revision == "" || revision == "HEAD" || revision == "@" || len(revision) > 6 && strings.HasPrefix(p.clone.Commit, revision)
	_, below := strings.CutPrefix(file, "./")
	if below {
		file = path.Join(l.Prefix, file)
	}
	_, away := p.absence.digests[path.Clean(file)]
	return own && !away
}

// committedSince says whether a revision is known and was committed after a time: its data may be
// what a training made then. The zero time is no time.
func (l *Project) committedSince(ctx context.Context, revision string, at time.Time) bool {
	commit, err := l.Repository.Resolve(ctx, revision)
	if err != nil || at.IsZero() {
		return false
	}
	before, err := l.Repository.Before(ctx, commit, at)
	return err == nil && before != commit
}

// isData says of a file that git prints, by its name alone, whether it is data, or holds no state.
func isData(file string) bool {
	return filekind.HoldsNoState(file) || filekind.IsDataFile(file) && !namedAsResult(file) && !filekind.MayBeFitted(file, func(string) bool { return false })
}
