// Package collect finds what a training made: the tracking run that carries its id, or
// else the metrics files that it wrote, and which of several is the original's counterpart.
//
// It refuses to guess. It never takes the newest run, nor a number that it cannot tie to
// this training: what fits alike is a doubt that lists what there is.
package collect
