// Package flowtest has an original and a tracking store for tests of the packages around it.
package flowtest
