package f32

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
	v := new(Vector)
	v.Reset(numbers)
	return v
}

// Reset makes the vector one of these numbers, as NewVector does, in the memory that it has.
func (v *Vector) Reset(numbers []uint32) {
	v.numbers, v.finite, v.zeros = numbers, true, false
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
		return
	}
	if cap(v.terms) < count {
		v.terms = make([]term, 0, count)
	}
	v.terms = v.terms[:0]
	for i, x := range numbers {
		if x&magMask != 0 {
			e, m := normalise(x & magMask)
			v.terms = append(v.terms, term{uint32(i) * 4, m, e - 276, x})
		}
	}
}

// Len is the number of numbers in the vector.
func (v *Vector) Len() int { return len(v.numbers) }

// Dot returns the sum of row[j] * x[j], in the order of j, from +0: each product is rounded, and each sum is.
// The row must have as many numbers as the vector.
//
// Numbers of the vector that are zero are left out where this changes nothing. With a finite weight their product is a
// zero. A sum that is not zero stays as it is when a zero of any sign is added; and the sum is never -0: it starts as +0,
// +0 plus a zero of any sign is +0, opposite numbers add to +0, and a sum of two numbers that is not zero is never rounded
// to zero, for it is a multiple of the smallest subnormal. If the row holds an infinity or a NaN, nothing is left out.
func (v *Vector) Dot(row []uint32) uint32 {
	if v.finite && v.zeros && !allFinite(row) {
		return dotSlow(Zero, row, v.numbers)
	}
	return v.dot(row)
}

// dot is Dot for a row without infinities and NaNs, or a vector without zeros.
func (v *Vector) dot(row []uint32) uint32 {
	if len(row) != len(v.numbers) {
		panic("f32: a row and a vector of different lengths")
	}
	if !v.finite {
		return dotSlow(Zero, row, v.numbers)
	}
	if len(v.terms) == 0 {
		return Zero
	}
	sum := accumulator{exponent: nothing}
	for i := 0; ; i++ {
		if i = sum.addProducts(row, v.terms, i); i == len(v.terms) {
			return sum.pack()
		}
		at := int(v.terms[i].offset / 4)
		total := Add(sum.pack(), Mul(row[at], v.numbers[at]))
		if sum = open(total); sum.exponent > maxExponent {
			return dotSlow(total, row[at+1:], v.numbers[at+1:])
		}
	}
}

// dotSlow continues a dot product from acc, an operation at a time.
func dotSlow(acc uint32, row, numbers []uint32) uint32 {
	for j, w := range row {
		acc = Add(acc, Mul(w, numbers[j]))
	}
	return acc
}

// allFinite reports whether no number of the row is an infinity or a NaN.
func allFinite(row []uint32) bool { return !carries(row, Inf, hidden) }

// carries reports whether a number of the row, masked, plus one, has bit 31 set. With the mask of the exponent field, and one in
// its lowest place, that is a field of all ones. Mask and one are arguments to have them in registers: as constants they
// would be made anew for each number, since no instruction holds 32 bits.
func carries(row []uint32, mask, one uint32) bool {
	all := uint32(0)
	for len(row) >= 8 {
		r := (*[8]uint32)(row)
		all |= (r[0]&mask + one) | (r[1]&mask + one) | (r[2]&mask + one) | (r[3]&mask + one) |
			(r[4]&mask + one) | (r[5]&mask + one) | (r[6]&mask + one) | (r[7]&mask + one)
		row = row[8:]
	}
	for _, w := range row {
		all |= w&mask + one
	}
	return int32(all) < 0
}
