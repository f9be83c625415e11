// Package decimal computes with the shortest decimals that stand for float64
// values: exact differences, digits and the text that people read.
//
// Two different values never print equal.
package decimal
