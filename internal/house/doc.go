// Package house puts the rooms together: the one place that says which room is handed which other room's function, so
// that the binary and the tests of the door run the same house.
//
// It owns the wiring and what takes several rooms of one floor and changes nothing: the five books of an office. It opens
// nothing (database, blobs, keys and the mail server come from outside), runs nothing (the caller starts the runner), and
// has no rule of its own; an act that changes something across rooms is signoff's.
package house
