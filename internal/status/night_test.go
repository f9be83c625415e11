package status

import (
	"testing"
	"time"
)

func TestNextNight(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for name, test := range map[string]struct {
		every time.Duration
		due   []time.Time
		want  time.Time
	}{
		"not known how often":           {0, []time.Time{night(1)}, time.Time{}},
		"nothing is ever due":           {day, nil, time.Time{}},
		"overdue":                       {day, []time.Time{night(1), night(30)}, night(11).Add(2 * time.Hour)},
		"due since a day":               {day, []time.Time{night(10)}, night(11).Add(2 * time.Hour)},
		"due in the very minute":        {day, []time.Time{night(11)}, night(11).Add(2 * time.Hour)},
		"due a minute later":            {day, []time.Time{night(11).Add(time.Minute)}, night(12).Add(2 * time.Hour)},
		"due in some days":              {day, []time.Time{night(30), night(14).Add(-time.Hour)}, night(14).Add(2 * time.Hour)},
		"a week, and due in two nights": {7 * day, []time.Time{night(19)}, night(24).Add(2 * time.Hour)},
	} {
		if got := NextNight(night(10), test.every, test.due); !got.Equal(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestEvery(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		days []int
		want int
	}{
		"none": {nil, 0}, "one": {[]int{1}, 0}, "two": {[]int{1, 8}, 7}, "the longest of two": {[]int{1, 2, 8}, 6}, "daily": {[]int{1, 2, 3, 4}, 1}, "daily, with a gap": {[]int{1, 2, 9, 10, 11}, 1}, "weekly": {[]int{1, 8, 15, 22}, 7},
	} {
		var days []time.Time
		for _, day := range test.days {
			days = append(days, Day(night(day)))
		}
		if got := Every(days); got != time.Duration(test.want)*24*time.Hour {
			t.Errorf("%s: %v, want %d days", name, got, test.want)
		}
	}
}
