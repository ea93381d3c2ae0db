// Package archtest holds the house's one rule of building: imports point down. It reads the files instead of asking
// `go list`, whose cached answer would outlive a forbidden import.
package archtest
