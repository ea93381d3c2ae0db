package authz

import "strings"

// never says why a role may not hold an act under any policy, or "" when the
// policy file decides.
func never(role, act string) string {
	switch role {
	case Administrator:
		if strings.HasPrefix(act, "document.") || strings.HasPrefix(act, "delivery.") || strings.HasPrefix(act, "incoming.") || strings.HasPrefix(act, "report.") {
			return "an administrator sees no content and handles no document"
		}
		if act == RegisterOpenApprove {
			return "an administrator opens a series under someone else's approval"
		}
	case Clerk:
		switch act {
		case DocumentCreate, DocumentEdit, DocumentSubmit, DocumentApprove, DocumentCheckFormat, DocumentSign, DocumentCopySign, DocumentOrderRecall, BallotOpen, BallotVote:
			return "a văn thư numbers and seals, so never drafts, approves or signs (NĐ 30/2020 Art. 12, 32)"
		case IncomingDirect, IncomingConfirm:
			return "a văn thư registers what arrives and submits it, and never directs it (NĐ 30/2020 Art. 23)"
		case RegisterOpenApprove:
			return "a văn thư edits a series under someone else's approval"
		}
	}
	if allowed, lent := standIns[role]; lent && !allowed[act] {
		return "a stand-in has the one part that he stands in for, and never signs (NĐ 30/2020 Art. 13)"
	}
	if machine[act] && role != Administrator {
		return "only an administrator looks after the machine and reads its log"
	}
	if sealing[act] && role != Clerk {
		return "only a văn thư numbers, seals and issues (NĐ 30/2020 Art. 15, 32)"
	}
	return ""
}

// standIns are all that a stand-in may be granted under any policy.
var standIns = map[string]map[string]bool{
	StandInContent: {DocumentRead: true, DocumentApprove: true, DocumentReturn: true, DocumentComment: true, DocumentEvents: true, DirectoryRead: true},
	StandInForm: {
		DocumentRead: true, DocumentCheckFormat: true, DocumentWaive: true, DocumentReturn: true, DocumentComment: true, DocumentEvents: true,
		DirectoryRead: true,
	},
	StandInDirection: {DocumentRead: true, DirectoryRead: true, TaskRead: true, IncomingRead: true, IncomingSort: true, IncomingDirect: true, IncomingAssign: true},
	Secretary:        {DocumentRead: true, InboxSort: true, DirectoryRead: true, TaskRead: true, IncomingRead: true, IncomingSort: true},
}

var machine = map[string]bool{JobsManage: true, SystemRead: true, AuditRead: true}

var sealing = map[string]bool{DocumentAssignNumber: true, DocumentSeal: true, DocumentIssue: true, DocumentCopy: true}
