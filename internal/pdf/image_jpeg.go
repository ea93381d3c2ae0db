package pdf

import "bytes"

// Markers of a JPEG stream (ITU-T T.81 table B.1).
const (
	jpegSOF0  = 0xc0 // baseline; C1 … CF but C4, C8 and CC are the other processes
	jpegDHT   = 0xc4
	jpegRST0  = 0xd0
	jpegRST7  = 0xd7
	jpegEOI   = 0xd9
	jpegSOS   = 0xda
	jpegDQT   = 0xdb
	jpegDRI   = 0xdd
	jpegAPP0  = 0xe0
	jpegAPP14 = 0xee
)

// bareJPEG gives a baseline JPEG without what does not draw it: Exif, comments, thumbnails, anything behind its end. It
// is false for every other process, for sample depths beside 8, and where the channels are not gray or YCbCr.
func bareJPEG(raw []byte) ([]byte, bool) {
	out := bytes.NewBuffer(append(make([]byte, 0, len(raw)), raw[:2]...))
	framed := false
	for at := 2; ; {
		for at+1 < len(raw) && raw[at] == 0xff && raw[at+1] == 0xff { // fill bytes
			at++
		}
		if at+1 < len(raw) && raw[at] == 0xff && raw[at+1] == jpegEOI {
			out.Write(raw[at : at+2])
			return out.Bytes(), framed
		}
		if at+4 > len(raw) || raw[at] != 0xff {
			return nil, false
		}
		marker, end := raw[at+1], at+2+u16(raw[at+2:])
		if end < at+4 || end > len(raw) {
			return nil, false
		}
		body := raw[at+4 : end]
		switch marker {
		case jpegSOF0:
			if framed || len(body) < 6 || body[0] != 8 || body[5] != 1 && body[5] != 3 {
				return nil, false
			}
			framed = true
		case jpegSOS:
			end = scanEnd(raw, end)
		case jpegAPP14:
			const ycc = 1
			if bytes.HasPrefix(body, []byte("Adobe")) && (len(body) < 12 || body[11] != ycc) {
				return nil, false
			}
		case jpegDHT, jpegDQT, jpegDRI, jpegAPP0:
		default:
			if marker < jpegAPP0 { // another process, or something that a reader of pictures may not know
				return nil, false
			}
			at = end // Exif, colour profiles, comments
			continue
		}
		out.Write(raw[at:end])
		at = end
	}
}

// scanEnd is where the coded data of a scan ends: at the next marker that is neither a stuffed byte nor a restart.
func scanEnd(raw []byte, at int) int {
	for ; at+1 < len(raw); at++ {
		if raw[at] == 0xff && raw[at+1] != 0 && raw[at+1] != 0xff && (raw[at+1] < jpegRST0 || raw[at+1] > jpegRST7) {
			return at
		}
	}
	return len(raw)
}
