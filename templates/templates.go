// Package templates embeds the files that people read: the pages, whose paths are their routes, and what they look like.
package templates

import "embed"

// FS holds pages/ (html/template) and static/ (served under names that carry a hash of their bytes).
//
//go:embed pages static
var FS embed.FS
