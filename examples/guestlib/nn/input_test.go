package nn

import (
	"math"
	"strings"
	"testing"
)

func TestInputs(t *testing.T) {
	for _, test := range []struct {
		name    string
		input   []byte
		count   int
		want    []float32
		problem string
	}{
		{"bytes", []byte{0, 1, 128, 255}, 4, []float32{0, float32(1) / 255, float32(128) / 255, 1}, ""},
		{"floats", []byte{0x3f, 0x80, 0, 0, 0xc0, 0x40, 0, 0}, 2, []float32{1, -3}, ""},
		{"nothing", nil, 2, nil, "0 bytes; the model takes 2, one for each number, or 8 of big-endian float32"},
		{"one byte too many", make([]byte, 5), 4, nil, "5 bytes; the model takes 4"},
	} {
		numbers, problem := Input(test.input, test.count)
		if len(numbers) != len(test.want) || !strings.HasPrefix(problem, test.problem) || (problem == "") != (test.problem == "") {
			t.Errorf("%s: %d numbers, problem %q", test.name, len(numbers), problem)
			continue
		}
		for i, want := range test.want {
			if numbers[i] != math.Float32bits(want) {
				t.Errorf("%s: number %d is %08x, want %08x", test.name, i, numbers[i], math.Float32bits(want))
			}
		}
	}
}

func TestEveryByteIsDividedAsHardwareDoes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for i, got := range fromBytes(all) {
		if want := math.Float32bits(float32(i) / 255); got != want {
			t.Errorf("%d/255 = %08x, hardware says %08x", i, got, want)
		}
	}
}
