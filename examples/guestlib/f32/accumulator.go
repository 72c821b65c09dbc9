package f32

import (
	"math/bits"
	"unsafe"
)

const (
	// guard bits stand below a significand while two are added.
	guard = 5
	// A product in the fast loop has an exponent (of its last bit) in [minExponent, maxExponent], seen before it is
	// normalised, which may take one off. The lower bound keeps the exponent from falling under -149, that of the smallest
	// normal number: there a product would have to be rounded further up. The upper bound keeps 2^26 products, which is
	// more than a model can hold, from reaching infinity.
	minExponent = -148
	maxExponent = 60
	// far is the distance of exponents from which the smaller of two 24-bit significands cannot change the larger: it is
	// then no more than a quarter of its last bit, which is at most half of a last bit below a power of two, a tie that
	// goes to the even power.
	far = 26
	// nothing is an exponent that any product is far above: the exponent of a sum that is zero.
	nothing = -1 << 12
)

// An accumulator is a sum so far, always one that is exactly a number: sum * 2^(exponent-guard), where sum is signed, with
// a magnitude in [2^23, 2^24] << guard, or 0.
type accumulator struct {
	sum, exponent int32
}

// addProducts adds the products of terms with their numbers of the row, from the term at index from on, each product and each sum
// rounded. It returns the index of the first term that it cannot take, whose weight is subnormal or not finite or whose product is
// very small or very large, or else the number of terms. It calls nothing, so that everything stays in registers.
func (a *accumulator) addProducts(row []uint32, terms []term, from int) int {
	base := unsafe.Pointer(&row[0])
	sum, exponent := a.sum, a.exponent
	rest := terms[from:]
	for i := range rest {
		t := &rest[i]
		// NewVector made the offset from an index of a list of the row's length.
		w := *(*uint32)(unsafe.Add(base, t.offset))
		field := w >> 23 & 0xff
		pe := int32(field) + t.exponent
		if field-1 >= 254 || uint32(pe-minExponent) > maxExponent-minExponent {
			if w<<1 == 0 {
				continue // adding a zero changes nothing, as Dot says
			}
			a.sum, a.exponent = sum, exponent
			return from + i
		}

		// The product of the significands, w's moved up by 8: 24 bits in hi, or 23, and its fraction in lo.
		hi, lo := bits.Mul32(w<<8|signBit, t.significand)
		if hi < hidden {
			hi = hi<<1 | lo>>31
			lo <<= 1
			pe--
		}
		// To nearest, ties to even: up by one if lo is over one half, or is one half and hi is odd.
		if lo > 1<<31-hi&1 {
			hi++
		}
		sign := int32(w^t.sign) >> 31
		p := (int32(hi<<guard) ^ sign) - sign

		// Add it, the operand with the smaller exponent shifted down with its lost bits kept as bit 0. For a negative
		// number too: a floor that is not exact, made odd, lies between the same even neighbours as the exact value.
		d := exponent - pe
		if d >= 0 {
			if d >= far {
				continue
			}
			q := p >> (uint32(d) & 31)
			if q<<(uint32(d)&31) != p {
				q |= 1
			}
			sum += q
		} else {
			exponent = pe
			if d <= -far {
				sum = p
				continue
			}
			q := sum >> (uint32(-d) & 31)
			if q<<(uint32(-d)&31) != sum {
				q |= 1
			}
			sum = p + q
		}
		if sum == 0 {
			exponent = nothing
			continue
		}
		// Bring the top bit to bit 30, round to 24 bits. No bound to check: a sum is a multiple of 2^-149 and so needs no
		// rounding when it is subnormal, and cannot be too large (see maxExponent).
		sign = sum >> 31
		m := uint32((sum ^ sign) - sign)
		up := uint32(bits.LeadingZeros32(m)) - 1
		m <<= up & 31
		m = (m + 0x3f + m>>7&1) >> 7
		sum = (int32(m<<guard) ^ sign) - sign
		exponent += 2 - int32(up)
	}
	a.sum, a.exponent = sum, exponent
	return len(terms)
}

// pack returns the sum as a number.
func (a accumulator) pack() uint32 {
	sum := a.sum
	if sum == 0 {
		return Zero
	}
	sign := uint32(sum) & signBit
	if sign != 0 {
		sum = -sum
	}
	m := uint32(sum) >> guard
	up := uint32(bits.LeadingZeros32(m)) - 1
	return round(sign, a.exponent+157-int32(up), m<<(up&31))
}

// open is the opposite of pack. What is not finite gets an exponent over maxExponent, and a zero gets +0.
func open(a uint32) accumulator {
	mag := a & magMask
	if mag == 0 {
		return accumulator{0, nothing}
	}
	if mag >= Inf {
		return accumulator{0, maxExponent + 1}
	}
	e, m := normalise(mag)
	sum := int32(m << guard)
	if a&signBit != 0 {
		sum = -sum
	}
	return accumulator{sum, e - 150}
}
