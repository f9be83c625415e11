// Package action is what comes in and what goes out: one table of options that
// drives the flags, the action's inputs, action.yml and the reference page;
// the settings they add up to; and the runner's outputs, summary, masks and
// annotations.
//
// It is the only place that knows it may be running inside GitHub Actions, and
// the only home of go-githubactions. It refuses a value that is not clear
// rather than guess, and reports all problems at once. No value it writes can
// set another output or start a workflow command.
package action
