// Package placeholder puts the params of a run into a run command, where that names them
// in braces: {lr} for one, {hydra} and {mlproject} for many as overrides.
//
// A value is a text that a tracking server had. Each becomes one word of the shell, and
// is refused where a program would read it as shell text once more. What stands in quotes
// is nobody's placeholder and stays as it is.
package placeholder
