package mlflow

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// parseValue reads a metric value as Python writes a float: 0.93, 1e-05, nan,
// inf, -inf. What fits no float64 is an error, and so is what only Go would
// call a number (0x1p-2, 1_000).
func parseValue(text string) (float64, error) {
	if len(text) > 400 || strings.ContainsAny(text, "xXpP_") {
		return 0, fmt.Errorf("value %s: not a number", shown(text))
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("value %s: not a number, or outside the range of a float64", shown(text))
	}
	return unclamp(value), nil
}

// unclamp undoes what MLflow's SQL stores do to the infinities: databases have
// none, so they are stored as the largest finite values.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/sqlalchemy_store.py (sanitize_metric_value)
func unclamp(value float64) float64 {
	switch value {
	case math.MaxFloat64:
		return math.Inf(1)
	case -math.MaxFloat64:
		return math.Inf(-1)
	}
	return value
}

// A label is an id or a version in an answer: a text, or a number from servers
// that write what looks like one as one.
type label string

// UnmarshalJSON accepts "7", 7 and null, which is "".
func (l *label) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if bytes.HasPrefix(data, []byte(`"`)) {
		return doc.DecodeJSON(bytes.NewReader(data), maxFile, (*string)(l))
	}
	var n doc.Int
	if err := n.UnmarshalJSON(data); err != nil {
		return err
	}
	*l = label(data)
	return nil
}

// millis is a time as MLflow writes it; 0 is no time.
func millis(ms int64) time.Time {
	if ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// shown quotes text from outside for an error.
func shown(text string) string { return printable.Quote(text, 80) }

// oneLine makes a server's text fit for an error.
func oneLine(text string) string { return printable.OneLine(text, 300) }
