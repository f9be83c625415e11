// Package progress tells a waiting person what is going on: finished steps, the
// training's output, and how long a wait has lasted.
//
// It writes to one stream, standard error, and decides nothing. It prints no line
// of a training as it came: secrets are hidden and control characters made visible.
package progress
