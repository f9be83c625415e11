package system

import (
	"time"

	"golang.org/x/sys/unix"
)

// clock is the one that Python's times are of, in microseconds.
func clock() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return 0
	}
	return now.Nano() / 1000
}

// At gives a time of a file as observations have their times, in microseconds.
func At(when time.Time) int64 { return clock() - time.Since(when).Microseconds() }
