package local

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Train runs the command in a clone of the branch.
func (l *Project) Train(ctx context.Context, plan repro.Plan, change repro.Change) (train.Training, error) {
	if err := l.Close(ctx); err != nil {
		return train.Training{}, err
	}
	pipeline, err := l.pipeline(ctx, change.Commit)
	if err != nil {
		return train.Training{}, err
	}
	p, err := l.makePlace(ctx, plan, change, pipeline)
	if err != nil {
		return train.Training{}, err
	}
	text := pipeline.Text(plan.Command)
	restorer := restorerOf(text, p.root.FS(), p.stamps, l.Repository.Dir)
	met := metIn(plan, change, p.clone.Dir)
	lacking := train.Lacking{Files: l.absentNames(p.absence)}
	execution, log, failure, seen := l.run(ctx, plan, &met, &lacking, p, p.namedOutside(restorer, l.Repository.Dir, p.environ))
	ctx = context.WithoutCancel(ctx) // what it left is looked at, though somebody gave up on it
	lender := l.lender(os.DirFS(p.clone.Dir), p.root.FS(), plan, pipeline)
	execution.Absent, execution.NotMade, execution.LookedFor = l.absentNames(p.absence), l.unmade(p, slices.Concat(plan.Metrics.Files, pipeline.MetricPaths(), []string{plan.Original.From})), l.lookedFor(seen, p, lender, execution)
	execution.Linking = l.besideClone(seen, p, execution)
	if othercode.Unhooked(text) != "" {
		texts := pipeline.Texts(plan.Command)
		texts[0] = cmp.Or(plan.Given, plan.Command) // it is typed as the command is, with placeholders
		execution.Reporting = othercode.Reporting(texts)
	}
	execution.Sought = l.sought(seen, p, &lacking, execution.NotMade, pipeline.Texts(plan.Command), plan.Original.From)
	execution.Executed, execution.Skipped = train.Executions(pipeline, plan.Command, log), train.SkippedTraining(pipeline, log)
	if unseenDVC(seen, text, p.environ) {
		execution.Executed = nil // the log's word alone
	}
	software := softwareOf(seen, p)
	altered, changed := l.environmentChanged(plan)
	execution.Software = softwareLine(software)
	elsewhere := l.readElsewhere(seen, p, plan)
	execution.Outside = youngerThan(plan.Original, elsewhere)
	files := p.root.FS()
	reads, early := l.readsOf(seen, p), runReadsOf(seen, p.metricsFile(plan, pipeline))
	carried := l.carried(seen, p, plan)
	since := l.sinceOriginal(ctx, plan)
	fitted, few, fits := l.fittedBefore(seen, p, plan, pipeline, text, since.added)
	younger, later := l.younger(seen, p, plan, pipeline, text, since)
	if len(carried.younger) > 0 && command.RunsWithout(ctx) {
		younger = append(younger, carried.younger...)
	}
	printed, keptInGit := l.byGit(ctx, seen, p, plan, pipeline.Texts(plan.Command), restorer.all)
	p.absence.unkept = slices.DeleteFunc(p.absence.unkept, func(name string) bool { return slices.ContainsFunc(keptInGit, keptAs(name)) })
	doubtful := slices.Concat(carried.doubtful, fitted, l.broughtIn(seen, p, plan, pipeline))
	otherParams, sameParams := l.paramsWritten(p, plan, seen)
	for _, file := range carried.kept {
		p.absence.weights[filestate.DigestOfWeights(os.DirFS(filepath.Dir(file)), filepath.Base(file))] = true
	}
	commit, err := l.Files(ctx, change.Commit)
	if err != nil {
		return train.Training{}, err
	}
	models, outside := l.modelsOf(p, commit, pipeline, restorer), p.outside(restorer, seen, othercode.Getenv(l.Environ, "HOME"))
	observed, named := l.observed(seen, plan, pipeline, p, carried.kept), l.named(plan, pipeline, p, seen)
	inClone, cloneWarnings := p.userClone.changes(ctx)
	lacked := l.lackedOf(seen, p, lender, pipeline.Texts(plan.Command))
	execution.LookedFor = append(execution.LookedFor, without(lacked.data, execution.LookedFor)...)
	missing, code := withoutCode(l.mayLack(p.missing, lender, p.clone.Dir), lender)
	missing, links := withoutLinks(missing, lender)
	stage := train.Training{Stages: pipeline.Training(), Execution: execution}.Ran()
	return train.Training{
		Execution: execution, LoggedFailure: failure.Text, Handled: failure.Handled(seen, p.clone.Dir, filestate.RealPath(p.clone.Dir)), Failed: log.Failed,
		Stages: pipeline.Training(), Callers: pipeline.Callers, Alike: pipeline.AlikeMetrics(),
		UpToDate: upToDate(pipeline, plan.Command, log, files, p.stamps),
		Restored: train.RestoredMetrics(pipeline, log),

		Environ: p.environ,
		Files:   files, Cache: l.dvcCache(), Store: ownStore(p.dir), Scratch: p.scratch,
		Evaluated: p.evaluated(seen, plan.Command), Fetches: fetches.MatchString(restorer.all),
		Lent: p.lent.digests, LentResults: l.lentResults(seen, p, plan),
		Sends: l.sends(seen, p, text), Carried: carried.found, Between: carried.between, Later: carried.later, Lacked: lacked.data, LackedCode: lacked.code, LackedLinks: lacked.links, LackedAbove: l.lackedAbove(seen, p), Doubtful: doubtful, Printed: printed, FewNumbers: few, FitNumbers: fits, Younger: younger, Markers: l.markers(younger, p, plan), LentLater: later, WroteBeside: wroteBeside(seen, doubtful, p.dir, p.absence), ReadElsewhere: elsewhere, LeftElsewhere: l.leftElsewhere(seen, p, inClone), Programs: p.programs(seen), Trace: p.trace(seen, restorer.all), MetRuns: met.with(seen, l.inFiles()), TakenFrom: early.takenFrom(), Fetched: early.fetched(),
		Kept: slices.Concat(p.absence.kept, carried.kept, l.keptLoans(seen, p, plan), keptInGit), ModelsMade: models.made, ModelsAgain: models.again, ModelsBack: models.back, Unaided: l.unaided(p, pipeline, restorer),
		Wrote: p.wrote, Rewrote: otherParams,
		Rewritten: sameParams,
		Earlier:   l.earlier(ctx, change, pipeline, text),
		UntouchedNumbers: func(values []float64) []string {
			others, lent := p.lent.without(p.stamps, l.Prefix+"/")
			return slices.Concat(untouchedNumbers(others, files)(values), untouchedNumbers(lent, files)(values), outsideNumbers(outside, values))
		},

		Modified:   slices.Concat(p.linksOut, l.modified(ctx, plan, pipeline, p, text, seen), p.checkout.Shadows(othercode.SitePackages(p.environ, plan.Command, l.Repository.Dir))),
		ClonePaths: p.checkout.ClonePaths(text, p.environ, l.Repository.Dir),
		Imports:    append(p.checkout.OtherImports(p.environ, plan.Command, text, l.Repository.Dir), p.checkout.OtherPackageData(readOutside(seen, p))...),
		CloneReads: reads.changed,
		Software:   software, Altered: altered, PackagesElsewhere: packagesElsewhere(seen, p, plan),
		OtherData:  otherData(pipeline, plan, os.DirFS(p.dir)),
		Unobserved: p.checkout.Unobserved(seen, text), Unhooked: othercode.Unhooked(text),
		GitNumber: gitNumber(seen, p, pipeline.Texts(plan.Command)),
		Hides:     p.checkout.Hides(os.DirFS(p.clone.Dir), text),
		OtherCode: othercode.MadeElsewhere(ctx, p.clone, change, plan.Original, l.Repository.Dir, p.checkout, p.stamps),

		Predict:  l.predictor(p, seen),
		Observed: observed,
		Instead:  named.Instead, CodeRan: codeRan(observed, named, seen != nil && seen.Unwatched == "", stage), CodeBeside: codeBeside(seen, p), OutsideCode: outsideCode(observed, named),
		Holds:   p.checkout.Holds,
		Missing: missing, MissingCode: code, MissingLinks: links, MissingData: trackingOf(p.data),
		Warnings: slices.Concat(p.clone.Warnings, p.absence.warnings(), cloneWarnings, failure.Warning(execution), noData(log, execution), reads.warnings(), changed),
	}, nil
}

// run starts the command, reads what it prints and observes it.
func (l *Project) run(ctx context.Context, plan repro.Plan, met *metRuns, lacking *train.Lacking, p place, elsewhere []string) (repro.Execution, dvc.Log, train.OutputFailure, *observe.Observation) {
	var log dvc.Log
	var failure train.OutputFailure
	environ, observer := p.environ, (*observe.Observer)(nil)
	if l.Observe {
		observer = observe.Start(p.clone.Dir, elsewhere...)
		environ = observer.Environ(environ)
	}
	var output bytes.Buffer // what one read of the command's output gave
	execution := command.Run(ctx, command.Spec{
		Command: plan.Command, Dir: p.dir, Env: environ, Timeout: l.Timeout, Force: l.Force, Without: slices.DeleteFunc(slices.Clone(plan.Without), func(file string) bool { return !filepath.IsAbs(file) }),
		As:      slices.DeleteFunc([]string{filepath.Dir(p.clone.Dir), l.store()}, func(name string) bool { return !filepath.IsAbs(name) }),
		OnStart: observer.Began,
		OnLine: func(text string, ends bool) {
			log.Read(text)
			failure.Read(text)
			lacking.Read(text)
			met.read(text)
			output.WriteString(text)
			if ends {
				output.WriteByte('\n')
			} else {
				output.WriteByte('\r')
			}
		},
		OnRead: func() {
			if l.Output != nil {
				_, _ = l.Output.Write(output.Bytes()) // a terminal that went away is no reason to stop
			}
			output.Reset()
		},
	})
	if observer == nil {
		return execution, log, failure, nil
	}
	seen := observer.End()
	return execution, log, failure, &seen
}

func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}

// pipeline reads what DVC's files of the commit say.
func (l *Project) pipeline(ctx context.Context, commit string) (*dvc.Project, error) {
	files, err := l.Files(context.WithoutCancel(ctx), commit)
	if err != nil {
		return nil, err
	}
	return dvc.Read(files)
}
