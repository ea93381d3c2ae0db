// Package fault holds the only errors a person sees: a code and a Vietnamese sentence.
//
// A refusal names what stands in the way (Reasons), never what the machine was doing: the cause goes to the log.
package fault
