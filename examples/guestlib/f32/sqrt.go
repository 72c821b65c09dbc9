package f32

// Sqrt returns the number nearest to the square root of a: -0 for -0, NaN for what is negative.
func Sqrt(a uint32) uint32 {
	switch {
	case a&magMask == 0 || a == Inf:
		return a
	case a > Inf: // a NaN, or negative
		return NaN
	}
	e, m := normalise(a)
	e -= 127
	if e&1 != 0 {
		m <<= 1
		e--
	}
	// m is in [2^23, 2^25). A bit of the root at a time, from the top: rest is what m exceeds the square of the root so far by,
	// moved up by a place a bit, twice the root stands in double.
	root, double, rest := uint32(0), uint32(0), m<<1
	for bit := uint32(1 << 24); bit != 0; bit >>= 1 {
		if next := double + bit; next <= rest {
			rest -= next
			double = next + bit
			root |= bit
		}
		rest <<= 1
	}
	root <<= 6
	if rest != 0 {
		root |= 1
	}
	return round(0, e>>1+127, root)
}
