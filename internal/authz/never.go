package authz

import "strings"

// never says why a role may not hold an act under any policy, or "" when the
// policy file decides.
func never(role, act string) string {
	switch role {
	case Administrator:
		if strings.HasPrefix(act, "document.") || strings.HasPrefix(act, "delivery.") {
			return "an administrator sees no content and handles no document"
		}
		if act == RegisterOpenApprove {
			return "an administrator opens a series under someone else's approval"
		}
	case Clerk:
		switch act {
		case DocumentCreate, DocumentEdit, DocumentSubmit, DocumentApprove, DocumentCheckFormat, DocumentSign:
			return "a văn thư numbers and seals, so never drafts, approves or signs (NĐ 30/2020 Art. 12, 32)"
		case RegisterOpenApprove:
			return "a văn thư edits a series under someone else's approval"
		}
	}
	if sealing[act] && role != Clerk {
		return "only a văn thư numbers, seals and issues (NĐ 30/2020 Art. 15, 32)"
	}
	return ""
}

var sealing = map[string]bool{DocumentAssignNumber: true, DocumentSeal: true, DocumentIssue: true}
