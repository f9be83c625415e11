package collect

import (
	"fmt"
	"path"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file tells metrics files apart that hold the same names: it takes no
// number from a file of which nothing says that it is the original's.

// A metricsIndex is the names in some metrics files, and who has them.
type metricsIndex struct {
	files []metricsFile
	names map[string][]holder
	alike [][]string // files that hold the same names
	lost  []string   // files that could not be read
}

// A holder is a file that has a name, with what it has there.
type holder struct {
	*metricsFile
	value  float64
	number bool // it has one number of that name
}

func indexMetrics(files []metricsFile, lost []string, alike [][]string) metricsIndex {
	t := metricsIndex{files: files, names: map[string][]holder{}, alike: alike, lost: lost}
	for i := range files {
		file, own := &files[i], map[string]holder{}
		for _, value := range file.content.Skipped {
			own[value.Name] = holder{metricsFile: file}
		}
		for _, name := range file.content.Twice {
			own[name] = holder{metricsFile: file}
		}
		for _, metric := range file.content.Metrics {
			own[metric.Name] = holder{file, metric.Value, true}
		}
		for name, holds := range own {
			t.names[name] = append(t.names[name], holds)
		}
	}
	return t
}

// holders gives the files that have a name, written alone or as FILE:NAME, and
// the name alone.
func (t metricsIndex) holders(target string) (holders []holder, name string) {
	for i, c := range target {
		if c != ':' {
			continue
		}
		for _, holds := range t.names[target[i+1:]] {
			if holds.path == target[:i] {
				return []holder{holds}, target[i+1:]
			}
		}
	}
	return t.names[target], target
}

// doubt says why nobody can tell whose value a name has; "" where one file
// alone can have it, or all agree.
func (t metricsIndex) doubt(target string) string {
	holders, name := t.holders(target)
	for i, one := range holders {
		if slices.Contains(one.content.Twice, name) {
			return fmt.Sprintf("the metric %s is twice in %s, with different values", name, one.path)
		}
		for _, other := range holders[i+1:] {
			if sameUpload(*one.metricsFile, *other.metricsFile) {
				return fmt.Sprintf("what was uploaded as %s may be %s or %s", path.Base(one.path), one.path, other.path)
			}
		}
	}
	switch lost := t.sibling(holders); {
	case !agree(holders):
		return fmt.Sprintf("the metric %s is in %s", name, wording.List(valuesOf(holders)))
	case lost != "" && name == target:
		return fmt.Sprintf("the metric %s is in %s, and perhaps in %s, which could not be read", name, wording.List(valuesOf(holders)), lost)
	}
	return ""
}

// twice says whether one file has the name at two places: its path tells
// nothing apart then.
func (t metricsIndex) twice(target string) bool {
	holders, name := t.holders(target)
	return slices.ContainsFunc(holders, func(one holder) bool { return slices.Contains(one.content.Twice, name) })
}

// agree says whether all files have the same number.
func agree(holders []holder) bool {
	return !slices.ContainsFunc(holders, func(one holder) bool {
		return one.number != holders[0].number || !decimal.SameValue(one.value, holders[0].value)
	})
}

// sibling is a file that was not read and must have the same names as one of
// the holders, or may; "" for none.
func (t metricsIndex) sibling(holders []holder) string {
	for _, lost := range t.lost {
		alike := func(group []string) bool {
			return slices.Contains(group, lost) && slices.ContainsFunc(holders, func(one holder) bool { return slices.Contains(group, one.path) })
		}
		if len(holders) > 0 && (dvc.Templated(lost) || slices.ContainsFunc(t.alike, alike)) {
			return lost
		}
	}
	return ""
}

// metrics gives every number once: under its name where all files that have it
// agree, else under FILE:NAME. One that the map gives with its file is there
// under that as well. What this training did not write counts only where it
// wrote no file that has the name.
func (t metricsIndex) metrics(mapped map[string]string) repro.Metrics {
	values := map[string]float64{}
	for name, all := range t.names {
		for _, one := range current(all) {
			switch {
			case !one.number:
			case agree(all):
				values[name] = one.value
			default:
				values[one.path+":"+name] = one.value
			}
		}
	}
	for _, target := range mapped {
		if holders, name := t.holders(target); name != target && holders[0].number {
			values[target] = holders[0].value
		}
	}
	return repro.NewMetrics(values)
}

// current are the holders that this training wrote; all, where it wrote none.
func current(holders []holder) []holder {
	wrote := slices.DeleteFunc(slices.Clone(holders), func(one holder) bool { return !one.wrote })
	if len(wrote) == 0 {
		return holders
	}
	return wrote
}

func valuesOf(holders []holder) []string {
	texts := make([]string, len(holders))
	for i, one := range holders {
		texts[i] = one.path + " (no number)"
		if one.number {
			texts[i] = fmt.Sprintf("%s (%s)", one.path, strconv.FormatFloat(one.value, 'g', -1, 64))
		}
	}
	return texts
}

// tell takes each metric from the file that has it. Where the verdict would
// rest on one that nobody can tell apart, c.ambiguous says so.
func (c *Collected) tell(plan repro.Plan, files metricsIndex, absent []string) {
	var from []string
	names := map[*metricsFile][]string{}
	gone, judged := false, judge.Judges(plan.Metrics)
	for _, metric := range plan.Original.Metrics {
		target := metric.Name
		if mapped, ok := plan.Metrics.Map[metric.Name]; ok {
			target = mapped
		}
		holders, name := files.holders(target)
		for _, one := range holders {
			c.Warnings = append(c.Warnings, one.content.Notes(one.path, func(skipped string) bool { return skipped == name })...)
		}
		if !judged(metric.Name) {
			continue
		}
		switch why := files.doubt(target); {
		case why == "" || c.Ambiguous != "":
		case files.twice(target):
			c.Ambiguous = why + "; rename one of the two keys, for no option tells them apart"
		default:
			c.Ambiguous = fmt.Sprintf("%s, and nothing says which is the original's; name it with --metrics-file FILE, or with --metrics-map %s", why, wording.Quote(metric.Name+"=FILE:"+name))
		}
		for _, one := range current(holders) {
			from = append(from, one.path)
			names[one.metricsFile] = append(names[one.metricsFile], name)
			if !one.wrote {
				c.Stale = append(c.Stale, one.path)
			}
			if one.restored && !slices.Contains(c.Restored, one.path) {
				c.Restored = append(c.Restored, one.path)
			}
		}
		gone = gone || len(holders) == 0
	}
	if len(from) == 0 { // no name is the original's, and none of the files is less to blame than another
		for _, file := range files.files {
			from = append(from, file.path)
			if !file.wrote {
				c.Stale = append(c.Stale, file.path)
			}
		}
	}
	for file, told := range names {
		if where := stoodAs(*file, told); where != "" {
			c.Stood = append(c.Stood, file.path+" in "+where)
			c.Told = append(c.Told, file.path)
		}
	}
	slices.Sort(c.Stood)
	slices.Sort(from)
	slices.Sort(c.Stale)
	c.Stale = slices.Compact(c.Stale)
	c.Wrote = len(c.Stale) == 0
	c.Files = slices.Compact(from)
	c.Run = repro.Run{Metrics: files.metrics(plan.Metrics.Map), From: wording.List(c.Files)}
	for _, lost := range files.lost {
		if gone {
			why := "could not be read"
			if slices.Contains(absent, lost) {
				why = "was taken away before the training, which did not write it"
			}
			c.Warnings = append(c.Warnings, "the metrics file "+lost+" "+why)
		}
	}
}
