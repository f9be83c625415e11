package doc

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Float is a float64 whose JSON may also be a string, which is how protobuf's
// JSON mapping, and so MLflow, writes what JSON has no number for: "NaN",
// "Infinity", "-Infinity". It writes those the same way. null is an error: a
// missing number is not zero.
// https://protobuf.dev/programming-guides/json/
type Float float64

// UnmarshalJSON reads a number, or a string that holds one.
func (f *Float) UnmarshalJSON(text []byte) error {
	value, err := parseFloat(unquoted(text))
	*f = Float(value)
	return err
}

// MarshalJSON writes a number where JSON has one, else protobuf's string.
func (f Float) MarshalJSON() ([]byte, error) {
	switch value := float64(f); {
	case math.IsNaN(value):
		return []byte(`"NaN"`), nil
	case math.IsInf(value, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(value, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return EncodeJSON(value, "")
	}
}

// Int is an int64 whose JSON may also be a string of digits: older MLflow
// servers write 64-bit integers so, newer ones as numbers. null reads as 0,
// which is what a server means that leaves the member out.
type Int int64

// UnmarshalJSON reads a whole number, or a string that holds one.
func (i *Int) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*i = 0
		return nil
	}
	value, err := parseInt(unquoted(text))
	*i = Int(value)
	return err
}

// unquoted takes the quotes off a JSON string. Numbers need no escapes, so a
// string with one stays as it is and is refused as a number.
func unquoted(text []byte) []byte {
	if len(text) >= 2 && text[0] == '"' {
		return text[1 : len(text)-1]
	}
	return text
}

func parseFloat(text []byte) (float64, error) {
	switch string(text) {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		return math.Inf(1), nil
	case "-Infinity":
		return math.Inf(-1), nil
	}
	if !jsonNumber(text) {
		return 0, fmt.Errorf("%.40q is not a number", text)
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err != nil { // out of range: ParseFloat has no other complaint about a JSON number
		return 0, fmt.Errorf("%.40q is out of a float64's range", text)
	}
	return value, nil
}

func parseInt(text []byte) (int64, error) {
	if !jsonNumber(text) {
		return 0, fmt.Errorf("%.40q is not a whole number", text)
	}
	value, err := strconv.ParseInt(string(text), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%.40q is out of an int64's range", text)
	case err != nil:
		return 0, fmt.Errorf("%.40q is not a whole number", text)
	}
	return value, nil
}

// jsonNumber holds text against JSON's number grammar, which is narrower than
// strconv's: no hexadecimal, no underscore, no leading plus or dot.
// https://www.rfc-editor.org/rfc/rfc8259#section-6
func jsonNumber(text []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(text) && text[n] >= '0' && text[n] <= '9' {
			n++
		}
		text = text[n:]
		return n > 0
	}
	skip := func(any string) bool {
		for i := range len(any) {
			if len(text) > 0 && text[0] == any[i] {
				text = text[1:]
				return true
			}
		}
		return false
	}
	skip("-")
	if !skip("0") && !digits() {
		return false
	}
	if skip(".") && !digits() {
		return false
	}
	if skip("eE") {
		skip("+-")
		if !digits() {
			return false
		}
	}
	return len(text) == 0
}
