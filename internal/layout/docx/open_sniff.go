package docx

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// sniff tells by its first bytes what a file is that is no zip archive.
func sniff(raw []byte) error {
	start := raw[:min(len(raw), 1024)]
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\uFEFF")), " \t\r\n")
	switch {
	case len(raw) > maxFile:
		return errTooLarge
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return nil
	case bytes.Contains(start, []byte("%PDF-")):
		return errPDF
	case bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return sniffCompound(raw)
	case bytes.HasPrefix(trimmed, []byte(`{\rtf`)), bytes.HasPrefix(start, []byte("\xDB\xA5")), bytes.HasPrefix(start, []byte("\x31\xBE\x00\x00")):
		return errOld
	}
	return errBroken
}

// sniffCompound tells a Word file under a password from one of Word 97-2003 by the names in the directory of the
// compound file, which stand in it in UTF-16.
func sniffCompound(raw []byte) error {
	switch {
	case bytes.Contains(raw, wide("EncryptedPackage")):
		return errEncrypted
	case bytes.Contains(raw, wide("WordDocument")):
		return errOld
	}
	return errBroken
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// countEntries counts the entries of the archive's directory before anything is made of them: each costs far more in
// memory than in the file.
func countEntries(raw []byte) error {
	end := bytes.LastIndex(raw[max(0, len(raw)-1<<16-22):], []byte("PK\x05\x06"))
	if end < 0 {
		return errBroken
	}
	end += max(0, len(raw)-1<<16-22)
	if end+22 > len(raw) {
		return errBroken
	}
	size := int(binary.LittleEndian.Uint32(raw[end+12:]))
	zip64 := end >= 20 && bytes.HasPrefix(raw[end-20:], []byte("PK\x06\x07")) // for what is far too large here
	if size > end || zip64 {
		return errBroken
	}
	parts, media := 0, 0
	for at := end - size; at+46 <= end && bytes.HasPrefix(raw[at:], []byte("PK\x01\x02")); {
		name := int(binary.LittleEndian.Uint16(raw[at+28:]))
		more := int(binary.LittleEndian.Uint16(raw[at+30:])) + int(binary.LittleEndian.Uint16(raw[at+32:]))
		if at+46+name > end {
			return errBroken
		}
		if parts++; strings.HasPrefix(strings.ToLower(string(raw[at+46:at+46+min(name, 16)])), "word/media/") {
			media++
		}
		at += 46 + name + more
	}
	switch {
	case media > maxMedia:
		return errTooManyImages
	case parts > maxParts:
		return errHostile
	}
	return nil
}
