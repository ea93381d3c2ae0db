package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// sRGB builds an ICC 2.1 display profile of sRGB (IEC 61966-2-1): three colorants adapted to D50 and the transfer curve.
var sRGB = sync.OnceValue(func() []byte {
	curve := []byte("curv\x00\x00\x00\x00")
	const points = 1024
	curve = binary.BigEndian.AppendUint32(curve, points)
	for i := range points {
		curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(65535*linear(float64(i)/(points-1)))))
	}
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", iccDescription("sRGB IEC61966-2.1")},
		{"cprt", []byte("text\x00\x00\x00\x00No copyright, use freely\x00")},
		{"wtpt", iccXYZ(0.9504559, 1, 1.0890578)},
		{"rXYZ", iccXYZ(0.4360747, 0.2225045, 0.0139322)},
		{"gXYZ", iccXYZ(0.3850649, 0.7168786, 0.0971045)},
		{"bXYZ", iccXYZ(0.1430804, 0.0606169, 0.7141733)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // the three channels share one curve
	}
	directory := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	start, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			start, size = 128+4+12*len(tags)+len(data), len(t.data)
			data = append(data, t.data...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
		directory = append(directory, t.name...)
		directory = binary.BigEndian.AppendUint32(directory, uint32(start))
		directory = binary.BigEndian.AppendUint32(directory, uint32(size))
	}
	return append(append(iccHeader(128+len(directory)+len(data)), directory...), data...)
})

// linear is the transfer function of sRGB.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// iccHeader is the 128 bytes that start a profile (ICC.1:2001-04, 6.1).
func iccHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	copy(h[8:], []byte{2, 0x10, 0, 0}) // version 2.1
	copy(h[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1, 0, 0, 0} { // a fixed date keeps files identical
		binary.BigEndian.PutUint16(h[24+2*i:], v)
	}
	copy(h[36:], "acsp")
	copy(h[68:], iccXYZ(0.9642029, 1, 0.8249054)[8:]) // D50
	return h
}

func iccXYZ(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

// iccDescription is a textDescriptionType with an ASCII part only (ICC.1:2001-04, 6.5.17).
func iccDescription(s string) []byte {
	b := []byte("desc\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)+1))
	b = append(b, s...)
	b = append(b, 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}
