//go:build !race

package main

import "testing"

// withoutRace has nothing to do: there is no race detector.
func withoutRace(*testing.T) bool { return false }
