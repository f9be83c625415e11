package flow

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// lend looks at what the training is to be lent, before anything is written, and tells
// of it. What may be secret in it is not to be printed.
func (f *Flow) lend(ctx context.Context, s settings.Settings, plan *repro.Plan) error {
	if plan.With = s.With; len(plan.With) == 0 {
		return nil
	}
	local, ok := f.Project.(train.Here)
	if !ok {
		return errors.New("with: files of a clone are lent to a training on this machine only; use --run-command")
	}
	loans, err := local.Lend(ctx, *plan)
	if err != nil {
		return err
	}
	plan.Warnings = append(plan.Warnings, "lent from your clone, as git does not have it: "+wording.ListUpTo(plan.With, 10)+". Whether the original had the same is not known")
	for _, loan := range loans {
		f.Step("lent", fmt.Sprintf("%s: %s, %s", loan.Path, wording.Count(len(loan.Files), "file", "files"), size(loan.Bytes)))
		if len(loan.Left) > 0 {
			plan.Warnings = append(plan.Warnings, fmt.Sprintf("with %s: not lent are %s", loan.Path, wording.ListUpTo(loan.Left, 5)))
		}
		for _, file := range loan.Files {
			f.learnSettings(filepath.Join(local.CloneDir(), filepath.FromSlash(file.Path)), file.Size)
		}
	}
	return nil
}

// maxLearned bounds what a file with settings holds.
const maxLearned = 64 << 10

// learnSettings reads the names and values of a file with settings, such as .env.
func (f *Flow) learnSettings(file string, size int64) {
	base := path.Base(filepath.ToSlash(file))
	settings := strings.HasPrefix(base, ".") || strings.Contains(".env .ini .cfg .conf .toml .yaml .yml .json .properties", path.Ext(base)) && path.Ext(base) != ""
	if !settings || size > maxLearned {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return
	}
	var run repro.Run
	for line := range strings.Lines(string(data)) {
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			name, value, ok = strings.Cut(line, ":")
		}
		if ok {
			name = strings.Trim(strings.TrimPrefix(strings.TrimSpace(name), "export "), `"' `)
			run.Params = append(run.Params, repro.Param{Name: name, Value: strings.Trim(strings.TrimSpace(value), `"',`)})
		}
	}
	f.learn(run)
}

// notThere names what the clone has and the training will not find.
func (f *Flow) notThere(ctx context.Context, plan repro.Plan) []string {
	local, ok := f.Project.(train.Here)
	if !ok || plan.Command == "" {
		return nil
	}
	names, tracking, err := local.NotThere(ctx, plan)
	if err != nil {
		return nil
	}
	var notes []string
	if len(tracking) > 0 {
		notes = append(notes, dataNote(tracking))
	}
	if len(names) == 0 {
		return notes
	}
	return append(notes, fmt.Sprintf("the training will not find what git does not have: %s. Lend what it reads with --with PATH", printable.Clip(wording.ListUpTo(names, 10), 500)))
}

// dataNote is the way to data that DVC tracks and a checkout has not.
func dataNote(tracking []string) string {
	return "the training will not find the data that DVC tracks. Begin the command with: " + strings.TrimSuffix(nextstep.Checkout(tracking), " && ")
}

// size is a number of bytes for people.
func size(bytes int64) string {
	for _, unit := range []string{"bytes", "KiB", "MiB"} {
		if bytes < 10_000 {
			return fmt.Sprintf("%d %s", bytes, unit)
		}
		bytes /= 1024
	}
	return fmt.Sprintf("%d GiB", bytes)
}
