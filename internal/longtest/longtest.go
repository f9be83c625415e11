// Package longtest says how much a test does that counts by thousands: all of it in
// `make test`, which has the build tag long, and a few in the `go test ./...` of a
// developer and under the race detector.
package longtest

import "testing"

// Of gives how many of something a test tries: all, or few where time is short.
func Of(all, few int) int {
	if tagged && !testing.Short() {
		return all
	}
	return few
}
