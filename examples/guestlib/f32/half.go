package f32

// ToHalf returns the nearest number of binary16, ties to even, of a finite one: an infinity if it is too large.
func ToHalf(a uint32) uint16 {
	sign := uint16(a >> 16 & 0x8000)
	mag := a & magMask
	switch {
	case mag >= 0x477ff000: // half way from the largest, 65504, to the next power of two
		return sign | 0x7c00
	case mag >= 0x38800000: // normal: a carry goes up into the exponent
		mag -= 112 << 23
		return sign | uint16((mag+0xfff+mag>>13&1)>>13)
	case mag < 0x33000000:
		return sign
	}
	// Subnormal: a multiple of 2^-24.
	e, m := unpack(mag)
	down := uint32(126 - e)
	return sign | uint16((m+1<<(down-1)-1+m>>down&1)>>down)
}
