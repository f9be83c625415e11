package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// RunContextVariable is the environment variable whose tags MLflow's fluent
// API puts on every run that it starts.
// https://github.com/mlflow/mlflow/blob/master/mlflow/tracking/context/system_environment_context.py
const RunContextVariable = "MLFLOW_RUN_CONTEXT"

const maxRunContext = 64 << 10 // far below what one environment variable may hold on Linux

var errRunContext = errors.New("merge our tags into " + RunContextVariable)

// RunContext merges tags into the value that the variable already has, which
// may be empty, and gives the new value: a JSON object with sorted keys. Our
// tags replace those of the same name; other values stay as they were written.
// A value that is no JSON object is an error, because to drop somebody's tags
// or ours would both be silent. The value itself is never quoted in an error.
func RunContext(existing string, tags map[string]string) (string, error) {
	merged, err := decodeObject(existing)
	if err != nil {
		return "", fmt.Errorf("%w: its present value is not a plain JSON object (%w); unset it, or write it like {\"team\": \"churn\"}", errRunContext, err)
	}
	for name, value := range tags {
		text, err := encode(value)
		if err != nil {
			return "", fmt.Errorf("%w: tag %s: %w", errRunContext, name, err)
		}
		merged[name] = text
	}
	text, err := encode(merged)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errRunContext, err)
	}
	if len(text) > maxRunContext {
		return "", fmt.Errorf("%w: %d bytes; at most %d, shorten its present value", errRunContext, len(text), maxRunContext)
	}
	return string(text), nil
}

// decodeObject reads one JSON object and nothing after it, keeping each value
// as written. A name that stands there twice is an error, not a choice.
func decodeObject(text string) (map[string]json.RawMessage, error) {
	object := map[string]json.RawMessage{}
	if strings.TrimSpace(text) == "" {
		return object, nil
	}
	if len(text) > maxRunContext {
		return nil, fmt.Errorf("%d bytes long", len(text))
	}
	if !json.Valid([]byte(text)) {
		return nil, errors.New("invalid JSON")
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("another kind of value")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if !ok {
			return nil, errors.New("a name that is no string")
		}
		if _, twice := object[name]; twice {
			return nil, errors.New("the same name twice")
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		object[name] = value
	}
	if _, err := decoder.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more after the object")
	}
	return object, nil
}

// encode writes JSON without HTML escapes: the value is read by people too.
func encode(value any) (json.RawMessage, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(text.Bytes()), nil
}
