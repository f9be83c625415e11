package train

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Local is a project in a clone on this machine. It trains in a clone of that
// clone, so that the user's files, index, stash and refs stay as they are.
type Local struct {
	*project.Clone

	Environ  []string
	Tracking string // MLFLOW_TRACKING_URI for the training; "" leaves the user's
	Timeout  time.Duration
	Output   io.Writer // gets the training's output line by line; what ends in a carriage return is about to be overwritten

	tree *git.Clone
}

var _ Project = (*Local)(nil)

// OpenLocal finds the repository that dir is in.
func OpenLocal(ctx context.Context, dir string) (*Local, error) {
	clone, err := project.OpenClone(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &Local{Clone: clone}, nil
}

// Origin is the project in the user's clone.
func (l *Local) Origin() []string {
	if l.Repository == nil {
		return nil
	}
	return []string{filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix))}
}

// Place is the project in the clone that trains, while there is one.
func (l *Local) Place() []string {
	if l.tree == nil {
		return nil
	}
	return []string{filepath.Join(l.tree.Dir, filepath.FromSlash(l.Prefix))}
}

// Close removes the clone that was trained in, if one was made. The branch stays.
func (l *Local) Close(ctx context.Context) error {
	if l.tree == nil {
		return nil
	}
	tree := l.tree
	l.tree = nil
	return tree.Remove(ctx)
}

// Code picks the commit: a recorded one only if a branch or tag leads to it.
func (l *Local) Code(ctx context.Context, asked, recorded string) (repro.CodeRef, []string, error) {
	wayOut := "fetch it (git fetch --all --tags), or train today's code with --code-ref head"
	if shallow, err := l.Repository.Shallow(ctx); err == nil && shallow {
		wayOut = "or train today's code with --code-ref head" // unreachable says how to get the rest
	}
	return pickCode(ctx, l, asked, recorded, wayOut)
}

func (l *Local) resolve(ctx context.Context, ref string) (string, error) {
	return l.Repository.Resolve(ctx, ref)
}

func (l *Local) head(ctx context.Context) (repro.CodeRef, []string, error) {
	head, err := l.Repository.Head(ctx)
	if err != nil {
		return repro.CodeRef{}, nil, err
	}
	var warnings []string
	if head.Dirty {
		warnings = append(warnings, "the working tree has uncommitted changes: they are not part of HEAD and were not trained")
	}
	from := "HEAD"
	if head.Branch != "" {
		from = "HEAD of " + head.Branch
	}
	return repro.CodeRef{Asked: "head", Commit: head.Commit, From: from}, warnings, nil
}

// unreachable says why the recorded commit cannot be trained; "" when it can.
func (l *Local) unreachable(ctx context.Context, recorded string) (string, error) {
	if recorded == "" {
		return "the run recorded no commit", nil
	}
	has, err := l.Repository.HasCommit(ctx, recorded)
	if err != nil {
		return "", err
	}
	if !has {
		if shallow, err := l.Repository.Shallow(ctx); err == nil && shallow {
			return fmt.Sprintf("the recorded commit %.12s is not in this shallow clone; get the rest with git fetch --unshallow, or with fetch-depth: 0 of actions/checkout", recorded), nil
		}
		return fmt.Sprintf("the recorded commit %.12s is not in this repository", recorded), nil
	}
	refs, err := l.Repository.Reachable(ctx, recorded)
	if err == nil && len(refs) == 0 {
		return fmt.Sprintf("no branch or tag leads to the recorded commit %.12s", recorded), nil
	}
	return "", err
}

// Branch is reproduce/MODEL/vN.
func (l *Local) Branch(version repro.ModelVersion) string { return branchFor(version) }

// Apply commits the plan's files on their branch, touching nothing else.
func (l *Local) Apply(ctx context.Context, plan repro.Plan) (repro.Change, error) {
	files := make([]repro.FileEdit, len(plan.Files))
	for i, edit := range plan.Files {
		edit.Path = path.Join(l.Prefix, edit.Path)
		files[i] = edit
	}
	commit, err := l.Repository.CommitParams(ctx, plan.Code.Commit, plan.Branch, files, commitMessage(plan))
	return repro.Change{Branch: plan.Branch, Base: plan.Code.Commit, Commit: commit}, err
}

// Train runs the command in a clone of the branch.
func (l *Local) Train(ctx context.Context, plan repro.Plan, change repro.Change) (Training, error) {
	if err := l.Close(ctx); err != nil {
		return Training{}, err
	}
	tree, err := l.Repository.Clone(ctx, change.Branch, l.contained(ctx, plan.Command, change.Commit))
	if err != nil {
		return Training{}, err
	}
	l.tree = tree
	if tree.Commit != change.Commit {
		return Training{}, repro.Doubtf(repro.NotExecuted, "branch %s was moved to %s while the training was being prepared; run again when nobody else reproduces this version", change.Branch, gitformat.Short(tree.Commit))
	}
	dir := filepath.Join(tree.Dir, filepath.FromSlash(l.Prefix))
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Training{}, fmt.Errorf("look at the clone: %w", err)
	}
	if err := l.lendCache(root); err != nil {
		return Training{}, err
	}
	marks, err := markOld(root, append(dvc.MetricsIn(root.FS(), plan.Metrics.Files), mlflow.MetadataFile)...)
	if err != nil {
		return Training{}, err
	}
	held := heldFiles(plan)
	before := contents(root.FS(), held)
	_, dirty, err := tree.Since(ctx) // a filter may have made files other than the commit's
	if err != nil {
		return Training{}, err
	}
	environ, err := l.environ(plan)
	if err != nil {
		return Training{}, err
	}
	environ = redirected(environ, plan.Command, l.Repository.Dir, tree.Dir)
	stood, place := stampsOf(root.FS()), checkoutOf(tree.Dir, dir)
	digests := digestsOf(root.FS(), stood)
	leading := place.leadingOut()
	missing, err := l.missing(ctx, tree)
	if err != nil {
		return Training{}, err
	}
	outside, err := l.watch(ctx)
	if err != nil {
		return Training{}, err
	}
	var log dvc.Log
	var trouble trouble
	execution := command.Run(ctx, command.Spec{
		Command: plan.Command, Dir: dir, Env: environ, Timeout: l.Timeout,
		OnLine: func(text string, ends bool) {
			log.Read(text)
			trouble.read(text)
			end := "\n"
			if !ends {
				end = "\r"
			}
			if l.Output != nil {
				fmt.Fprint(l.Output, text, end)
			}
		},
	})
	pipeline, err := l.pipeline(ctx, change.Commit)
	if err != nil {
		return Training{Execution: execution}, err
	}
	text := pipeline.Text(plan.Command)
	execution.Executed, execution.Skipped = executions(pipeline, plan.Command, log), decisive(pipeline, log)
	return Training{
		Kept:      kept(pipeline, plan.Command, log, root.FS(), stood),
		Execution: execution, Stages: pipeline.Training(), Alike: pipeline.AlikeMetrics(), Callers: pipeline.Callers, Files: root.FS(), Store: ownStore(dir), Cache: l.cache(),
		Wrote: marks.wrote, Rewrote: before.changed(contents(root.FS(), held)),
		Failed: log.Failed, Elsewhere: append(leading, l.elsewhere(context.WithoutCancel(ctx), plan, pipeline, dirty, root.FS(), stood, digests, text)...),
		Named:   clonesCode(text, root.FS(), stood, l.Repository.Dir, filepath.FromSlash(l.Prefix), valueOf(l.Environ, "HOME")),
		Imports: place.otherImports(environ, plan.Command, text, l.Repository.Dir),
		Trouble: trouble.said, Stood: l.stood(context.WithoutCancel(ctx), change, pipeline, text),
		UntouchedNumbers: stood.untouchedNumbers(root.FS()),
		OtherCode:        madeElsewhere(context.WithoutCancel(ctx), tree, change, plan.Original, l.Repository.Dir, place, stood),
		Missing:          missing, Warnings: slices.Concat(tree.Warnings, outside.changes(context.WithoutCancel(ctx)), trouble.warning(execution), noData(log, execution)),
	}, nil
}

// elsewhere names what of the commit's code and data the training changed, by
// paths from the top of the tree.
func (l *Local) elsewhere(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, dirty []string, now fs.FS, stood stamps, digests digests, text string) []string {
	var written []string
	for _, file := range stood.written(now) {
		written = append(written, path.Join(l.Prefix, file))
	}
	input := func(file string) bool {
		within, err := filepath.Rel(filepath.FromSlash(l.Prefix), filepath.FromSlash(file))
		if err != nil || !filepath.IsLocal(within) {
			within = file
		}
		return isInput(pipeline, plan, filepath.ToSlash(within)) || path.Base(file) == "dvc.yaml" && otherStages(pipeline, now)
	}
	kind := func(file string) bool {
		return path.Ext(file) != ".ipynb" && (lineage.IsProgram(file) || input(path.Join(l.Prefix, file)))
	}
	for _, file := range digests.putBack(now, stood, text, kind) {
		written = append(written, path.Join(l.Prefix, file))
	}
	found := elsewhere(ctx, l.tree, dirty, input, written)
	for _, file := range digests.replaced(now, kind) {
		file = path.Join(l.Prefix, file)
		if i := slices.Index(found, file+" (put back)"); i >= 0 {
			found[i] = file // hidden from git, and not put back
		} else if !slices.Contains(found, file) {
			found = append(found, file)
		}
	}
	return found
}

// pipeline reads what DVC's files of the commit say.
func (l *Local) pipeline(ctx context.Context, commit string) (*dvc.Project, error) {
	files, err := l.Files(context.WithoutCancel(ctx), commit)
	if err != nil {
		return nil, err
	}
	return dvc.Read(files)
}

// environ is the training's environment: the user's, with what makes its
// tracking run known as ours.
func (l *Local) environ(plan repro.Plan) ([]string, error) {
	tags := map[string]string{repro.IDTag: plan.ID}
	if plan.Original.ID != "" {
		tags[repro.OriginalTag] = plan.Original.ID
	}
	existing := ""
	for _, entry := range l.Environ {
		if value, ok := strings.CutPrefix(entry, command.RunContextVariable+"="); ok {
			existing = value
		}
	}
	context, err := command.RunContext(existing, tags)
	if err != nil {
		return nil, err
	}
	extra := map[string]string{
		command.RunContextVariable: context,
		"REPRODUCE_ID":             plan.ID,
		"PYTHONUNBUFFERED":         "1", // or Python's lines come in blocks, long after the fact
	}
	if l.Tracking != "" {
		extra["MLFLOW_TRACKING_URI"] = l.Tracking
	}
	// With a run id in its environment, MLflow goes on with that run instead of
	// starting a new one: it may be the original.
	base := slices.DeleteFunc(slices.Clone(l.Environ), func(entry string) bool { return strings.HasPrefix(entry, "MLFLOW_RUN_ID=") })
	return command.Environ(base, extra), nil
}

// commitMessage tells the next reader of the branch what it is. It holds no
// time and no id, so that the same plan makes the same commit.
func commitMessage(plan repro.Plan) string {
	name, run := Title(plan.Model, plan.Original), plan.Original.ID
	if run == "" {
		run = "none" // a metadata file need not name one
	}
	return fmt.Sprintf("Params of %s, to be trained again\n\nThe params that its run logged, and nothing else. Made by reproduce;\nthis branch may be deleted.\n\n%s: %s\n", wording.OneLine(name), git.Trailer, wording.OneLine(run))
}
