// Package policies embeds what an office may read and change without touching code: who may do what (model.conf,
// policy.csv), the sign-off chains, the rule sets of thể thức, the kinds of document and the words of Nơi nhận.
package policies

import "embed"

// FS holds every policy file under the path it has in the repository.
//
//go:embed model.conf policy.csv recipients.yaml tasks.yaml holidays.yaml clocks.yaml retention.yaml chains/*.yaml formats/*.yaml kinds/*.yaml
var FS embed.FS
