package signoff

import (
	"context"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// GuardLabels name what must be true before a step, for whoever reads a chain.
var GuardLabels = map[string]string{
	"mandatory_fields": "đủ các mục bắt buộc", "recipients_resolve": "Nơi nhận xác định được", "no_format_errors": "không còn lỗi thể thức",
	"warnings_waived": "lưu ý thể thức đã được chấp nhận", "signer_entitled": "người ký đúng thẩm quyền", "actor_is_signer": "chính người được trình ký",
	"version_checked": "đúng bản đã thẩm định", "signature_valid": "chữ ký cá nhân hợp lệ", "seal_valid": "chữ ký của cơ quan hợp lệ",
	"series_open": "sổ đã mở", "reason_given": "có lý do", "consulted_named": "có người được xin ý kiến", "case_file_named": "có hồ sơ để lưu",
	"collective_decided": "tập thể đã quyết định, nếu phải qua tập thể", "opinion_asked": "đã được xin ý kiến", "last_opinion": "ý kiến cuối cùng",
	"more_opinions": "còn ý kiến phải chờ", "relation_holds": "còn căn cứ thay thế, sửa đổi, đính chính", "in_force": "văn bản còn hiệu lực",
	"recall_undecided": "chưa có quyết định thu hồi", "recall_authority": "có thẩm quyền thu hồi", "recall_decided": "đã có quyết định thu hồi",
	"recall_by_another": "người khác với người quyết định", "copies_out": "đã gửi đi", "replacement_free": "chưa có văn bản thay thế đang soạn",
	"form_error": "nêu rõ sai sót cần đính chính",
}

// EffectLabels name what a step does besides moving the document.
var EffectLabels = map[string]string{
	"open_opinions": "gửi yêu cầu cho ý kiến", "record_opinion": "ghi ý kiến", "render": "chốt bản trình ký", "sign": "ký số của người có thẩm quyền",
	"assign_number": "lấy số của sổ", "seal": "ký số của cơ quan", "issue": "gửi đến các nơi nhận", "file": "đưa vào hồ sơ",
	"decide_recall": "ghi quyết định thu hồi", "withdraw_recall": "rút quyết định thu hồi", "recall": "thu hồi các bản đã gửi", "take_back": "lấy lại bản đã gửi",
	"begin_replacement": "mở dự thảo thay thế", "begin_amendment": "mở dự thảo sửa đổi", "begin_correction": "mở công văn đính chính",
}

// Proof is what is known of a chain because it was loaded at all: one that breaks any of it is refused at the start.
type Proof struct {
	States, Steps int
	Situations    int // of state, marks and parts that the walk over every path met
}

// Proof counts the walk that proved the chain.
func (c *Chain) Proof() Proof {
	situations, _ := c.explore()
	return Proof{States: len(c.States), Steps: len(c.Transitions), Situations: situations}
}

// Parted are the parts that nobody who takes a step may have played, in words.
func (t Transition) Parted() []string {
	names := make([]string, len(t.SeparateFrom))
	for i, part := range t.SeparateFrom {
		names[i] = PartLabels[part]
	}
	return names
}

var errChainUnknown = fault.New(fault.NotFound, "CHAIN_UNKNOWN", "Không có luồng trình ký này.")

// Installed shows the chains of the installation to an administrator, in the order of their ids.
func (s *Service) Installed(ctx context.Context, personID string) (chains []*Chain, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.SystemRead).None() {
			return fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị được xem các luồng trình ký của hệ thống.")
		}
		chains = s.chains.All()
		return nil
	})
	return chains, audit.Denied(ctx, s.store, audit.Refusal{ActorID: personID, Act: authz.SystemRead}, err)
}

// InstalledChain is one of them, by its id. Fault CHAIN_UNKNOWN.
func (s *Service) InstalledChain(ctx context.Context, personID, id string) (*Chain, error) {
	chains, err := s.Installed(ctx, personID)
	if err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(chains, func(c *Chain) bool { return c.ID == id }); at >= 0 {
		return chains[at], nil
	}
	return nil, errChainUnknown
}
