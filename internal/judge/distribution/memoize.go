package distribution

import "sync"

// memoize is f, which computes each value once.
func memoize[K comparable](f func(K) float64) func(K) float64 {
	var known sync.Map
	return func(key K) float64 {
		if value, found := known.Load(key); found {
			return value.(float64)
		}
		value := f(key)
		known.Store(key, value)
		return value
	}
}
