// Package lend gives a training files of the user's clone that git does not have: data that
// is ignored, settings, credentials. It copies them into the place of the training; no link
// is made through which a training could write to the user's data.
//
// What is tracked, a program, a Python environment and what a training makes itself are not
// lent: the code is the commit's, and the numbers are the training's own.
package lend
