package f32

import "math/bits"

// maxFixed is the magnitude of the fixed-point numbers that stand for everything larger.
const maxFixed int64 = 1 << 60

// FromFixed returns the number nearest to i * 2^-exponent.
func FromFixed(i int64, exponent int) uint32 {
	if i == 0 {
		return Zero
	}
	sign := uint32(i>>32) & signBit
	m := uint64(i)
	if sign != 0 {
		m = -m
	}
	up := bits.LeadingZeros64(m)
	m = m << uint(up) >> 1
	high := uint32(m >> 32)
	if uint32(m) != 0 || up == 0 && i&1 != 0 {
		high |= 1
	}
	return round(sign, int32(190-up-exponent), high)
}

// ToFixed returns the integer nearest to a * 2^exponent, halves away from zero, within 2^60 on either side. The number is finite.
func ToFixed(a uint32, exponent int) int64 {
	if a&magMask == 0 {
		return 0
	}
	e, m := normalise(a & magMask)
	i := int64(m)
	switch up := int(e) - 150 + exponent; {
	case up < -24:
		return 0
	case up < 0:
		i = (i + 1<<(uint(-up)-1)) >> uint(-up)
	case up > 36:
		i = maxFixed
	default:
		i <<= uint(up)
	}
	if a&signBit != 0 {
		return -i
	}
	return i
}

// Exponent returns the n for which the magnitude of a finite number that is not 0 is in [2^n, 2^(n+1)).
func Exponent(a uint32) int {
	e, _ := normalise(a & magMask)
	return int(e) - 127
}
