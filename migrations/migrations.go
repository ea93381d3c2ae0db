// Package migrations embeds the numbered SQL of both databases: same names, same numbers, one folder each.
package migrations

import "embed"

// FS holds sqlite/ and postgres/.
//
//go:embed sqlite/*.sql postgres/*.sql
var FS embed.FS
