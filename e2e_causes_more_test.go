//go:build unix && more

package main

import "testing"

// TestEndToEndCausesMore plants the situations of testdata/scenarios/more, as
// TestEndToEndCauses does those of the folder above: they were thought of
// before anybody looked at what the diagnosis would make of them.
func TestEndToEndCausesMore(t *testing.T) {
	t.Parallel()
	plantAll(t, "testdata/scenarios/more")
}
