// Package remedy says how the params of the original get to a training that did not
// take them: as an option of its command, through make, DVC or a script, or in a file;
// and which file has the metrics that nobody named.
//
// It words the way out of a refusal, and refuses nothing itself. It reads files of the
// project, and runs none.
package remedy
