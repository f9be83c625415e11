// Package othercode says whether a training may have run other code than the
// commit's: a program outside of the checkout, modules that Python finds elsewhere
// first, links that lead out, paths of the user's clone.
//
// It reads and changes nothing, but gives an environment in which imports from the
// clone lead to the checkout. What it cannot see, such as a container, is no doubt.
package othercode
