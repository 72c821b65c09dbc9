package f32

import "math/bits"

const (
	// Under expTiny in magnitude, e^x is nearer to 1 than to any other number; from expHuge on it is past the largest
	// number, or nearer to 0 than to the smallest.
	expTiny uint32 = 0x33000000 // 2^-25
	expHuge uint32 = 0x42d00000 // 104

	ln2High  uint64 = 0xb17217f7d1cf79ab // ln 2 * 2^64, and the 32 bits that follow
	ln2Low   int64  = 0xc9e3b398
	log2OfE  int64  = 0x17154 // 1 / ln 2 * 2^16
	expOne   int64  = 1 << 62
	expTerms        = 15
)

// expSeries holds 2^62 / k!, to nearest.
var expSeries = [expTerms + 1]int64{
	expOne, expOne, expOne / 2, 0xaaaaaaaaaaaaaab, 0x2aaaaaaaaaaaaab, 0x88888888888889, 0x16c16c16c16c17, 0x3403403403403,
	0x680680680680, 0xb8ef1d2ab64, 0x127e4fb778a, 0x1ae64567f5, 0x23ddb1dff, 0x2c248c27, 0x3272e95, 0x35cfe8,
}

// Exp returns the number nearest to e^a. It is the nearest for every a: the test with -exhaustive looks at all of them.
func Exp(a uint32) uint32 {
	mag := a & magMask
	switch {
	case mag > Inf:
		return NaN
	case mag < expTiny:
		return One
	case mag >= expHuge:
		if a&signBit != 0 {
			return Zero
		}
		return Inf
	}
	n, power := expParts(a)
	return expRound(n, power)
}

// expParts splits e^a, for magnitudes from expTiny to expHuge, into 2^n * power/2^62 with power/2^62 within sqrt(1/2) and
// sqrt(2), but for an error below 2^-60.
//
// With n the integer next to a / ln 2 and y = a - n * ln 2, the power is e^y by Taylor's series, 15 terms of it. As y is at most
// 0.348 in magnitude, what is left out is below 2^-68; each of the multiplications drops less than a unit, 2^-62, and what they
// dropped shrinks with each that follows.
func expParts(a uint32) (n int32, power int64) {
	// a as a multiple of 2^-48, which it is, since its last bit is at 2^-48 or above.
	x := int64(a&fracMask|hidden) << (a>>23&0xff - 102)
	if a&signBit != 0 {
		x = -x
	}
	n = int32((x>>32*log2OfE + 1<<31) >> 32)
	// y in units of 2^-64. What overflows is whole.
	y := int64(uint64(x)<<16 - uint64(int64(n))*ln2High - uint64(int64(n)*ln2Low>>32))
	power = expSeries[expTerms]
	for k := expTerms - 1; k >= 0; k-- {
		hi, _ := bits.Mul64(uint64(y), uint64(power))
		if y < 0 {
			hi -= uint64(power)
		}
		power = expSeries[k] + int64(hi)
	}
	return n, power
}

// expRound returns the number nearest to 2^n * power/2^62. No power of e but e^0 is a number, so there is always something below.
func expRound(n int32, power int64) uint32 {
	if power < expOne {
		power <<= 1
		n--
	}
	return round(0, n+127, uint32(power>>32)|1)
}
