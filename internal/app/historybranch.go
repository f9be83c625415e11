package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A HistoryBranch is a branch on GitHub that keeps past checks.
type HistoryBranch struct {
	Client *gitdata.Client
	Name   string
}

// appendRounds is how often a branch is read again because somebody else added to it.
const appendRounds = 6

// BranchDir is the directory of a history branch that its badges are in.
const BranchDir = "badges"

// Read reads the checks that the settings name out of the branch, and those of
// directories. A branch that is not there yet has none.
func (b HistoryBranch) Read(ctx context.Context, a *App, s settings.Settings) ([]repro.Check, repro.HistoryGaps) {
	reader := b.Reader(ctx, a, s)
	if b.Name != "" {
		switch head, err := b.read(ctx, reader, nil); {
		case err != nil:
			reader.Lacks("history-branch " + b.Name + ": earlier checks are not known from it: " + err.Error())
		case head == "":
			reader.Lacks("history-branch " + b.Name + ": there is no such branch yet, so no earlier checks are known from it; command: report makes it")
		}
	}
	return reader.Read(s.History)
}

// Reader reads what the settings name beside the branch.
func (b HistoryBranch) Reader(ctx context.Context, a *App, s settings.Settings) *history.Reader {
	reader := a.HistoryReader(ctx)
	if b.Name != "" {
		reader.Own = history.Branch{Repository: a.Getenv("GITHUB_REPOSITORY"), Name: b.Name}
	}
	return reader
}

// read gives the commit of the branch, "" where it is not there. each sees all its files
// before, may be nil, and says which are passed over.
func (b HistoryBranch) read(ctx context.Context, reader *history.Reader, each func(path string, text []byte) (pass bool)) (head string, err error) {
	if head, err = b.Client.Ref(ctx, "heads/"+b.Name); err != nil || head == "" {
		return "", err
	}
	return head, b.Client.EachFile(ctx, head, func(path string, text []byte) {
		if each == nil || !each(path, text) {
			reader.Add(path, text)
		}
	})
}

// An Addition is a history branch after checks were added to it.
type Addition struct {
	All    []repro.Check // of the branch, with those that were to be added
	Fresh  []repro.Check // that it did not have; none where it could not be extended
	Gaps   repro.HistoryGaps
	Untold []byte // what a chat could not be told of before, but what another job tells now
}

// Add adds checks to the branch in one commit, what derive makes of all its checks then,
// and what a chat is to be told of them: a job that is killed before it told it leaves it
// to the next. Where somebody else adds at the same time, what both added is
// kept. A check that is damaged there, or was changed, is replaced by the same check.
func (b HistoryBranch) Add(ctx context.Context, a *App, s settings.Settings, added []repro.Check, derive func(all []repro.Check, gaps repro.HistoryGaps) []gitdata.NewFile, toTell func(all, fresh []repro.Check, untold []byte) []byte) (after Addition, err error) {
	files, problem := history.Files(added)
	adding := map[string]history.File{}
	for _, file := range files {
		adding[file.Path] = file
	}
	defer func() { err = errors.Join(problem, err) }() // the others are kept
	for round := range appendRounds {
		if err := b.Client.Sleep(ctx, time.Duration(round)*time.Second); err != nil {
			return after, err
		}
		reader := b.Reader(ctx, a, s)
		there, foreign := map[string]bool{}, ""
		var kept []byte
		head, err := b.read(ctx, reader, func(path string, text []byte) (pass bool) {
			file, ours := adding[path]
			there[path] = !ours || file.Changed(text) == nil
			if path == history.UntoldFile {
				kept = text
			}
			if strings.HasPrefix(path, BranchDir+"/") && len(text) > 0 && !page.IsBadge(text) {
				foreign = path
			}
			return !there[path]
		})
		if err == nil && foreign != "" {
			err = fmt.Errorf("branch %q holds %s, which is no badge of reproduce; name a branch of its own", b.Name, printable.OneLine(foreign, 80))
		}
		if err != nil {
			reader.Lacks("history-branch " + b.Name + ": earlier checks are not known from it: " + err.Error())
			_, after.Gaps = reader.Read(nil)
			return after, err
		}
		write := []gitdata.NewFile{{Path: history.ReadmeFile, Data: []byte(history.Readme)}}
		var fresh []repro.Check
		for _, file := range files {
			if !there[file.Path] && reader.Knows(file.Check) { // in other bytes
				continue
			}
			reader.Add(file.Path, file.Data)
			write = append(write, gitdata.NewFile{Path: file.Path, Data: file.Data, Replace: !there[file.Path]})
			if !there[file.Path] {
				fresh = append(fresh, file.Check)
			}
		}
		after.All, after.Gaps = reader.Read(nil)
		write = append(write, derive(after.All, after.Gaps)...)
		var others []byte
		after.Untold, others = page.SplitUntold(kept, a.claim())
		if telling := toTell(after.All, fresh, after.Untold); telling != nil {
			write = append(write, untoldFile(kept, append(others, telling...))...)
		}
		if err = b.write(ctx, head, write, commitMessage(added)); !errors.Is(err, gitdata.ErrMoved) {
			if err == nil {
				after.Fresh = fresh
			}
			return after, err
		}
	}
	return after, errMoving
}

var errMoving = errors.New("others keep adding to it; run the job again")

func (b HistoryBranch) write(ctx context.Context, head string, files []gitdata.NewFile, message string) error {
	tops := []string{history.ReadmeFile, history.Dir, BranchDir, history.UntoldFile}
	_, err := b.Client.Append(ctx, b.Name, head, tops, files, message)
	return err
}

// untoldFile is the file of what a chat is to be told, where it is to be another than it is.
// It stays once it is there: a file can be emptied here, and not removed.
func untoldFile(now, then []byte) []gitdata.NewFile {
	if bytes.Equal(bytes.TrimSpace(now), bytes.TrimSpace(then)) {
		return nil
	}
	return []gitdata.NewFile{{Path: history.UntoldFile, Data: append(bytes.TrimSpace(then), '\n'), Replace: true}}
}

// DropUntold takes from the branch what this job told a chat of.
func (b HistoryBranch) DropUntold(ctx context.Context, a *App) error {
	return b.amend(ctx, "The chat was told", func(head string) ([]gitdata.NewFile, error) {
		file, err := b.Client.File(ctx, head, history.UntoldFile)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		_, others := page.SplitUntold(file.Data, a.claim())
		return untoldFile(file.Data, others), nil
	})
}

// amend writes files to a branch that is there already, as they come from its newest commit,
// and once more where somebody else adds to it meanwhile. No files leave it as it is.
func (b HistoryBranch) amend(ctx context.Context, title string, files func(head string) ([]gitdata.NewFile, error)) error {
	for round := range appendRounds {
		if err := b.Client.Sleep(ctx, time.Duration(round)*time.Second); err != nil {
			return err
		}
		head, err := b.Client.Ref(ctx, "heads/"+b.Name)
		if err != nil || head == "" {
			return err
		}
		changed, err := files(head)
		if err != nil || len(changed) == 0 {
			return err
		}
		if err = b.write(ctx, head, changed, title+"\n\n[skip ci]\n"); !errors.Is(err, gitdata.ErrMoved) {
			return err
		}
	}
	return errMoving
}

// commitMessage is that of the commit of one night. No workflow is to start by it.
func commitMessage(added []repro.Check) string {
	ran := slices.DeleteFunc(slices.Clone(added), func(c repro.Check) bool { return c.Verdict == repro.Missed })
	text := "Add " + wording.Count(len(ran), "check", "checks")
	if missed := len(added) - len(ran); missed > 0 {
		text += fmt.Sprintf(", and %d that did not run", missed)
	}
	return text + "\n\n[skip ci]\n"
}
