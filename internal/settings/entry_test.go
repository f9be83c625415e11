package settings

import "testing"

// TestTrainingsOf: how many trainings a check makes is said by the option, else by the
// longest entry that fits, else by the defaults.
func TestTrainingsOf(t *testing.T) {
	t.Parallel()
	const file = "defaults: {repeats: 4}\nmodels:\n  churn-*: {repeats: 3}\n  churn-eu: {timeout: 2h}\n  price: {repeats: auto}\n"
	for _, test := range []struct {
		said, model string
		want        int
	}{
		{"", "fraud", 4}, {"", "churn-us", 3}, {"", "churn-eu", 4}, {"", "price", usualRepeats},
		{"5", "churn-us", 5}, {"5", "fraud", 5}, {"auto", "churn-us", usualRepeats}, {"1", "price", 1},
	} {
		said := Values{}
		if test.said != "" {
			said["repeats"] = test.said
		}
		values, err := said.OverConfig("c.yaml", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		s, err := values.Settings("list")
		if err != nil {
			t.Fatal(err)
		}
		s.Entries = Entries("c.yaml", []byte(file), said)
		if got := s.TrainingsOf(test.model); got != test.want {
			t.Errorf("%s with %q: %d trainings, want %d", test.model, test.said, got, test.want)
		}
	}
}
