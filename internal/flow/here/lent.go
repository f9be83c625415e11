package here

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// lend looks at what the training is to be lent, before anything is written, and tells
// of it. What may be secret in it is not to be printed.
func (p *Project) lend(ctx context.Context, f *flow.Flow, with []string, plan *repro.Plan) error {
	with, err := p.FromProject(with)
	if plan.With = with; err != nil || len(with) == 0 {
		return err
	}
	loans, err := p.Lend(ctx, *plan)
	if err != nil {
		return err
	}
	plan.Warnings = append(plan.Warnings, "lent from your clone, as git does not have it: "+wording.ListUpTo(plan.With, 10)+". Where the original recorded no digest of it, whether it had the same is not known")
	left := unread{maxNamed, maxUnnamed}
	for _, loan := range loans {
		f.Step("lent", fmt.Sprintf("%s: %s, %s", loan.Path, wording.Count(len(loan.Files), "file", "files"), size(loan.Bytes)))
		if len(loan.Left) > 0 {
			plan.Warnings = append(plan.Warnings, fmt.Sprintf("with %s: not lent are %s", loan.Path, wording.ListUpTo(loan.Left, 5)))
		}
		for _, file := range loan.Files {
			if err := ctx.Err(); err != nil { // data may have thousands of files
				return err
			}
			text := textOf(filepath.Join(p.CloneDir(), filepath.FromSlash(file.Path)), file.Size, &left)
			if p.Secret != nil {
				p.Secret(secretsOf(redact.InLentFile(file.Path, text), *plan)...)
			}
			if names := params.Shadow(params.File{Path: file.Path, Data: []byte(text)}, plan.Params); redact.HasSettings(file.Path) && text != "" && len(names) > 0 {
				plan.Warnings = append(plan.Warnings, fmt.Sprintf("with %s: it has other values of %s than the original logged; where the training goes by it, it does not train with the original's params", file.Path, wording.ListUpTo(names, 5)))
			}
			if run := runIn(text); run != "" {
				return fmt.Errorf("with %s: it sets MLFLOW_RUN_ID, so the training would log into run %s and change it; take that line out, or lend another file", printable.OneLine(file.Path, 200), run)
			}
		}
	}
	if left.named < 0 {
		plan.Warnings = append(plan.Warnings, fmt.Sprintf("of the settings that are lent, %d MiB were looked through for secrets. What is secret in the others may be shown where the training prints it", maxNamed>>20))
	}
	return nil
}

// runIn is the run that a file of settings has a training log into; "" for none.
func runIn(text string) string {
	if found := setsRun.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

var setsRun = regexp.MustCompile(`(?m)^\s*(?:export\s+)?MLFLOW_RUN_ID\s*=\s*["']?([0-9a-f]{32})\b`)

// secretsOf leaves out what a report says anyway: a .env may well have the run's id, the
// commit or the command, and a next step with those hidden is of no use. What stands inside
// of an argument of the command may be a secret and stays one.
func secretsOf(found []string, plan repro.Plan) []string {
	said := []string{plan.Original.ID, plan.Original.Name, plan.Model.Name, plan.Code.Commit, plan.Branch, strings.TrimSpace(plan.Command)}
	for _, part := range strings.FieldsFunc(plan.Command, func(r rune) bool { return strings.ContainsRune(";&|\n", r) }) {
		said = append(said, strings.TrimSpace(part))
	}
	for _, metric := range plan.Original.Metrics {
		said = append(said, metric.Name)
	}
	for _, param := range plan.Original.Params {
		said = append(said, param.Name)
	}
	return slices.DeleteFunc(found, func(secret string) bool { return slices.Contains(said, strings.TrimSpace(secret)) })
}

// maxLearned bounds what a file with settings holds, maxNamed what is read of all that are such by
// their names, as much data in JSON is, and maxUnnamed of all others to find out by their form
// whether they are.
const (
	maxLearned = 64 << 10
	maxNamed   = 4 << 20
	maxUnnamed = 4 << 20
)

// unread is how much may still be read, of files with settings by their names and of others.
type unread struct{ named, unnamed int64 }

// textOf is what a file holds that may have settings or a secret in it; "" of one that is too
// large or no text, or where no more may be read. What is kept for its secrets is read always.
func textOf(file string, size int64, left *unread) string {
	name := filepath.ToSlash(file)
	of := &left.unnamed
	if redact.HasSettings(name) {
		of = &left.named
	}
	if size > maxLearned {
		return ""
	}
	if !redact.HoldsSecrets(name) {
		if *of -= size; *of < 0 {
			return ""
		}
	}
	data, err := os.ReadFile(file)
	if err != nil || bytes.IndexByte(data, 0) >= 0 {
		return ""
	}
	return string(data)
}

// Lacks names what the clone has and the training will not find, and of the commit's what a
// program asks for.
func (p *Project) Lacks(ctx context.Context, plan repro.Plan) []string {
	var notes []string
	for _, asked := range p.AskedFor(ctx, plan) {
		notes = append(notes, asked.Words())
	}
	names, links, tracking, err := p.NotThere(ctx, plan)
	if err != nil {
		return notes
	}
	if len(links) > 0 {
		notes = append(notes, flow.LinksNote(links))
	}
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
