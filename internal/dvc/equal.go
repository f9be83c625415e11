package dvc

import (
	"math/big"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// equal compares two values of params as DVC does, which is as Python's ==
// does after both files were read by YAML 1.2: 1 is 1.0 and true, order counts
// in lists and not in maps.
// https://github.com/treeverse/dvc/blob/main/dvc/dependency/param.py
func equal(a, b *doc.Node) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.Kind != b.Kind || len(a.Values) != len(b.Values):
		return false
	case a.Kind == doc.Scalar:
		return equalScalars(a.Value12(), b.Value12())
	}
	for i := range a.Values {
		other := b.Values[i]
		if a.Kind == doc.Map {
			other = b.Get(a.Keys[i].Text)
		}
		if other == nil || !equal(a.Values[i], other) {
			return false
		}
	}
	return true
}

func equalScalars(a, b doc.Value) bool {
	x, xOK := rational(a)
	y, yOK := rational(b)
	if xOK && yOK {
		return x.Cmp(y) == 0
	}
	if a.Type == doc.TypeInvalid || b.Type == doc.TypeInvalid {
		return false
	}
	if a.Type == doc.TypeFloat && a.Text == "nan" {
		return false // as in Python: a NaN always makes DVC run the stage
	}
	return a == b
}

// rational gives the exact number that Python compares.
func rational(v doc.Value) (*big.Rat, bool) {
	switch v.Type {
	case doc.TypeBool:
		if v.Text == "True" {
			return big.NewRat(1, 1), true
		}
		return new(big.Rat), true
	case doc.TypeInt:
		if i, ok := new(big.Int).SetString(v.Text, 10); ok {
			return new(big.Rat).SetInt(i), true
		}
	case doc.TypeFloat:
		if f, ok := v.Float(); ok {
			if r := new(big.Rat).SetFloat64(f); r != nil { // nil for NaN and the infinities
				return r, true
			}
		}
	}
	return nil, false
}

// show gives a value in a few words, for a sentence.
func show(node *doc.Node) string {
	const most = 40
	var text string
	switch {
	case node == nil:
		return "nothing"
	case node.Kind != doc.Scalar:
		return "another " + node.Kind.String()
	default:
		text = node.Value12().Text
	}
	return printable.Clip(text, most)
}
