package f32

import (
	"math"
	"math/rand"
	"testing"
)

func checkSqrt(t *testing.T, a uint32) {
	// A root in double precision, rounded once more, is the nearest single: 53 bits are more than 2 * 24 + 2.
	want := hardBits(float32(math.Sqrt(float64(math.Float32frombits(a)))))
	if got := Sqrt(a); got != want {
		t.Fatalf("Sqrt(%08x) = %08x, hardware says %08x", a, got, want)
	}
}

func TestSqrtOfEdgeValues(t *testing.T) {
	for _, a := range edges {
		checkSqrt(t, a)
		checkSqrt(t, a|signBit)
	}
}

func TestSqrtOfRandomNumbers(t *testing.T) {
	if *exhaustive {
		for a := uint64(0); a < 1<<32; a++ {
			checkSqrt(t, uint32(a))
		}
		return
	}
	random := rand.New(rand.NewSource(5))
	for i := 0; i < 1_000_000; i++ {
		checkSqrt(t, random.Uint32()&magMask)
	}
	for i := uint32(0); i < 1<<12; i++ { // squares, and what is next to them
		square := math.Float32bits(float32(i * i))
		checkSqrt(t, square)
		checkSqrt(t, square+1)
		checkSqrt(t, square-1&magMask)
	}
}
