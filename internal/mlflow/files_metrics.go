package mlflow

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxLine is the longest line of a metric file that is read: a time, a value,
// a step, and perhaps a dataset's name and digest.
const maxLine = 16 << 10

// metrics reads the latest point of each of a run's metrics.
func (f *files) metrics(dir string, run *repro.Run) error {
	root := path.Join(dir, "metrics")
	return f.tree(root, func(name string) error {
		var latest repro.Point
		count := 0
		err := f.points(path.Join(root, name), func(point repro.Point) error {
			if count++; count == 1 || isLater(point, latest) {
				latest = point
			}
			return nil
		})
		if err != nil {
			return err
		}
		if count == 0 {
			return fmt.Errorf("%s: has no points in it", path.Join(root, name))
		}
		run.Metrics = append(run.Metrics, repro.Metric{Name: name, Value: latest.Value, Step: latest.Step, At: latest.At})
		return nil
	})
}

// isLater is MLflow's order of points: by step, then time, then value. The last
// line of a file need not be the latest point, and the latest not the best.
func isLater(a, b repro.Point) bool {
	if a.Step != b.Step {
		return a.Step > b.Step
	}
	if !a.At.Equal(b.At) {
		return a.At.After(b.At)
	}
	return a.Value > b.Value
}

func (f *files) MetricHistory(ctx context.Context, runID, metric string, each func(repro.Point) error) error {
	doing := fmt.Sprintf("read history of %s in run %s", shown(metric), runID)
	dir, err := f.runDir(runID)
	if err != nil {
		return lost(err, "%s", doing)
	}
	name := path.Join(dir, "metrics", metric)
	if !strings.HasPrefix(name, dir+"/metrics/") {
		return fmt.Errorf("%s: a metric's name does not lead out of its run", doing)
	}
	var refused error
	count := 0
	err = f.points(name, func(point repro.Point) error {
		if count++; count%10_000 == 0 && ctx.Err() != nil {
			refused = lost(ctx.Err(), "%s", doing)
		} else if count > maxHistory {
			refused = fmt.Errorf("%s: %w: more than %d points", doing, ErrLimit, maxHistory)
		} else {
			refused = each(point)
		}
		return refused
	})
	switch {
	case refused != nil:
		return refused
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return lost(err, "%s", doing)
}

// points reads a metric file line by line. When a model is logged, MLflow 3
// writes the points it already has once more; a server's database keeps no
// point twice, and so neither does this.
func (f *files) points(name string, each func(repro.Point) error) error {
	info, err := f.root.Stat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: is not a regular file", name)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	var last, latest string // lines
	var peak repro.Point
	for number := 1; lines.Scan(); number++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text == last || text == latest {
			continue
		}
		point, err := parsePoint(text)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
		if latest == "" || isLater(point, peak) {
			latest, peak = text, point
		}
		last = text
		if err := each(point); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%s: %w: a line of more than %d bytes", name, ErrLimit, maxLine)
	} else if err != nil {
		return fmt.Errorf("%s: %w", name, doc.Reason(err))
	}
	return nil
}

// parsePoint reads "TIME VALUE", "TIME VALUE STEP" or "TIME VALUE STEP DATASET
// DIGEST"; the time in milliseconds. MLflow itself forgets the step of the
// last form, which is read here as it was written.
func parsePoint(line string) (repro.Point, error) {
	fields := strings.Split(line, " ")
	if n := len(fields); n != 2 && n != 3 && n != 5 {
		return repro.Point{}, fmt.Errorf("%s: has %d fields where a point has 2, 3 or 5", shown(line), n)
	}
	ms, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return repro.Point{}, fmt.Errorf("time %s: not in milliseconds", shown(fields[0]))
	}
	value, err := parseValue(fields[1])
	if err != nil {
		return repro.Point{}, err
	}
	point := repro.Point{At: millis(ms), Value: value}
	if len(fields) > 2 {
		if point.Step, err = strconv.ParseInt(fields[2], 10, 64); err != nil {
			return repro.Point{}, fmt.Errorf("step %s: not a whole number", shown(fields[2]))
		}
	}
	return point, nil
}
