package f32

import (
	"math/bits"
	"unsafe"
)

// A Vector is a list of numbers prepared to be multiplied with many rows of weights.
type Vector struct {
	terms   []term
	numbers []uint32
	// finite: no number is an infinity or a NaN. zeros: at least one is a zero, and has no term.
	finite, zeros bool
}

// A term is a number that is neither zero, infinite nor NaN: significand * 2^(exponent+126), at 4*index = offset.
type term struct {
	offset      uint32
	significand uint32 // in [2^23, 2^24)
	exponent    int32  // such that adding a weight's exponent field gives the exponent of a 24-bit product
	sign        uint32 // in bit 31; the bits below are not zero
}

// NewVector prepares the numbers; it keeps the slice.
func NewVector(numbers []uint32) *Vector {
	v := &Vector{numbers: numbers, finite: true}
	count := 0
	for _, x := range numbers {
		switch {
		case x&magMask >= Inf:
			v.finite = false
		case x&magMask == 0:
			v.zeros = true
		default:
			count++
		}
	}
	if !v.finite {
		return v
	}
	v.terms = make([]term, 0, count)
	for i, x := range numbers {
		if x&magMask != 0 {
			e, m := normalise(x & magMask)
			v.terms = append(v.terms, term{uint32(i) * 4, m, e - 276, x})
		}
	}
	return v
}

// Len is the number of numbers in the vector.
func (v *Vector) Len() int { return len(v.numbers) }

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

// Dot returns the sum of row[j] * x[j], in the order of j, from +0: each product is rounded, and each sum is.
// The row must have as many numbers as the vector.
//
// Numbers of the vector that are zero are left out where this changes nothing. With a finite weight their product is a
// zero. A sum that is not zero stays as it is when a zero of any sign is added; and the sum is never -0: it starts as +0,
// +0 plus a zero of any sign is +0, opposite numbers add to +0, and a sum of two numbers that is not zero is never rounded
// to zero, for it is a multiple of the smallest subnormal. If the row holds an infinity or a NaN, nothing is left out.
func (v *Vector) Dot(row []uint32) uint32 {
	if len(row) != len(v.numbers) {
		panic("f32: a row and a vector of different lengths")
	}
	if !v.finite || v.zeros && !allFinite(row) {
		return dotSlow(Zero, row, v.numbers)
	}
	terms := v.terms
	if len(terms) == 0 {
		return Zero
	}
	base := unsafe.Pointer(&row[0])

	// The sum so far is sum * 2^(exponent-guard): sum is signed, its magnitude in [2^23, 2^24] << guard, or 0.
	sum, exponent := int32(0), int32(nothing)
	for i := range terms {
		t := &terms[i]
		// NewVector made the offset from an index of a list of the row's length.
		w := *(*uint32)(unsafe.Add(base, t.offset))
		field := w >> 23 & 0xff
		pe := int32(field) + t.exponent
		if field-1 >= 254 || uint32(pe-minExponent) > maxExponent-minExponent {
			// A weight that is zero, subnormal or not finite; a product that is very small or very large.
			acc := Add(pack(sum, exponent), Mul(w, v.numbers[t.offset/4]))
			if sum, exponent = open(acc); exponent > maxExponent {
				next := int(t.offset/4) + 1
				return dotSlow(acc, row[next:], v.numbers[next:])
			}
			continue
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
	return pack(sum, exponent)
}

// dotSlow continues a dot product from acc, an operation at a time.
func dotSlow(acc uint32, row, numbers []uint32) uint32 {
	for j, w := range row {
		acc = Add(acc, Mul(w, numbers[j]))
	}
	return acc
}

// allFinite reports whether no number of the row is an infinity or a NaN.
func allFinite(row []uint32) bool {
	// Adding one to an exponent field of all ones, alone, carries into the sign's place.
	any := uint32(0)
	for len(row) >= 8 {
		r := (*[8]uint32)(row)
		any |= (r[0]&Inf + hidden) | (r[1]&Inf + hidden) | (r[2]&Inf + hidden) | (r[3]&Inf + hidden) |
			(r[4]&Inf + hidden) | (r[5]&Inf + hidden) | (r[6]&Inf + hidden) | (r[7]&Inf + hidden)
		row = row[8:]
	}
	for _, w := range row {
		any |= w&Inf + hidden
	}
	return any&signBit == 0
}

// pack makes a number of the loop's sum, which is exactly one.
func pack(sum, exponent int32) uint32 {
	if sum == 0 {
		return Zero
	}
	sign := uint32(sum) & signBit
	if sign != 0 {
		sum = -sum
	}
	m := uint32(sum) >> guard
	up := uint32(bits.LeadingZeros32(m)) - 1
	return round(sign, exponent+157-int32(up), m<<(up&31))
}

// open is the opposite of pack. What is not finite gets an exponent over maxExponent, and a zero gets +0.
func open(a uint32) (sum, exponent int32) {
	mag := a & magMask
	if mag == 0 {
		return 0, nothing
	}
	if mag >= Inf {
		return 0, maxExponent + 1
	}
	e, m := normalise(mag)
	sum = int32(m << guard)
	if a&signBit != 0 {
		sum = -sum
	}
	return sum, e - 150
}
