// Package runner is the GitHub Actions runner that this process may be a step of:
// its environment, the event that started the workflow, the action's inputs and
// outputs, annotations, masks and the job summary.
//
// It is the only home of go-githubactions. No value it writes can set another
// output or start a workflow command.
package runner
