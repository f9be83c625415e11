package repro

// Tolerances say per metric how far a reproduction may be from its original.
// The zero value is the default for every metric.
type Tolerances struct {
	rules []rule
}

type rule struct{}
