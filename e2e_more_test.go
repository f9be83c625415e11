//go:build unix && more

package main

import "testing"

// TestEndToEndMore tells the stories of testdata/script/more, as TestEndToEnd tells those of a
// first hour with the program: further trainings that did not happen, other shapes of projects
// and of what they log, what went into a training, software that is rebuilt, models that are
// compared, and causes that take trainings to know.
func TestEndToEndMore(t *testing.T) {
	t.Parallel()
	tellStories(t, "testdata/script/more")
}
