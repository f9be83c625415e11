package lineage

import (
	"context"
	"io/fs"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A Diagnosis is what the trees of both commits and the models of both runs are
// read from.
type Diagnosis struct {
	Head  func(ctx context.Context) string // today's commit; "" where nobody knows
	Store mlflow.Store                     // nil where the original comes from a metadata file
	Past  []repro.Record

	// RepositoryFiles gives the files of a repository at a commit, and the project's directory
	// among them; nil where there is no project.
	RepositoryFiles func(ctx context.Context, commit string) (files fs.FS, prefix string, err error)

	// Before gives the newest commit at a time among those that led to a commit; "" where there
	// is none, nil where nobody can look.
	Before func(ctx context.Context, commit string, at time.Time) string

	Original, Now params.Known // the two runs, and the places and commits that each knew
}

// Trained is what a training left to read.
type Trained struct {
	Files    fs.FS                  // after the training; nil where nobody can look
	Wrote    func(path string) bool // whether this training wrote the file
	Cache    fs.FS                  // of DVC, on this machine; nil where there is none
	Executed []string               // stages the pipeline said it ran
	Absent   []string               // files of the commit that were taken away before the training
	WasRead  wasRead                // what it read of the repository; nil where nobody looked
	Read     []repro.DataVersion    // data that the training was seen to read
	Lent     []LentFile             // of what it was lent
	ReadMore bool                   // it may have read more data: not all was seen, or could be hashed
	Software []repro.Software       // the Pythons that it was seen to run in
	Environ  []string               // that it had; nil where nobody knows
	CPUs     int                    // that it had; 0 where nobody knows
	Outside  []string               // code that is not of the commit, and that ran or was named to run

	// HashOutside gives the hash of a file outside of its place, by its full path, that it was
	// seen to read: "sha256 8f14e45f…"; "" of others. nil where nobody looked.
	HashOutside func(file string) string

	// HashFile gives the SHA-256 of a file of the machine that it trained on, by its full path; ""
	// of one that cannot be read or is too large. nil where nobody can look.
	HashFile func(file string) string
}

// A LentFile is one file that a training was lent, by its path from the top, and the path that was
// lent, which is its own or a folder's. SHA256 is "" where it was not hashed.
type LentFile struct{ Path, Loan, SHA256 string }

// wasRead says of a file, by its path from the project, whether a training read it, and
// whether that is known.
type wasRead func(file string) (read, known bool)

// A Reading is what was read of both trainings. The place of a training is gone
// when the next one starts, so it is read before.
type Reading struct {
	inputs   []repro.Input
	clues    cause.Clues
	past     []repro.Record
	comparer cause.Comparer
	clean    bool   // it is known that the original's tree was its commit's
	putBack  string // a param that was not as its commit has it, and that this training was given
	doubts   []string
}

// Read lays what went into both trainings side by side. What cannot be read is
// unknown, and stops nothing. nil where nobody asked for it.
func (d Diagnosis) Read(ctx context.Context, asked settings.Comparing, result repro.Result, training Trained) *Reading {
	if asked.Diagnose == "off" {
		return nil
	}
	recorded, locked := d.originals(ctx, result)
	trained := recorded
	if result.Change.Base != RecordedCommit(result.Original).Value {
		trained = d.readTree(ctx, result.Change.Base)
	}
	ran := training.Locks("after the training")
	ran.Leading = trained.leading(ran.Project, result)
	original := locked.run(recorded, result.Plan.Params)

	before, after := Recorded(result.Original), Recorded(result.Reproduction)
	standing := result
	standing.Plan.Params = asRead(result.Plan.Params, training.WasRead)
	after.Seeds = append(after.Seeds, standingSeeds(standing)...)
	after.Commit = repro.Fact{Value: result.Change.Base, From: "the commit that was trained"}
	before.Data = append(dataOf(original, recorded), before.Data...)
	after.Data = append(dataOf(ran, trained), after.Data...)
	after.Data = append(after.Data, onlySeen(training.Read, after.Data, trained)...)
	locked.rehash(before.Data, after.Data)
	recorded.rehash(before.Data, after.Data)
	environments(ctx, d.Store, result.Plan.Model, result.Original, result.Reproduction, &before, &after)
	seenSoftware(&after, training.Software)
	record, doubts := d.records(ctx, result.Original, result.Reproduction, &before, &after, training, trained)
	declare(&before, declaredEnvironment(recorded))
	declare(&after, declaredEnvironment(trained))

	clues := cause.Clues{Before: result.Original.Params, After: result.Reproduction.Params}
	if locked.lock != lockUnknown {
		original.Held = recorded.files
		original.Cache, ran.Cache = training.Cache, training.Cache
		clues.Stages = dvc.CompareLocks(original, ran, asked.IgnoreOuts...)
	}
	all := cause.CompareLineage(before, after)
	record.markNotThere(all, training, trained)
	placePrograms(all, recorded, trained)
	ListChanges(all, recorded.files, training)
	code, s := sourceInputs(all, recorded, trained, result, training, record)
	clues.Imports = s.imports
	clues.Stages = withoutIdleCode(clues.Stages, code, recorded, trained)
	inputs := append(code, record.withoutDataInGit(withoutUnnamedData(all[1:], training, recorded, trained), recorded, trained)...)
	inputs = append(inputs, inFiles(paramInputs(d.Original, d.Now, standing.Plan.Params), s.valueChanges())...)
	inputs = append(inputs, stageInputs(inputs, clues.Stages)...)
	inputs = append(inputs, s.keyInputs(inputs, putBack(result.Plan.Params))...)
	inputs = append(inputs, d.changedSince(ctx, all, inputs, trained, result, training)...)
	inputs = append(inputs, commandInputs(inputs, recorded, trained)...)
	inputs = append(inputs, record.notInstalled(training.Software, training.Environ)...)
	inputs = append(inputs, record.notImported(after, training.Software)...)
	called := calledOtherwise(before.Called, after.Called, result.Plan.Command, result.Original.Params)
	inputs = append(inputs, called...)
	inputs = toldOnce(append(inputs, record.variables(training.Environ, trained.naming())...))
	if len(called) == 0 || called[0].Note != otherProcessors { // else those of the machine are not the training's
		inputs = append(inputs, record.cpus(training.CPUs)...)
	}
	inputs = withSeedsOfEnviron(inputs, record, training, trained)
	inputs = append(inputs, record.notHashed(inputs)...)
	inputs = record.ofTwoCommits(record.codeBeyond(inputs, training, trained), "the original")
	inputs = append(inputs, record.checkedOut(training.Read, recorded, trained)...)
	record.markCommittedSince(inputs, trainedFiles(trained, result.Plan.Files), trained)
	dirt, known := record.dirt(record.orTold(trainedFiles(trained, result.Plan.Files), inputs, trained), training.readAs(trained))
	if !known {
		dirt = recorded.dirt(result.Original)
	}
	if len(dirt) > 0 {
		inputs = append(inputs, dirt...)
		if inputs[0].State == repro.InputSame {
			inputs[0].State, inputs[0].Note = repro.InputUnknown, "the commit is the same, but the original was trained with uncommitted changes"
		}
	}
	overrides, putBack := recorded.overrides(result.Plan.Params)
	inputs = withoutMade(append(inputs, overrides...), readTheSame(training, recorded, trained))
	clues.Original, clues.Now = before, after
	proven := recorded.lock == lockProven && recorded.project != nil && len(recorded.project.Untruths()) == 0
	clean := proven || knownClean(result.Original)
	if known {
		clean = len(dirt) == 0
	}
	return &Reading{inputs, clues, d.Past, d.comparer(ctx, result, trained, training.Absent), clean, putBack, doubts}
}

// records puts what was recorded of both trainings into their lineages, as far as the two
// can be held against each other. The original's record is given.
func (d Diagnosis) records(ctx context.Context, original, now repro.Run, before, after *repro.Lineage, training Trained, trained tree) (Record, []string) {
	first, doubt := ReadRecord(ctx, d.Store, original)
	second, doubt2 := ReadRecord(ctx, d.Store, now)
	first, second = first.namedAs(trained), second.namedAs(trained)
	after.Data = training.readLinked(first, trained, training.readElsewhere(first, after.Data))
	after.Data = training.readLent(first, trained, training.readCommitted(first, trained, after.Data))
	*before, *after = first.Add(*before), second.Add(*after)
	*before = first.comparable(*before, *after, second)
	*after = second.comparable(*after, *before, first)
	return first, slices.DeleteFunc([]string{doubt, doubt2}, func(doubt string) bool { return doubt == "" })
}

// Doubts are why a record of a run was not used.
func (r *Reading) Doubts() []string {
	if r == nil {
		return nil
	}
	return r.doubts
}

// Conclude weighs what differs. It claims no cause: stages and curves point, only
// an experiment tells. varied are the stages that several trainings showed not to
// be deterministic.
func (r *Reading) Conclude(result repro.Result, varied []repro.StageChange) ([]repro.Input, []repro.Cause, string) {
	if r == nil {
		return nil, nil, ""
	}
	clues := r.clues
	clues.Comparison, clues.Varied = result.Comparison, varied
	clues.Ledger = cause.NewLedger(r.past, result)
	inputs := clues.Ledger.Mark(r.inputs, r.comparer)
	if !r.clean {
		inputs = withUncommitted(inputs, result.Comparison, r.putBack)
	}
	causes := cause.FindCauses(inputs, clues)
	return inputs, causes, clues.Ledger.Conclude(result.Comparison, causes, inputs)
}

// sourceInputs compares the trees of the two commits file by file, and gives what else can be asked
// of the two.
func sourceInputs(all []repro.Input, recorded, trained tree, result repro.Result, training Trained, record Record) (code []repro.Input, s source) {
	var data []repro.Input
	for _, input := range all {
		if input.Kind == repro.KindData {
			data = append(data, input)
		}
	}
	made, gone := takenAway(training)
	s = source{
		before: recorded, after: trained, edits: result.Plan.Files, data: data, gone: gone,
		metrics: slices.Concat(result.Plan.Metrics.Files, made), workflow: result.Plan.Workflow, command: result.Plan.Command, // what a training makes is no input
		wasRead: training.WasRead, original: record,
	}
	compared := false
	if all[0].State == repro.InputDiffers {
		s.changed, compared = compareTrees(recorded, trained, s.edits, s.metrics)
	}
	called := []string{result.Plan.Command, result.Original.Tags[MlflowSource], result.Reproduction.Tags[MlflowSource]}
	s.imports = importsOf(trained, paths(s.changed), called)
	if !compared {
		return all[:1:1], s
	}
	return codeInputs(all[0], s), s
}
