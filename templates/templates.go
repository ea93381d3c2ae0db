// Package templates embeds the files that people read: the pages, whose paths are their routes, and what they look like.
package templates

import "embed"

// FS holds pages/ (html/template), static/ (served under names that carry a hash of their bytes) and official/ (the
// boilerplate of documents; templates/official/doc-truoc.txt says how a file of it is written). The scripts and
// the sheet in static/ are made out of scripts/ and styles/.
//
//go:generate go run ./bundle
//go:embed pages static official english
var FS embed.FS
