// Package system has what an operating system tells of a training while it runs: the events
// of its files, by inotify, and its processes of Python, by /proc. A system that tells
// none of it gives nothing, and package observe says that nobody looked.
package system
