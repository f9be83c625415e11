package placeholder

// A Filled is a run command with the params in it.
type Filled struct {
	Command  string
	Passed   []string // the params that it passes
	Warnings []string
}
