package f32

import (
	flags "flag"
	"math"
	"math/big"
	"runtime"
	"sync"
	"testing"
)

var exhaustive = flags.Bool("exhaustive", false, "look at every number there is, which takes minutes")

func TestExpOfEdgeValues(t *testing.T) {
	minusInf := Inf | signBit
	for _, test := range []struct{ a, want uint32 }{
		{Zero, One}, {signBit, One}, {1, One}, {signBit | 1, One}, {NaN, NaN}, {Neg(NaN), NaN}, {0x7f800001, NaN},
		{Inf, Inf}, {minusInf, Zero}, {0x7f7fffff, Inf}, {0xff7fffff, Zero},
		{One, 0x402df854}, {Neg(One), 0x3ebc5ab2}, // e, 1/e
		{0x33800000, 0x3f800001}, {0x337fffff, One}, // 2^-24 is half a last bit, and e^x is above that
		{0xb3000000, One}, {0xb3000001, 0x3f7fffff}, // below One a last bit is half as large
		{0x42b17217, 0x7f7fff84}, {0x42b17218, Inf}, // the last that is finite
		{0xc2aeac4f, 0x00800026}, {0xc2aeac50, 0x007fffe6}, // the first subnormal
		{0xc2cff1b4, 1}, {0xc2cff1b5, Zero}, // half of the smallest subnormal
	} {
		if got := Exp(test.a); got != test.want {
			t.Errorf("Exp(%08x) = %08x, want %08x", test.a, got, test.want)
		}
	}
}

// Every 997th number, or every one: e^a is within expError of what expParts says, so that the nearest number is certain if both
// ends of that round to it. The few for which they do not are computed anew with 200 bits.
func TestExpIsTheNearestNumber(t *testing.T) {
	stride := uint32(997)
	if *exhaustive {
		stride = 1
	}
	const expError = 4
	workers := uint32(runtime.NumCPU())
	var group sync.WaitGroup
	var lock sync.Mutex
	close := 0
	for worker := uint32(0); worker < workers; worker++ {
		group.Add(1)
		go func(worker uint32) {
			defer group.Done()
			for mag := expTiny + worker*stride; mag < expHuge; mag += workers * stride {
				for _, a := range [2]uint32{mag, mag | signBit} {
					n, power := expParts(a)
					got := expRound(n, power)
					if expRound(n, power-expError) == got && expRound(n, power+expError) == got {
						continue
					}
					want := preciseExp(a)
					lock.Lock()
					close++
					lock.Unlock()
					if got != want {
						t.Errorf("Exp(%08x) = %08x, want %08x", a, got, want)
					}
				}
			}
		}(worker)
	}
	group.Wait()
	t.Logf("one number in %d: %d are close to half way between two", stride, close)
}

// A thousand numbers against 200 bits: the error that the test above relies on.
func TestExpPartsAreAsExactAsTheySay(t *testing.T) {
	limit := new(big.Float).SetMantExp(big.NewFloat(1), -60)
	for i := uint32(0); i < 1000; i++ {
		a := expTiny + uint32(uint64(expHuge-expTiny)*uint64(i)/1000) | i<<31
		n, power := expParts(a)
		got := new(big.Float).SetPrec(200).SetMantExp(new(big.Float).SetInt64(power), int(n)-62)
		want := bigExp(a)
		difference := new(big.Float).Sub(got, want)
		difference.Abs(difference.Quo(difference, want))
		if difference.Cmp(limit) > 0 {
			t.Errorf("the parts of e^%08x are wrong by %.3g", a, difference)
		}
	}
}

func preciseExp(a uint32) uint32 {
	result, _ := bigExp(a).Float32()
	return math.Float32bits(result)
}

// bigExp is e^a with 200 bits: Taylor's series of a / 256, then squared eight times.
func bigExp(a uint32) *big.Float {
	x := new(big.Float).SetPrec(260).SetFloat64(float64(math.Float32frombits(a)) / 256)
	sum, term := new(big.Float).SetPrec(260).SetInt64(1), new(big.Float).SetPrec(260).SetInt64(1)
	for k := int64(1); k < 70; k++ {
		term.Mul(term, x)
		term.Quo(term, new(big.Float).SetInt64(k))
		sum.Add(sum, term)
	}
	for i := 0; i < 8; i++ {
		sum.Mul(sum, sum)
	}
	return sum
}
