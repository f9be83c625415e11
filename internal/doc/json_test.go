package doc_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// TestDecodeJSONIsStrict: every one of these is accepted by encoding/json, and
// every one would let a wrong number into a comparison.
func TestDecodeJSONIsStrict(t *testing.T) {
	t.Parallel()
	type metric struct {
		Key   string    `json:"key"`
		Value doc.Float `json:"value"`
		Step  doc.Int   `json:"step"`
	}
	for _, test := range []struct {
		name, text string
		want       metric
		fails      string
	}{
		{"plain", `{"key":"a","value":0.5,"step":3}`, metric{"a", 0.5, 3}, ""},
		{"unknown members are ignored", `{"key":"a","later":[{}],"value":1}`, metric{"a", 1, 0}, ""},
		{"blanks around", " \n{\"key\":\"a\"}\r\n", metric{Key: "a"}, ""},
		{"numbers as strings", `{"value":"1e-05","step":"9223372036854775807"}`, metric{Value: 1e-05, Step: math.MaxInt64}, ""},
		{"infinities as strings", `{"value":"-Infinity"}`, metric{Value: doc.Float(math.Inf(-1))}, ""},
		{"null step", `{"step":null}`, metric{}, ""},
		{"names differ by case", `{"Key":"A","VALUE":7,"key":"a"}`, metric{Key: "a"}, ""},

		{"a name twice", `{"value":0.9,"value":0.1}`, metric{}, `byte 13 in "/value": duplicate`},
		{"data after the document", `{"key":"a"}{"key":"b"}`, metric{}, "byte 11"},
		{"invalid UTF-8", "{\"key\":\"\xff\"}", metric{}, "UTF-8"},
		{"null value", `{"value":null}`, metric{}, `"null" is not a number`},
		{"bare NaN", `{"value":NaN}`, metric{}, "byte 9"},
		{"out of range", `{"value":1e400}`, metric{}, "range"},
		{"hexadecimal string", `{"value":"0x10"}`, metric{}, "not a number"},
		{"underscore in a string", `{"step":"1_000"}`, metric{}, "not a whole number"},
		{"fraction for a whole number", `{"step":1.5}`, metric{}, "not a whole number"},
		{"too big a whole number", `{"step":"9223372036854775808"}`, metric{}, "range"},
		{"string for an object", `"x"`, metric{}, "byte 0"},
		{"a web page", `<html>`, metric{}, "byte 0"},
		{"cut short", `{"key":"a"`, metric{}, "byte 10"},
		{"empty", ``, metric{}, "EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got metric
			err := doc.DecodeJSON(strings.NewReader(test.text), 1000, &got)
			if test.fails != "" {
				if err == nil || !strings.Contains(err.Error(), test.fails) {
					t.Fatalf("%s: got %+v, error %v; want an error with %q", test.text, got, err, test.fails)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("%s: got %+v, %v; want %+v", test.text, got, err, test.want)
			}
		})
	}
}

func TestFloatReadsNaN(t *testing.T) {
	t.Parallel()
	var got doc.Float
	if err := doc.DecodeJSON(strings.NewReader(`"NaN"`), 10, &got); err != nil || !math.IsNaN(float64(got)) {
		t.Errorf(`"NaN" is read as %v, %v`, got, err)
	}
}

func TestDecodeJSONStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	const text = `{"key":"value"}`
	for limit, fits := range map[int64]bool{int64(len(text)): true, int64(len(text)) - 1: false, 0: false} {
		var got map[string]string
		err := doc.DecodeJSON(iotest.OneByteReader(strings.NewReader(text)), limit, &got)
		if fits != (err == nil) || !fits && !errors.Is(err, doc.ErrTooLarge) {
			t.Errorf("%d bytes with a limit of %d: %v", len(text), limit, err)
		}
	}
}

func TestDecodeJSONTellsAFailedReadFromABadDocument(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	var got any
	err := doc.DecodeJSON(io.MultiReader(strings.NewReader(`{"a":`), iotest.ErrReader(broken)), 100, &got)
	if !errors.Is(err, broken) {
		t.Errorf("got %v; want the reader's own error in the chain", err)
	}
}

func TestEncodeJSON(t *testing.T) {
	t.Parallel()
	value := struct {
		Values map[string]doc.Float `json:"values"`
		HTML   string               `json:"html"`
		None   []string             `json:"none,omitempty"`
		Empty  []string             `json:"empty"`
	}{
		Values: map[string]doc.Float{
			"b": 1, "a": doc.Float(math.NaN()), "d": doc.Float(math.Inf(-1)), "c": 1e-07, "e": doc.Float(math.Inf(1)),
		},
		HTML: "<b>&\u2028",
	}
	const want = `{"values":{"a":"NaN","b":1,"c":1e-7,"d":"-Infinity","e":"Infinity"},"html":"<b>&` + "\u2028" + `","empty":[]}`
	for range 20 { // map order would show
		got, err := doc.EncodeJSON(value, "")
		if err != nil || string(got) != want {
			t.Fatalf("got %s, %v\nwant %s", got, err, want)
		}
	}
	got, err := doc.EncodeJSON(map[string]int{"a": 1}, "  ")
	if err != nil || string(got) != "{\n  \"a\": 1\n}" {
		t.Errorf("indented: got %q, %v", got, err)
	}
	if got, err := doc.EncodeJSON(math.NaN(), ""); err == nil {
		t.Errorf("a bare NaN is written as %s", got)
	}
}

type point struct {
	value float64
	step  int64
}

// history reads what a metric history looks like.
func history(text string, limit int64) (points []point, next string, err error) {
	err = doc.StreamJSON(strings.NewReader(text), limit, func(r *doc.JSONReader) error {
		return r.Object(func(name string) (err error) {
			switch name {
			case "metrics":
				return r.Array(func() error {
					var p point
					err := r.Object(func(name string) (err error) {
						switch name {
						case "value":
							p.value, err = r.Float()
						case "step":
							if !r.Null() {
								p.step, err = r.Int()
							}
						}
						return err
					})
					points = append(points, p)
					return err
				})
			case "next_page_token":
				next, err = r.Text()
			}
			return err
		})
	})
	return points, next, err
}

func TestStreamJSON(t *testing.T) {
	t.Parallel()
	points, next, err := history(`{"more":{"metrics":[1]},"metrics":[{"key":"a","value":0.5,"step":"7"},{},{"value":"-Infinity","step":null}],"next_page_token":"\u0041\n"}`+"\n", 1000)
	want := []point{{0.5, 7}, {}, {value: math.Inf(-1)}}
	if err != nil || next != "A\n" || !reflect.DeepEqual(points, want) {
		t.Errorf("got %v, %q, %v; want %v", points, next, err, want)
	}
	for text, fails := range map[string]string{
		``:                                   "EOF",
		`{"metrics":[{"value":1}`:            "EOF",
		`{"metrics":[{"value":1}]`:           "EOF",
		`{"metrics":[]} x`:                   "byte 15",
		`{"metrics":[]}{}`:                   "more data",
		`{"metrics":[],"metrics":[]}`:        "duplicate",
		`{"metrics":{}}`:                     "{ where [ is expected",
		`[]`:                                 "[ where { is expected",
		`{"metrics":[{"value":null}]}`:       "not a number",
		`{"metrics":[{"value":[1]}]}`:        "not a number",
		`{"metrics":[{"value":NaN}]}`:        "byte",
		`{"metrics":[{"step":1.0}]}`:         "whole number",
		`{"next_page_token":5}`:              "is expected",
		`{"a":"` + "\xff" + `"}`:             "UTF-8",
		`{"metrics":[{"value":1},]}`:         "byte",
		strings.Repeat("[", 20000):           "where { is expected",
		`{"a":` + strings.Repeat("[", 20000): "depth",
	} {
		if points, _, err := history(text, 100000); err == nil || !strings.Contains(err.Error(), fails) {
			t.Errorf("%.40s: got %v, %v; want an error with %q", text, points, err, fails)
		}
	}
	if _, _, err := history(`{"metrics":[{"value":0.25}]}`, 20); !errors.Is(err, doc.ErrTooLarge) {
		t.Errorf("past the limit: %v", err)
	}
}

func TestStreamJSONIsReadToTheEnd(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(*doc.JSONReader) error{
		"nothing":      func(*doc.JSONReader) error { return nil },
		"out of order": func(r *doc.JSONReader) error { return r.Array(func() error { return errors.New("stop") }) },
	} {
		if err := doc.StreamJSON(strings.NewReader(`[1]`), 10, read); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// BenchmarkStreamJSON reads a history as MLflow sends it, indented.
func BenchmarkStreamJSON(b *testing.B) {
	var text strings.Builder
	text.WriteString("{\n  \"metrics\": [")
	for i := range 10000 {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, "\n    {\n      \"key\": \"loss\",\n      \"value\": %v,\n      \"timestamp\": %d,\n      \"step\": %d\n    }", 1/(float64(i)+1.7), 1700000000000+i, i)
	}
	text.WriteString("\n  ]\n}")
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		points, _, err := history(text.String(), 1<<30)
		if err != nil || len(points) != 10000 {
			b.Fatal(len(points), err)
		}
	}
}
