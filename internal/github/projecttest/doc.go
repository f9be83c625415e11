// Package projecttest sets the stage for tests of the packages around it: a project
// with one model version in a repository on the double of GitHub, the plan to
// reproduce it, and a clock that takes no time.
//
// One invariant: all processes of a test, and its GitHub, live by the same clock.
package projecttest
