// Package app is one run of the program, as far as the command line and the action
// share it: what it takes from the operating system, the registry it opens, the
// reproduction it builds, what it saves and prints, and its exit code.
//
// It knows neither flags nor inputs: package cli and package action import it, and
// it imports neither of them. No secret it was given leaves by a stream or a file.
package app
