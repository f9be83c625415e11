package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// historyPage is what MLflow's own client asks for. Leaving it out makes
// servers from 3.1.1 to 3.13 answer with nothing and a token for the same.
// https://github.com/mlflow/mlflow/issues/23916
const historyPage = 25_000

// maxHistoryBody is the largest history in one answer. Servers before 3.1.1
// know no pages and send a metric's whole life at once.
const maxHistoryBody = 8 << 30

func (s *server) MetricHistory(ctx context.Context, runID, metric string, each func(repro.Point) error) error {
	doing := fmt.Sprintf("read history of %s in run %s", shown(metric), runID)
	if !repro.IsRunID(runID) {
		return notARun(runID)
	}
	req := rest.Request{Doing: doing, Path: api + "/metrics/get-history", Query: url.Values{
		"run_id": {runID}, "metric_key": {metric}, "max_results": {strconv.Itoa(historyPage)},
	}}
	history := history{metric: metric, each: each}
	seen := map[string]bool{}
	for {
		history.turn()
		err := s.Do(ctx, req, func(body io.Reader) error {
			return s.Garbled(history.read(body))
		})
		switch next := history.next; {
		case history.refused != nil:
			return history.refused
		case err != nil:
			return err
		case next == "":
			return nil
		case history.points == 0 || seen[next]:
			return s.Strange(doing, "pages that do not end, as MLflow 3.1.1 to 3.13 may (upgrade it)")
		default:
			seen[next] = true
			req.Query.Set("page_token", next)
		}
	}
}

// history reads pages of a metric's history and hands the points on. Points
// wait in a buffer of one page, so that a page that breaks off can be asked for
// again; a page larger than that is handed on as it comes, and cannot.
type history struct {
	metric string
	each   func(repro.Point) error

	buffer  []repro.Point
	points  int    // of this page
	total   int    // handed on, of all pages
	handed  bool   // part of this page is out of our hands
	next    string // the token of the page after it
	refused error  // what each answered
}

// turn starts a new page.
func (h *history) turn() { h.handed, h.next, h.points = false, "", 0 }

func (h *history) read(body io.Reader) error {
	if h.handed {
		return errors.New("the answer broke off in the middle and cannot be taken up again")
	}
	h.buffer, h.points, h.next = h.buffer[:0], 0, "" // this may be a second try
	point := repro.Point{}
	valued := false
	err := doc.StreamJSON(body, maxHistoryBody, func(t *doc.JSONReader) error {
		field := func(name string) error {
			if t.Null() {
				return nil
			}
			var err error
			switch name {
			case "key":
				var key string
				if key, err = t.Text(); err == nil && key != h.metric {
					return fmt.Errorf("a point of %s among those of %s", shown(key), shown(h.metric))
				}
			case "value":
				point.Value, err = t.Float()
				point.Value, valued = unclamp(point.Value), true
			case "step":
				point.Step, err = t.Int()
			case "timestamp":
				var ms int64
				ms, err = t.Int()
				point.At = millis(ms)
			}
			return err
		}
		item := func() error {
			point, valued = repro.Point{}, false
			if err := t.Object(field); err != nil {
				return err
			}
			if !valued {
				return errors.New("a point without a value")
			}
			return h.take(point)
		}
		return t.Object(func(name string) error {
			switch {
			case name == "metrics" && !t.Null():
				return t.Array(item)
			case name == "next_page_token" && !t.Null():
				token, err := t.Text()
				h.next = token
				return err
			}
			return nil
		})
	})
	if h.refused != nil {
		return h.refused
	}
	if err != nil {
		return err
	}
	return h.flush()
}

func (h *history) take(point repro.Point) error {
	h.points++
	h.buffer = append(h.buffer, point)
	if len(h.buffer) < historyPage {
		return nil
	}
	return h.flush()
}

func (h *history) flush() error {
	for _, point := range h.buffer {
		h.handed = true
		h.total++
		if h.total > maxHistory {
			h.refused = fmt.Errorf("read history of %s: %w: more than %d points", shown(h.metric), ErrLimit, maxHistory)
		} else {
			h.refused = h.each(point)
		}
		if h.refused != nil {
			return h.refused
		}
	}
	h.buffer = h.buffer[:0]
	return nil
}
