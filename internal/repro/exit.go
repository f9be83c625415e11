package repro

// Exit codes: part of the contract, the same in every output format.
const (
	ExitReproduced  = 0
	ExitError       = 1
	ExitUsage       = 2
	ExitDrifted     = 3
	ExitUnverified  = 4
	ExitNotOver     = 5
	ExitInterrupted = 130
)

// An ExitCode is a status that the program ends with.
type ExitCode struct {
	Code    int
	Verdict Verdict // "" where it is no verdict's
	Meaning string
}

// ExitCodes is the closed set, from which the reference and the README's table
// are made.
var ExitCodes = []ExitCode{
	{ExitReproduced, Reproduced, "reproduced, or a verdict that `fail-on` does not name"},
	{ExitError, "", "an error before there was anything to judge"},
	{ExitUsage, "", "usage or configuration"},
	{ExitDrifted, Drifted, "drifted"},
	{ExitUnverified, Unverified, "could not verify"},
	{ExitNotOver, "", "the training that `finish` is for is not over: there is no verdict yet"},
	{ExitInterrupted, "", "interrupted"},
}

// ExitCode is the status the program ends with for a verdict that fails the
// check. --fail-on may turn it into 0, never into another code. A verdict that
// nobody knows is not verified.
func (v Verdict) ExitCode() int {
	for _, exit := range ExitCodes {
		if v != "" && exit.Verdict == v {
			return exit.Code
		}
	}
	return ExitUnverified
}
