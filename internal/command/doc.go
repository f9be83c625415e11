// Package command runs a training as a child process: one shell command, in a
// directory, with an environment that is given in full.
//
// It refuses to hand the child what belongs to the job around it (tokens,
// action inputs, the runner's command files) and it judges nothing: how the
// child ended is an Execution, not an error, and what it printed is untrusted
// text.
//
// One invariant: when Run returns, no process of the child's group is alive
// and the rest of the program can go on, whatever the child did with its
// output, its signals or its own children. A process that leaves the group
// (setsid, a container engine's daemon) is out of reach and is not followed.
package command
