package flow

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// defaultAlpha is what an Alpha of 0 stands for.
const defaultAlpha = 0.05

// criteria writes down, before anything is trained, all that decides the verdict:
// each line is an option and a value. What is built in stands there too, so that
// another release with other defaults has other criteria.
func criteria(s settings.Settings, policy repro.MetricPolicy) repro.Lines {
	var lines repro.Lines
	lines.Add("tolerances", rules(policy.Tolerances, repro.DefaultTolerance)...)
	lines.Add("material", rules(policy.Material, judge.DefaultMaterial)...)
	lines.Add("metrics", policy.Select...)
	lines.Add("metrics-source", policy.Source)
	lines.Add("metrics-file", policy.Files...)
	lines.Add("metrics-map", pairs(policy.Map)...)
	if s.Asked.Name != "" {
		lines.Add("run-name", s.Asked.Name)
	}
	lines.Add("match-tag", pairs(s.Asked.Tags)...)
	repeats := strconv.Itoa(max(s.Repeats, 1))
	if s.AutoRepeats {
		repeats = "auto, at most " + repeats
	}
	lines.Add("repeats", repeats)
	lines.Add("alpha", strconv.FormatFloat(cmp.Or(s.Alpha, defaultAlpha), 'g', -1, 64))
	lines.Add("challenge", s.Challenge)
	lines.Add("challenge-limit", s.ChallengeLimit.String())
	lines.Add("observe", s.Observe)
	if asksForModels(s.CompareModel) {
		lines.Add("compare-model", s.CompareModel)
	}
	if s.StopEarly {
		lines.Add("stop-early", "true")
	}
	if s.StopAfter > 0 {
		lines.Add("stop-after", strconv.Itoa(s.StopAfter))
	}
	lines.Add("ignore-params", s.IgnoreParams...)
	lines.Add("keep", s.Keep...)
	lines.Add("with", s.With...)
	if s.Environment.Rebuilt() {
		lines.Add("environment", s.Environment.What)
	}
	if s.Directory != "" {
		lines.Add("working-directory", s.Directory)
	}
	return lines
}

func pairs(m map[string]string) (texts []string) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		texts = append(texts, name+"="+m[name])
	}
	return texts
}

// rules are lines of tolerances, and the default where none is among them.
func rules(lines repro.Tolerances, builtIn string) (texts []string) {
	for _, line := range lines {
		texts = append(texts, line.Pattern+": "+line.Spec)
	}
	if !slices.ContainsFunc(lines, func(t repro.Tolerance) bool { return t.Pattern == "default" }) {
		texts = append(texts, "default: "+builtIn)
	}
	return texts
}
