// Package action is one step of a workflow: it reads the action's inputs and the
// event, does what command: says, and publishes the result as comment, commit
// status, job summary and outputs.
//
// The configuration it follows is the base branch's, never a pull request's. Code of
// a fork is not trained. What cannot be published is a warning and changes no
// verdict.
package action
