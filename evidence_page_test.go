package main

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
)

// evidencePage is docs/evidence.md, made from the table of package evidence.
func evidencePage() string {
	var b strings.Builder
	b.WriteString(`# Evidence

<!-- made from the tables in internal/evidence; go test . -run TestContract -update -->

*Reproduced* needs positive evidence that this training computed the numbers, from
this commit and with these params. What speaks against it always wins. With neither,
the verdict is *could not verify*, and the report says what would settle it.

A program that logs copied numbers on purpose is not seen, and neither is state in
places that nobody looks at. The report says what no witness saw. State outside of
the checkout is not seen on GitHub, with ` + "`--observe off`" + `, in a container, on another
machine, and where a library or a shell reads what the command and the commit's
programs do not name by its path. Data (CSV, Parquet and the like), files that are a day older than the
original, and what libraries download are taken for inputs.
A file with a new time is the training's where its programs were seen to write it, or
a library in one of them may have. What a shell or another tool brought, and a file
whose time was renewed, are doubts that a challenge settles. So is what the training has git print
of another commit (` + "`git show fits:model.pkl`" + `). Numbers of a fit in a
small text file or a program of the commit, under a name that says nothing, are taken for an
input where no challenge is tried.
Not seen either: what comes by a socket, shared memory, a file's name, time or
attributes, git's tags and notes; logs, settings and dotfiles that were written before
the original's run began; databases that are attached to another. A cache that has a
result for each value of a param passes a challenge where Python does not read it.

So where a training of ten minutes or less on this machine came back, it is made once
more with one param changed, whatever else is proof. Numbers that move are computed. Where
three changed params leave a loss as it was, or such a training does more than the judged
one did, it is *could not verify*. So it is where a learning rate leaves a loss as it was,
and another param that no fitting uses moves it. A metric that is a param or follows one exactly, as
a logged learning rate, or that counts rows, steps or a model's parameters, or tells by its name of
time, memory, hardware or cost, counts for neither.
An accuracy of few rows may stay, and is no
doubt where the training made a model; where it made none, and no challenge moved a number, it is
*could not verify*. So it is where an accuracy alone came back, and the training logged another count
of rows, was seen to look for data, code or a link that only your clone has, its command asks for such, or it read data outside of the checkout that were written
after the original had ended. Where the training registers a model, none is made without ` + "`--registry scratch`" + `.
Where it may leave files with others, it is trained once more with the original's params after it.
On GitHub and after longer trainings ` + "`--challenge always`" + ` makes one.

Where the training read files that are younger than the day before the original, lent to it or
outside of the checkout, or that the trained commit has otherwise than the original's, it is made
without them, too: all at once, and where it cannot go on so, by folder and by file. Where it comes to other numbers without one,
the judged numbers were taken from that, and it is *could not verify*. Where it comes to the
same, they were computed without; younger files that it then read in their place are left out in turn. What it needs
is taken for its data, which a note says, and so is what it lists a folder for. Programs, params, what
DVC declares and ` + "`--keep`" + ` are left where they are. Outside of the checkout
the files stay as they are: the training alone does not find them, in a mount namespace of Linux's,
and what it writes in their folders and below is gone with it, but for its checkout and the tracking store. Where the kernel or a container lets no program mount,
they cannot be left out. A small text of long numbers there, and a file that is called predictions, scores or
another result, has to be settled by a param that only fitting uses, too. Where the training registers a model,
and read a lent file that was written after the original had begun, it is *could not verify* without
` + "`--registry scratch`" + ` or ` + "`--keep`" + `.

A param that neither a params file nor a placeholder takes is changed, for a challenge on this machine,
where one line of a program, a settings file or the command gives its name its value
(` + "`lr = 0.1`, `--lr 0.1`" + `). Such a challenge speaks against a training only where its run logged the
new value, as the training may take it from elsewhere. Where no param can be changed none is made,
and a note says so. A training that made no model, and read a text of the commit of 4 kB or less, or
ran a program, with numbers of thirteen digits or more, as a scorer that was exported, has to follow a
param that only fitting uses, as a learning rate, and whose value does not stand there as well.
Otherwise it is *could not verify*: keep an input with ` + "`--keep`" + `. A small array, or a table, is a doubt where
no param can be changed. A model that holds what another file of the commit does, or an archive in it,
was not made, nor is a pickle of what prepares data, as a scaler or an encoder, or of plain values
under a name that is no model's.
Where a challenge is not tried, with ` + "`--challenge off`" + `, after more than ten minutes, or where the training
registers a model, such a text is taken for an input.

An evaluation is known by what its program is called with, not by what it does.
[What a training was seen to do](observe.md) says how a training on this machine is
observed, and which files of which libraries are seen.

## Witnesses

| Witness | What it is | Proves | Cannot see | On GitHub without ` + "`setup/`" + ` |
|:--|:--|:--|:--|:--|
`)
	for _, kind := range evidence.Witnesses {
		hosted := "no"
		if kind.Hosted {
			hosted = "yes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", kind.Witness, kind.Is, kind.Proves, kind.Cannot, hosted)
	}
	b.WriteString(`
## What they come to

The first row that fits decides. A witness more never takes a proof away.

| Row | Witnesses | What follows | Because | Not seen, or what would settle it |
|:--|:--|:--|:--|:--|
`)
	for _, row := range evidence.Table {
		follows, rest := "the comparison decides", row.Unseen
		if !row.Proven {
			follows, rest = "unverified, `not-proven`", row.WayOut
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", row.Name, asked(row), follows, row.Why, rest)
	}
	b.WriteString(`
## A training dispatched on GitHub

A run that logged the original's params proves as much there as it does here: the
dispatched workflow needs nothing of ours. Without a run, a metrics file counts where its
numbers are new and every job succeeded. New are those that neither the commit nor the default branch has
in that file, and that no other small text of the commit holds, whatever its name, unless the
training committed it again; where the commit has no such file, the default branch's counts if the workflow checks out a ref of its
own or has git fetch files. A step that fetches the old numbers from elsewhere, or finds them
on a self-hosted runner, is not seen there.

Numbers that were there before count where the job's log has DVC run the stage that trains
and the lock of this training has the file: upload ` + "`dvc.lock`" + ` beside the metrics file, or
commit both. A lock that has another command, other code, data or params than the commit, or another
metrics file, speaks against the training, whoever logged its numbers. So do two sources of it that
disagree: a run, a committed file and an uploaded one. An artifact names its files from the
directory that all of them share: one that may be of two places is not read. Upload it together
with a file of the top then. A run is held to uploaded files where its workflow names a step
that uploads.

A run of a workflow can count as successful though a job or step of it failed, with
` + "`continue-on-error`" + `, or never ran, by its ` + "`if`" + `. Then the workflow proves neither steps nor code,
also where the numbers are others than the original's, and where no job succeeded nothing was
trained. Which job trains is not known: keep tests and deployments in a workflow of their own, or
log a run. What only installs packages, uploads, caches or commits may be skipped, and so may what has
` + "`if: failure()`" + `.

Commits on top of the branch are results as long as none of them changes code, data, packages
or settings; otherwise somebody may have pushed them before the training took them in, and the
check ends ` + "`other-code`" + `. So does one with more than forty commits
on top, as each is looked at, and one whose branch was moved or deleted meanwhile, or whose workflow
checks out another ref or repository in its place, unless the run recorded the branch's commit. A
` + "`git pull`, `git clone`" + ` or action that does so is not seen.
Params that a commit changed and another put back end ` + "`params-not-applied`" + `, unless a run logged them.
` + "`finish`" + ` finds its training though the branch is gone, by the commit that start kept.

The original is what it was when the training was asked for: whoever finishes the training, or
runs the job again, gets ` + "`original-changed`" + ` where the run has lost a value since then.

The branch of the dispatch does not hold what the training makes: metrics files, models
and declared outputs that the commit has, by the rules of a training on this machine. Models are
told by their names there, as no file is read for it. A workflow that reads one fails,
and the report names it: keep what is an input with the input keep. A model
that is kept proves nothing until the run logs another. A test or a deployment in the
same workflow that wants an old model fails as well; keep it, or give it a job of its own.

## A metrics file that nothing was seen to write

A new metrics file alone proves nothing: make may find its target up to date in a
directory outside of the checkout, and copy the old numbers from there. Python that
runs the commit's code is seen to write the file. For R, Julia, C++, a shell script or
a container there is the challenge, which needs a number in a params file or in the
command that can be changed. Numbers that differ from the original's
are no copies of them: those are *drifted* without it, with a note.

## Code of elsewhere

Every row that proves asks for code of this commit. Python is seen to run it, and file
events show which of its files another language reads: one counts where the command calls
an interpreter or a compiler of it, and otherwise only where nothing of elsewhere ran and
no tool is named that reads files and runs none (cat, tar, git). A run that recorded the commit
counts where its program lies in the checkout, and a dispatched workflow whose jobs
succeeded. A script that may only call others, a recipe of make or a stage counts where nothing
of elsewhere ran beside it. An installed package counts where it holds what the commit has.

Code of elsewhere is what lies neither in the checkout, nor in an environment, nor in the
system's folders: what Python ran, and what commands name by a path, by PATH, or by the
search path of a loader or a language. Where it bears the name of a file of the commit, its
package's or that of a compiled source, or holds half of its lines, and is not the same,
the verdict is *other-code*. Other code of elsewhere is told, and proves nothing. A file that
an installer, git, tar or a copy put into the checkout is compared with the commit likewise:
one with the content of a tracked file is the commit's, and so is what Python of the commit
made of a tracked file alone. What another program made of one, as sed, is not told from
a copy of elsewhere.

Not seen: what a program in another language than Python loads by a path of its own; a
copy that was renamed and rewritten; a package on an index that was made of another commit
and has other names than the commit's files. A command that starts an installed
package alone (` + "`ludwig train`" + `) runs no code of the commit: call it from a script that the commit has.

## Numbers of an earlier run

A challenge counts only where it read, imported, wrote and made no more than the judged
training did: a program that finds the original's numbers has less to do. Where nobody
observes, only the time and a model tell the two apart, so a challenge of a metrics file
on this machine needs observation, of each Python that ran. A program that takes its numbers from the tracking store, names no run, and reads data or makes a model all the
same is found by a challenge alone, and only where it does less then.

## What speaks against a training

Each of these makes the verdict *could not verify*, whatever else speaks for it.

| Evidence | Shows | Reasons |
|:--|:--|:--|
`)
	for _, objection := range evidence.Against {
		reasons := make([]string, len(objection.Reasons))
		for i, reason := range objection.Reasons {
			reasons[i] = "`" + string(reason) + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", objection.Gate, objection.Shows, strings.Join(reasons, ", "))
	}
	return b.String()
}

// asked is what a row asks for: all of these, and one of those.
func asked(row evidence.Row) string {
	names := func(list []evidence.Witness, joint string) string {
		texts := make([]string, len(list))
		for i, witness := range list {
			texts[i] = string(witness)
		}
		return strings.Join(texts, joint)
	}
	all, one := names(row.With, " + "), names(row.Any, " or ")
	switch {
	case all == "":
		return "–"
	case one != "":
		return all + " + (" + one + ")"
	}
	return all
}
