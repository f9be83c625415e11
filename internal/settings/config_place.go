package settings

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/judge"
)

// This file says where in a configuration file a fault stands, down to the line of a list,
// of a map or of a text of several lines.

// at is a place as editors take it: FILE:LINE:COLUMN.
func at(file string, node *doc.Node) string {
	return fmt.Sprintf("%s:%d:%d", file, node.Line, node.Column)
}

// checkValue says what is wrong with a setting, and where: with one of its parts, or with
// all of it together.
func checkValue(file string, data []byte, option Option, node *doc.Node, text string) []error {
	whole := faultOf(option, text)
	if whole == nil {
		return nil
	}
	var found []error
	for i, line := range strings.Split(text, "\n") {
		if fault := faultOf(option, line); fault != nil {
			found = append(found, fmt.Errorf("%s: %w", placeOf(file, data, node, i, line, fault), named(option, fault)))
		}
	}
	if found == nil {
		found = append(found, fmt.Errorf("%s: %w", at(file, node), named(option, whole)))
	}
	return found
}

// faultOf reads one value as a check would; nil where it can be read.
func faultOf(option Option, text string) error {
	_, err := Values{option.Name: text}.ActionSettings("run")
	return err
}

// named is a fault with the setting's name before it, and without a line of the text.
func named(option Option, fault error) error {
	var tolerance *judge.ToleranceError
	if errors.As(fault, &tolerance) {
		return fmt.Errorf("%s: %s", option.Name, tolerance.Fault)
	}
	return fault
}

// placeOf is where the i-th line of a setting stands.
func placeOf(file string, data []byte, node *doc.Node, i int, line string, fault error) string {
	switch node.Kind {
	case doc.Map:
		var tolerance *judge.ToleranceError
		if errors.As(fault, &tolerance) && tolerance.Column > 0 && tolerance.Column <= utf8.RuneCountInString(node.Keys[i].Text) {
			return at(file, node.Keys[i])
		}
		return at(file, node.Values[i])
	case doc.List:
		return at(file, node.Values[i])
	}
	lines := strings.Split(string(data), "\n")
	if of := node.Line + i; node.Quoted && node.Raw == "" && of < len(lines) && strings.TrimSpace(lines[of]) == strings.TrimSpace(line) {
		return fmt.Sprintf("%s:%d:%d", file, of+1, 1+len(lines[of])-len(strings.TrimLeft(lines[of], " ")))
	}
	return at(file, node)
}
