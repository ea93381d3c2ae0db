package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
)

// pieceSize is how much is read, checked and given out at once, in bytes.
const pieceSize = 4 << 20

// maxPiecesFile bounds what is read of a list of pieces: 4 MiB lists 60,000 pieces, a blob of 240 GiB.
const maxPiecesFile = 4 << 20

// pieces is the list that lies beside a blob: the hash of the whole, to tie the list to its blob, and of each piece.
type pieces struct {
	SHA256 string   `json:"sha256"`
	Size   int64    `json:"size"`
	Piece  int64    `json:"piece"` // bytes in each piece but the last
	Sums   []string `json:"pieces"`
}

func (p pieces) info() Info { return Info{SHA256: p.SHA256, Size: p.Size} }

// span gives where piece i begins and how long it is.
func (p pieces) span(i int) (offset, length int64) {
	offset = int64(i) * p.Piece
	return offset, min(p.Piece, p.Size-offset)
}

func (p pieces) encode() ([]byte, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("blob %s: encode the list of pieces: %w", p.SHA256, err)
	}
	return append(raw, '\n'), nil
}

// parsePieces reads a list and says whether it can be the list of a blob of this name and size.
func parsePieces(raw []byte, name string, size int64) (pieces, error) {
	var p pieces
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("blob %s: list of pieces: %w", name, err)
	}
	count := (size + pieceSize - 1) / pieceSize
	switch {
	case p.SHA256 != name:
		return p, fmt.Errorf("blob %s: list of pieces belongs to %q", name, p.SHA256)
	case p.Size != size || p.Piece != pieceSize || int64(len(p.Sums)) != count:
		return p, fmt.Errorf("blob %s: list of pieces is for %d bytes in %d pieces of %d, there are %d bytes", name, p.Size, len(p.Sums), p.Piece, size)
	case size == 0 && name != hex.EncodeToString(sha256.New().Sum(nil)):
		return p, fmt.Errorf("blob %s: is empty", name) // no piece will be read that could show it
	}
	return p, nil
}

// tally hashes what is written to it, whole and piece by piece.
type tally struct {
	whole, piece hash.Hash
	size         int64
	sums         []string
}

func newTally() *tally { return &tally{whole: sha256.New(), piece: sha256.New(), sums: []string{}} }

// Write never fails.
func (t *tally) Write(p []byte) (int, error) {
	t.whole.Write(p)
	for rest := p; len(rest) > 0; {
		n := min(int64(len(rest)), pieceSize-t.size%pieceSize)
		t.piece.Write(rest[:n])
		t.size += n
		rest = rest[n:]
		if t.size%pieceSize == 0 {
			t.endPiece()
		}
	}
	return len(p), nil
}

func (t *tally) endPiece() {
	t.sums = append(t.sums, hex.EncodeToString(t.piece.Sum(nil)))
	t.piece.Reset()
}

// list ends the tally.
func (t *tally) list() pieces {
	if t.size%pieceSize != 0 {
		t.endPiece()
	}
	return pieces{SHA256: hex.EncodeToString(t.whole.Sum(nil)), Size: t.size, Piece: pieceSize, Sums: t.sums}
}

// fetch reads len(buf) bytes of a stored blob from offset, or fails.
type fetch func(offset int64, buf []byte) error

// recount makes the list of pieces of a stored blob anew, from its bytes, and refuses a blob that is not what its name
// says.
func recount(ctx context.Context, name string, size int64, read fetch) (pieces, error) {
	t := newTally()
	buf := make([]byte, min(size, pieceSize))
	for offset := int64(0); offset < size; offset += pieceSize {
		if err := ctx.Err(); err != nil {
			return pieces{}, fmt.Errorf("blob %s: %w", name, err)
		}
		piece := buf[:min(pieceSize, size-offset)]
		if err := read(offset, piece); err != nil {
			return pieces{}, err
		}
		t.Write(piece)
	}
	list := t.list()
	if list.SHA256 != name {
		return pieces{}, ErrCorrupt.Because(fmt.Errorf("blob %s: its %d bytes have the hash %s", name, size, list.SHA256))
	}
	return list, nil
}
