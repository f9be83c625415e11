// Package literal reads what Python prints, a number, a text, a list or a dict, as a value,
// compares such values, and prints them as Python does.
package literal
