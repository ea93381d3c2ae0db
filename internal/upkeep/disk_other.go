//go:build !unix

package upkeep

import "errors"

// room is not known where the system has no statfs.
func room(string) (free, size uint64, err error) {
	return 0, 0, errors.New("upkeep: the free room of a disk is not known on this system")
}
