package workflow

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// What a workflow's file says of its jobs and steps: which of them a run that ended well has
// run for certain, and which train nothing, so that it does not matter whether they ran.

// certainJobs names the jobs, unless one of them may be skipped, fail without consequence, as
// may a step, or stand for several.
func certainJobs(jobs *doc.Node) (names []string) {
	for i, job := range jobs.Values {
		for _, key := range []string{"if", "strategy", "uses", "continue-on-error"} {
			if job.Kind != doc.Map || job.Get(key) != nil {
				return nil
			}
		}
		for _, step := range job.Get("steps").Items() {
			if step.Get("continue-on-error") != nil || !always.MatchString(condition(step)) {
				return nil
			}
		}
		names = append(names, shownJob(jobs.Keys[i].Text, job))
	}
	return names
}

var (
	// always finds conditions that hold wherever all went well.
	always = regexp.MustCompile(`^(?:(?:always|success)\(\)|!\s*(?:cancelled|failure)\(\)|success\(\)\s*\|\|\s*failure\(\)|)$`)
	// badEnd finds those that hold only where something went wrong.
	badEnd = regexp.MustCompile(`^(?:(?:failure|cancelled)\(\)(?:\s*&&[^|]*)?|failure\(\)\s*\|\|\s*cancelled\(\))$`)
	// helper finds actions that bring tools, keep files and tell people.
	helper = regexp.MustCompile(`^(?:actions/(?:setup-[\w-]+|cache(?:/\w+)?|upload-[\w-]+)|docker/(?:setup-[\w-]+|login-action)|iterative/setup-[\w-]+|slackapi/[\w-]+|astral-sh/setup-uv|conda-incubator/setup-miniconda)@`)
	// installs finds a command that installs packages, tells something or leaves results.
	installs = regexp.MustCompile(`^(?:sudo\s+)?(?:(?:python3?\s+-m\s+)?pip3?\s+install|uv\s+(?:sync|pip\s+install)|(?:conda|mamba|micromamba|poetry)\s+(?:install|env\s+(?:create|update))|apt(?:-get)?\s|echo\s|git\s+(?:config|add|commit|push|tag)\b|dvc\s+push\b|df\b|nvidia-smi\b)[^;&|` + "`" + `()<\n]*$`)
)

// condition is what a step's or a job's if: asks, without its brackets.
func condition(node *doc.Node) string {
	text := strings.TrimSpace(scalar(node.Get("if")))
	if inner, open := strings.CutPrefix(text, "${{"); open {
		text = strings.TrimSpace(strings.TrimSuffix(inner, "}}"))
	}
	return text
}

// idleSteps are the names of steps and jobs that train nothing. A name that another step or
// job bears, which may train, is not among them.
func idleSteps(jobs *doc.Node) map[string]bool {
	found := map[string]bool{}
	note := func(name string, idle bool) {
		before, known := found[name]
		found[name] = idle && (before || !known)
	}
	for i, job := range jobs.Values {
		if job.Kind != doc.Map {
			continue
		}
		steps := job.Get("steps").Items()
		idle := len(steps) > 0
		for _, step := range steps {
			trainsNot := badEnd.MatchString(condition(step)) || isIdle(step)
			idle = idle && trainsNot
			note(shown(step), trainsNot)
			if step.Get("uses") != nil { // the end of an action, which GitHub shows as a step of its own
				note("Post "+shown(step), true)
			}
		}
		note(shownJob(jobs.Keys[i].Text, job), idle || badEnd.MatchString(condition(job)))
	}
	return found
}

// isIdle says whether all that a step does is to bring tools, to keep files or to tell.
func isIdle(step *doc.Node) bool {
	if action := scalar(step.Get("uses")); action != "" {
		return helper.MatchString(action)
	}
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(scalar(step.Get("run")), "\\\n", " ")), "\n")
	return step.Get("shell") == nil && !slices.ContainsFunc(lines, func(line string) bool { return !installs.MatchString(strings.TrimSpace(line)) })
}

// shownJob is the name by which GitHub shows a job: its own, else its key.
func shownJob(key string, job *doc.Node) string { return cmp.Or(scalar(job.Get("name")), key) }

// shown is the name by which GitHub shows a step.
func shown(step *doc.Node) string {
	if name := scalar(step.Get("name")); name != "" {
		return name
	}
	first, _, _ := strings.Cut(strings.TrimSpace(scalar(step.Get("run"))+scalar(step.Get("uses"))), "\n")
	return "Run " + strings.TrimSpace(first)
}
