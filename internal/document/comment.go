package document

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"trinhky/internal/fault"
)

// Comment is what somebody says about one block of a content version, or an answer to it.
type Comment struct {
	ID             string     `gorm:"column:id"`
	DocumentID     string     `gorm:"column:document_id"`
	ContentVersion int        `gorm:"column:content_version"` // the text that was commented on
	Block          int        `gorm:"column:block"`           // of that text's body, from 1
	Quote          string     `gorm:"column:quote"`           // the words that it is about, kept if they are ever deleted
	Text           string     `gorm:"column:text"`
	ParentID       string     `gorm:"column:parent_id"` // of an answer: the comment that began; "" else
	AuthorID       string     `gorm:"column:author_id"`
	CreatedAt      time.Time  `gorm:"column:created_at"`
	ResolvedBy     string     `gorm:"column:resolved_by"`
	ResolvedAt     *time.Time `gorm:"column:resolved_at"`
}

// TableName is the comments' table.
func (Comment) TableName() string { return "document_comment" }

const (
	commentLimit = 4000 // characters
	quoteLimit   = 500
	quoteAtFirst = 160 // characters of the block, where nobody said which words
)

// NewComment makes a comment on a block of a content: text and quote in NFC, no longer than they may be, without a mark
// of secrecy, the quote words of that very block; without a quote the block's first words are kept. Faults:
// COMMENT_EMPTY, COMMENT_TOO_LONG, BLOCK_NOT_FOUND, QUOTE_NOT_FOUND, SECRET_REFUSED and those of Normalize.
func NewComment(c Content, block int, quote, text string) (Comment, error) {
	text, err := commentText(text)
	if err != nil {
		return Comment{}, err
	}
	if block < 1 || block > len(c.Body.Blocks) {
		return Comment{}, fault.New(fault.Unmet, "BLOCK_NOT_FOUND", "Phiên bản này không có đoạn được góp ý.")
	}
	whole := strings.Join(strings.Fields(quotable(c.Body.Blocks[block-1])), " ")
	if strings.TrimSpace(quote) == "" {
		quote = firstWords(whole)
	} else if quote, err = Normalize([]byte(quote)); err != nil {
		return Comment{}, err
	} else if quote = strings.Join(strings.Fields(quote), " "); utf8.RuneCountInString(quote) > quoteLimit || !strings.Contains(whole, quote) {
		return Comment{}, fault.New(fault.Unmet, "QUOTE_NOT_FOUND", "Đoạn được góp ý không có những từ được trích (hoặc phần trích dài quá 500 ký tự).")
	}
	return Comment{ContentVersion: c.N, Block: block, Quote: quote, Text: text}, nil
}

// Answer makes an answer to a comment; an answer to an answer goes to the comment that began.
func (c Comment) Answer(text string) (Comment, error) {
	text, err := commentText(text)
	if err != nil {
		return Comment{}, err
	}
	parent := c.ParentID
	if parent == "" {
		parent = c.ID
	}
	return Comment{DocumentID: c.DocumentID, ContentVersion: c.ContentVersion, Block: c.Block, Quote: c.Quote, Text: text, ParentID: parent}, nil
}

// Digest is the SHA-256 of a comment's words: what the audit trail keeps of them.
func (c Comment) Digest() string {
	sum := sha256.Sum256([]byte(c.Quote + "\x00" + c.Text))
	return hex.EncodeToString(sum[:])
}

func commentText(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", fault.New(fault.Unmet, "COMMENT_EMPTY", "Góp ý chưa có nội dung.")
	}
	if utf8.RuneCountInString(text) > commentLimit {
		return "", fault.New(fault.Unmet, "COMMENT_TOO_LONG", "Góp ý dài quá 4.000 ký tự.")
	}
	text, err := Normalize([]byte(text))
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(text), RefuseSecret(text, "")
}

// quotable is all of a block that may be quoted.
func quotable(b Block) string { return strings.Join(append([]string{b.Text()}, b.Notes()...), "\n") }

// firstWords cuts a text after whole words.
func firstWords(text string) string {
	runes := []rune(text)
	if len(runes) <= quoteAtFirst {
		return text
	}
	cut := string(runes[:quoteAtFirst])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut
}

// Pin is where a comment stands in a later text.
type Pin struct {
	Block   int  // from 1; 0 when the block was deleted
	Quoted  bool // the quoted words still stand there
	Content int  // the content version that it is pinned in
}

// Pins carries comments from the texts that they were made on to the newest, through every version between: a block is
// followed as Compare follows it, also when it moves. One that is deleted and comes back is found again. Versions are
// the contents from the oldest that was commented on, or an older one, to the newest, without gaps.
func Pins(versions []Content, comments []Comment) map[string]Pin {
	if len(versions) == 0 {
		return nil
	}
	newest := versions[len(versions)-1]
	last := map[string]Pin{} // where each was seen last
	for i, v := range versions {
		var become *pairs
		if i > 0 {
			become = matchBlocks(versions[i-1].Body.Blocks, v.Body.Blocks)
		}
		for _, c := range comments {
			pin, known := last[c.ID]
			switch {
			case !known && c.ContentVersion == v.N:
				last[c.ID] = Pin{Block: c.Block, Content: v.N}
			case known && pin.Content == v.N-1 && become.to[pin.Block-1] >= 0:
				last[c.ID] = Pin{Block: become.to[pin.Block-1] + 1, Content: v.N}
			}
		}
	}
	back := map[int]*pairs{}  // from the version in which a block was seen last
	texts := map[int]string{} // of the blocks that are commented on
	for _, c := range comments {
		pin, known := last[c.ID]
		if known && pin.Content != newest.N {
			if back[pin.Content] == nil {
				back[pin.Content] = matchBlocks(versions[pin.Content-versions[0].N].Body.Blocks, newest.Body.Blocks)
			}
			pin = Pin{Block: back[pin.Content].to[pin.Block-1] + 1, Content: newest.N}
		}
		if pin.Block > 0 {
			if _, known := texts[pin.Block]; !known {
				texts[pin.Block] = strings.Join(strings.Fields(quotable(newest.Body.Blocks[pin.Block-1])), " ")
			}
			pin.Quoted = strings.Contains(texts[pin.Block], c.Quote)
		}
		pin.Content = newest.N
		last[c.ID] = pin
	}
	return last
}
