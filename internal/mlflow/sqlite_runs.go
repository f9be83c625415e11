//go:build !nosqlite

package mlflow

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func (d *database) Run(ctx context.Context, id string) (repro.Run, error) {
	if !repro.IsRunID(id) {
		return repro.Run{}, notARun(id)
	}
	runs, err := d.load(ctx, []string{id})
	if err == nil && len(runs) != 1 {
		err = fmt.Errorf("%w in %s", ErrNotFound, d.path)
	}
	return runs[id], lost(err, "read run %s", id)
}

func (d *database) Runs(ctx context.Context, ids []string) (map[string]repro.Run, error) {
	found := make(map[string]repro.Run, len(ids))
	for batch := range slices.Chunk(ids, runBatch) {
		runs, err := d.load(ctx, batch)
		if err != nil {
			return nil, lost(err, "read %d runs", len(batch))
		}
		maps.Copy(found, runs)
	}
	return found, nil
}

// load reads runs whole, in one transaction: a run that is being written is
// seen at one moment.
func (d *database) load(ctx context.Context, ids []string) (map[string]repro.Run, error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, explain(err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read: there is nothing to undo
	runs := map[string]*loading{}
	for _, read := range []func(context.Context, *sql.Tx, []string, map[string]*loading) error{
		d.loadInfos, d.loadParams, d.loadTags, d.loadMetrics, d.loadDatasets,
	} {
		if err := read(ctx, tx, ids, runs); err != nil {
			return nil, err
		}
	}
	found := make(map[string]repro.Run, len(runs))
	for id, run := range runs {
		run.Params = repro.NewParams(run.params)
		found[id] = settleRun(run.Run)
	}
	return found, nil
}

// loading is a run while its parts come in.
type loading struct {
	repro.Run
	params map[string]string
}

func (d *database) loadInfos(ctx context.Context, tx *sql.Tx, ids []string, runs map[string]*loading) error {
	where, args := d.scope("experiments", "e")
	return d.each(ctx, tx, func(rows *sql.Rows) error {
		var id, name, status, lifecycle, experiment sql.NullString
		var started, ended sql.NullInt64
		if err := rows.Scan(&id, &name, &status, &lifecycle, &experiment, &started, &ended); err != nil {
			return err
		}
		runs[id.String] = &loading{params: map[string]string{}, Run: repro.Run{
			ID: id.String, Name: name.String, Status: repro.RunStatus(status.String), Deleted: lifecycle.String == "deleted",
			ExperimentID: experiment.String, Started: millis(started.Int64), Ended: millis(ended.Int64),
			Tags: map[string]string{}, Metrics: repro.Metrics{},
		}}
		return nil
	}, `SELECT r.run_uuid, r.name, r.status, r.lifecycle_stage, CAST(r.experiment_id AS TEXT), r.start_time, r.end_time
		FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
		WHERE `+where+` AND r.run_uuid IN (`+places(len(ids))+`)`, append(args, anys(ids)...)...)
}

func (d *database) loadParams(ctx context.Context, tx *sql.Tx, ids []string, runs map[string]*loading) error {
	return d.loadPairs(ctx, tx, "params", ids, func(id, key, value string) {
		if run, ok := runs[id]; ok {
			run.params[key] = value
		}
	})
}

func (d *database) loadTags(ctx context.Context, tx *sql.Tx, ids []string, runs map[string]*loading) error {
	return d.loadPairs(ctx, tx, "tags", ids, func(id, key, value string) {
		if run, ok := runs[id]; ok {
			run.Tags[key] = value
		}
	})
}

func (d *database) loadPairs(ctx context.Context, tx *sql.Tx, table string, ids []string, keep func(id, key, value string)) error {
	return d.each(ctx, tx, func(rows *sql.Rows) error {
		var id, key, value sql.NullString
		err := rows.Scan(&id, &key, &value)
		keep(id.String, key.String, value.String)
		return err
	}, "SELECT run_uuid, key, value FROM "+table+" WHERE run_uuid IN ("+places(len(ids))+")", anys(ids)...)
}

func (d *database) loadMetrics(ctx context.Context, tx *sql.Tx, ids []string, runs map[string]*loading) error {
	return d.each(ctx, tx, func(rows *sql.Rows) error {
		var id, key sql.NullString
		point, err := scanPoint(rows, &id, &key)
		if run, ok := runs[id.String]; ok && err == nil {
			run.Metrics = append(run.Metrics, repro.Metric{Name: key.String, Value: point.Value, Step: point.Step, At: point.At})
		}
		return err
	}, "SELECT run_uuid, key, value, timestamp, step, is_nan FROM latest_metrics WHERE run_uuid IN ("+places(len(ids))+")", anys(ids)...)
}

// scanPoint reads value, timestamp, step and is_nan behind other columns. NaN
// is a flag beside a value of 0, as databases have no NaN either.
func scanPoint(rows *sql.Rows, before ...any) (repro.Point, error) {
	var value sql.NullFloat64
	var ms, step sql.NullInt64
	var isNaN sql.NullBool
	if err := rows.Scan(append(before, &value, &ms, &step, &isNaN)...); err != nil {
		return repro.Point{}, err
	}
	point := repro.Point{Step: step.Int64, At: millis(ms.Int64), Value: unclamp(value.Float64)}
	if isNaN.Bool || !value.Valid {
		point.Value = math.NaN()
	}
	return point, nil
}

func (d *database) loadDatasets(ctx context.Context, tx *sql.Tx, ids []string, runs map[string]*loading) error {
	if !d.columns["inputs.destination_id"] || !d.columns["datasets.digest"] {
		return nil
	}
	profile := "NULL"
	if d.columns["datasets.dataset_profile"] {
		profile = "s.dataset_profile"
	}
	return d.each(ctx, tx, func(rows *sql.Rows) error {
		var id, name, digest, source, profile, context sql.NullString
		err := rows.Scan(&id, &name, &digest, &source, &profile, &context)
		if run, ok := runs[id.String]; ok {
			run.Datasets = append(run.Datasets, repro.Dataset{Name: name.String, Digest: digest.String, Source: source.String, Context: context.String, Profile: profile.String})
		}
		return err
	}, `SELECT i.destination_id, s.name, s.digest, s.dataset_source, `+profile+`,
			(SELECT t.value FROM input_tags t WHERE t.input_uuid = i.input_uuid AND t.name = ?)
		FROM inputs i JOIN datasets s ON s.dataset_uuid = i.source_id
		WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id IN (`+places(len(ids))+`)`,
		append([]any{datasetContextTag}, anys(ids)...)...)
}

func (d *database) FindRuns(ctx context.Context, query RunQuery) ([]repro.Run, error) {
	const doing = "search runs"
	where, args := d.scope("experiments", "e")
	where += " AND r.lifecycle_stage = 'active'"
	if len(query.ExperimentIDs) > 0 {
		where += " AND CAST(r.experiment_id AS TEXT) IN (" + places(len(query.ExperimentIDs)) + ")"
		args = append(args, anys(query.ExperimentIDs)...)
	} else {
		where += " AND e.lifecycle_stage = 'active'"
	}
	if !query.Since.IsZero() {
		where, args = where+" AND r.start_time >= ?", append(args, query.Since.UnixMilli())
	}
	if query.Begins != "" {
		where, args = where+" AND r.run_uuid LIKE ?", append(args, query.Begins+"%")
	}
	for _, key := range slices.Sorted(maps.Keys(query.Tags)) {
		where += " AND EXISTS (SELECT 1 FROM tags t WHERE t.run_uuid = r.run_uuid AND t.key = ? AND t.value = ?)"
		args = append(args, key, query.Tags[key])
	}
	var ids []string
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT r.run_uuid FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
		WHERE `+where+` ORDER BY r.start_time DESC, r.run_uuid LIMIT `+strconv.Itoa(query.limit()), args...)
	if err != nil {
		return nil, lost(err, doing)
	}
	found, err := d.Runs(ctx, ids)
	if err != nil {
		return nil, lost(err, doing)
	}
	var runs []repro.Run
	for _, id := range ids {
		if run, ok := found[id]; ok && query.matches(run) {
			runs = append(runs, run)
		}
	}
	return runs, nil
}

func (d *database) Experiments(ctx context.Context) ([]Experiment, error) {
	where, args := d.scope("experiments", "e")
	var experiments []Experiment
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		var id, name, lifecycle sql.NullString
		err := rows.Scan(&id, &name, &lifecycle)
		experiments = append(experiments, Experiment{ID: id.String, Name: name.String, Deleted: lifecycle.String == "deleted"})
		if err == nil {
			err = bounded(len(experiments), maxExperiments, "experiments")
		}
		return err
	}, `SELECT CAST(e.experiment_id AS TEXT), e.name, e.lifecycle_stage FROM experiments e WHERE `+where+` ORDER BY 1`, args...)
	return experiments, lost(err, "list experiments")
}

func (d *database) MetricHistory(ctx context.Context, runID, metric string, each func(repro.Point) error) error {
	doing := fmt.Sprintf("read history of %s in run %s", shown(metric), runID)
	if _, err := d.Run(ctx, runID); err != nil {
		return lost(err, "%s", doing)
	}
	var refused error
	count := 0
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		point, err := scanPoint(rows)
		if count++; err == nil && count > maxHistory {
			err = fmt.Errorf("%w: more than %d points", ErrLimit, maxHistory)
		}
		if err == nil {
			refused = each(point)
			err = refused
		}
		return err
	}, `SELECT value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? AND key = ? ORDER BY timestamp, step, value`, runID, metric)
	if refused != nil {
		return refused
	}
	return lost(err, "%s", doing)
}
