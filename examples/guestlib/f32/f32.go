// Package f32 is IEEE 754 single precision in integer arithmetic, for guests on a machine without a floating-point unit.
//
// A number is its 32 bits in a uint32, as math.Float32bits gives them. Every operation rounds to nearest, ties to even,
// with subnormals, infinities and signed zeros, so its result has the bits that any IEEE hardware gives. The one choice
// that the standard leaves open is settled here: an operation that yields a NaN yields NaN, payloads are not carried.
package f32

import "math/bits"

// Some numbers by their bits. NaN is the one quiet NaN that the operations of this package return.
const (
	Zero uint32 = 0
	One  uint32 = 0x3f800000
	Inf  uint32 = 0x7f800000
	NaN  uint32 = 0x7fc00000
)

const (
	signBit  uint32 = 1 << 31
	magMask  uint32 = signBit - 1
	fracMask uint32 = 1<<23 - 1
	hidden   uint32 = 1 << 23
)

// IsNaN reports whether a is a NaN of any payload.
func IsNaN(a uint32) bool { return a&magMask > Inf }

// IsFinite reports whether a is neither an infinity nor a NaN.
func IsFinite(a uint32) bool { return a&magMask < Inf }

// Neg returns a with its sign turned, that of a zero or a NaN too.
func Neg(a uint32) uint32 { return a ^ signBit }

// Add returns a + b. The sum of opposite numbers is +0.
func Add(a, b uint32) uint32 {
	if a&magMask < b&magMask {
		a, b = b, a
	}
	// From here |a| >= |b|; a NaN has the largest magnitude of all.
	if a&magMask >= Inf {
		if IsNaN(a) || b == a^signBit {
			return NaN
		}
		return a
	}
	ea, ma := unpack(a)
	eb, mb := unpack(b)
	ma <<= 6
	mb = shiftRightSticky(mb<<6, uint32(ea-eb))
	sum := ma + mb
	if (a^b)&signBit != 0 {
		sum = ma - mb
		if sum == 0 {
			return Zero
		}
	} else if sum == 0 {
		return a // both are zeros of one sign
	}
	up := bits.LeadingZeros32(sum) - 1
	return round(a&signBit, ea+1-int32(up), sum<<(uint32(up)&31))
}

// Sub returns a - b.
func Sub(a, b uint32) uint32 { return Add(a, Neg(b)) }

// Mul returns a * b.
func Mul(a, b uint32) uint32 {
	sign := (a ^ b) & signBit
	a &= magMask
	b &= magMask
	if a >= Inf || b >= Inf {
		if a > Inf || b > Inf || a == 0 || b == 0 {
			return NaN
		}
		return sign | Inf
	}
	if a == 0 || b == 0 {
		return sign
	}
	ea, ma := normalise(a)
	eb, mb := normalise(b)
	// Two significands in [2^23, 2^24), one moved up by 8: the product's top word is in [2^22, 2^24).
	hi, lo := bits.Mul32(ma<<8, mb)
	up := uint32(bits.LeadingZeros32(hi)) - 1
	m := hi<<(up&31) | lo>>((32-up)&31)
	if lo<<(up&31) != 0 {
		m |= 1
	}
	return round(sign, ea+eb-119-int32(up), m)
}

// Div returns a / b.
func Div(a, b uint32) uint32 {
	sign := (a ^ b) & signBit
	a &= magMask
	b &= magMask
	switch {
	case a > Inf || b > Inf || a == b && (a == 0 || a == Inf):
		return NaN
	case a == Inf || b == 0:
		return sign | Inf
	case a == 0 || b == Inf:
		return sign
	}
	ea, ma := normalise(a)
	eb, mb := normalise(b)
	e := ea - eb + 127
	if ma < mb {
		ma <<= 1
		e--
	}
	// ma/mb is in [1, 2). Long division, a digit of base 128 at a time: the remainder stays under 2^24, so it fits.
	q, r := ma/mb, ma%mb
	for i := 0; i < 4; i++ {
		r <<= 7
		q = q<<7 | r/mb
		r %= mb
	}
	q <<= 2
	if r != 0 {
		q |= 1
	}
	return round(sign, e, q)
}

// FromInt returns i as the nearest number.
func FromInt(i int32) uint32 {
	sign := uint32(i) & signBit
	m := uint32(i)
	if sign != 0 {
		m = -m
	}
	if m == 0 {
		return Zero
	}
	up := uint32(bits.LeadingZeros32(m))
	e := int32(158 - up)
	return round(sign, e, shiftRightSticky(m<<(up&31), 1))
}

// Equal reports whether a == b: the zeros are equal, a NaN equals nothing.
func Equal(a, b uint32) bool {
	if IsNaN(a) || IsNaN(b) {
		return false
	}
	return a == b || (a|b)&magMask == 0
}

// Less reports whether a < b. It is false when either is a NaN.
func Less(a, b uint32) bool {
	if IsNaN(a) || IsNaN(b) || (a|b)&magMask == 0 {
		return false
	}
	return order(a) < order(b)
}

// LessEqual reports whether a <= b. It is false when either is a NaN.
func LessEqual(a, b uint32) bool { return Less(a, b) || Equal(a, b) }

// ReLU returns a if a > 0, else +0 (for a NaN too).
func ReLU(a uint32) uint32 {
	if int32(a) > 0 && a <= Inf {
		return a
	}
	return Zero
}

// order maps a number that is not a NaN to an integer of the same order, but for the zeros, which it keeps apart.
func order(a uint32) int32 { return int32(a ^ uint32(int32(a)>>31)>>1) }

// unpack splits a finite number into its exponent, at least 1, and its significand, with the hidden bit if it is normal.
func unpack(a uint32) (e int32, m uint32) {
	e, m = int32(a>>23&0xff), a&fracMask
	if e == 0 {
		return 1, m
	}
	return e, m | hidden
}

// normalise splits a finite magnitude that is not 0 as unpack does, and moves a subnormal's top bit up to bit 23.
func normalise(a uint32) (e int32, m uint32) {
	e, m = unpack(a)
	up := int32(bits.LeadingZeros32(m)) - 8
	return e - up, m << (uint32(up) & 31)
}

// shiftRightSticky is m >> n, with bit 0 set if a bit that is not 0 was shifted out.
func shiftRightSticky(m, n uint32) uint32 {
	if n > 31 {
		n = 31 // every significand here is below 2^31
	}
	r := m >> n
	if r<<n != m {
		r |= 1
	}
	return r
}

// round returns the number nearest to m * 2^(e-157), signed: m has its top bit at bit 30, so that e is the exponent field of
// the result when that is normal; bit 0 of m may stand for anything smaller that is not 0.
func round(sign uint32, e int32, m uint32) uint32 {
	if e <= 0 {
		m = shiftRightSticky(m, uint32(1-e))
		e = 1
	} else if e >= 255 {
		return sign | Inf
	}
	m = (m + 0x3f + m>>7&1) >> 7
	// A carry out of the significand goes up into the exponent, and out of the largest exponent into Inf.
	return sign | (uint32(e-1)<<23 + m)
}
