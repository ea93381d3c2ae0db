package authz

import (
	"sync"

	"trinhky/policies"
)

// embedded is read once per process: the files are in the binary.
var embedded = sync.OnceValues(func() (*Policy, error) { return Read(policies.FS) })

// Load gives a Policy with the embedded rules. Each call gives its own
// Policy, so that a Swap in one place changes no other.
func Load() (*Policy, error) {
	shared, err := embedded()
	if err != nil {
		return nil, err
	}
	p := &Policy{}
	p.Swap(shared)
	return p, nil
}
