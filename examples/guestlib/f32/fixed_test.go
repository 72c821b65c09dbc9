package f32

import (
	"math"
	"math/big"
	"math/rand"
	"testing"
)

func TestFromFixed(t *testing.T) {
	random := rand.New(rand.NewSource(8))
	list := []int64{0, 1, -1, 1<<24 + 1, 1<<24 + 3, math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1<<62 + 1<<38, 1<<62 + 1<<38 + 1}
	for i := 0; i < 20_000; i++ {
		list = append(list, int64(random.Uint64())>>uint(random.Intn(63)))
	}
	for i, n := range list {
		for _, exponent := range [3]int{0, 15, i%260 - 60} {
			exact := new(big.Float).SetMantExp(new(big.Float).SetInt64(n), -exponent)
			want, _ := exact.Float32()
			if got := FromFixed(n, exponent); got != math.Float32bits(want) {
				t.Fatalf("FromFixed(%d, %d) = %08x, want %08x", n, exponent, got, math.Float32bits(want))
			}
		}
	}
}

func TestToFixed(t *testing.T) {
	random := rand.New(rand.NewSource(9))
	for i := 0; i < 200_000; i++ {
		a, exponent := random.Uint32(), random.Intn(400)-100
		if i%2 == 0 { // halves
			a, exponent = a&0xbff00000|0x30000000, 23
		}
		if !IsFinite(a) {
			continue
		}
		// Double precision holds every a * 2^exponent that is not beyond the bounds.
		want := math.Round(math.Ldexp(float64(math.Float32frombits(a)), exponent))
		if want > 1<<60 {
			want = 1 << 60
		} else if want < -1<<60 {
			want = -1 << 60
		}
		if got := ToFixed(a, exponent); got != int64(want) {
			t.Fatalf("ToFixed(%08x, %d) = %d, want %d", a, exponent, got, int64(want))
		}
	}
}

func TestExponent(t *testing.T) {
	for _, a := range edges {
		if a == 0 || !IsFinite(a) {
			continue
		}
		_, want := math.Frexp(float64(math.Float32frombits(a)))
		if got := Exponent(Neg(a)); got != want-1 {
			t.Errorf("Exponent(%08x) = %d, want %d", a, got, want-1)
		}
	}
}

// Every binary16 number, what lies half way to the next, and what is just beside that.
func TestToHalf(t *testing.T) {
	value := func(h uint16) float64 {
		e, m := int(h>>10), float64(h&0x3ff)
		if e == 0 {
			return math.Ldexp(m, -24)
		}
		return math.Ldexp(m+1024, e-25)
	}
	for h := uint16(0); h < 0x7c00; h++ {
		odd := h & 1
		half := float32((value(h) + value(h+1)) / 2)
		for _, test := range []struct {
			a    float32
			want uint16
		}{
			{float32(value(h)), h}, {half, h + odd}, {math.Nextafter32(half, 0), h}, {math.Nextafter32(half, 1e9), h + 1},
		} {
			if got := ToHalf(math.Float32bits(test.a)); got != test.want {
				t.Fatalf("ToHalf(%g) = %04x, want %04x", test.a, got, test.want)
			}
			if got := ToHalf(math.Float32bits(-test.a)); got != test.want|0x8000 {
				t.Fatalf("ToHalf(%g) = %04x, want %04x", -test.a, got, test.want|0x8000)
			}
		}
	}
	if got := ToHalf(0x7f7fffff); got != 0x7c00 {
		t.Errorf("ToHalf of the largest is %04x", got)
	}
}
