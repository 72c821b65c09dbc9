// Package q8 is layers of neural networks in fixed point: weights as ggml's Q8_0 has them, numbers of 16 bits with an exponent in
// common, products added up in 32 bits. It is integer arithmetic throughout, so that its results are the same everywhere.
package q8

import (
	"math/bits"
	"unsafe"

	"opml/examples/guestlib/f32"
	"opml/examples/guestlib/gguf"
)

// scaleBits is the length of a matrix's largest scale as an integer.
const scaleBits = 15

// A Matrix is rows of weights in blocks: weight = q * scale * 2^-exponent.
type Matrix struct {
	rows, blocks int     // blocks a row
	data         []byte  // as gguf has them
	scales       []int32 // of each block
	exponent     int
}

// NewMatrix makes a matrix of Q8_0 blocks, row by row; it keeps the slice. A block's scale becomes the nearest integer times a power of
// two that all blocks share, halves away from zero; the largest has 15 bits.
func NewMatrix(data []byte, rows int) (m *Matrix, problem string) {
	count := len(data) / gguf.BlockBytes
	if count%rows != 0 {
		return nil, "its rows are no whole blocks"
	}
	m = &Matrix{rows: rows, blocks: count / rows, data: data, scales: make([]int32, count)}
	most := uint32(0)
	for i := range m.scales {
		if mag := m.half(i) & 0x7fff; mag > most {
			most = mag
		}
	}
	if most >= 0x7c00 {
		return nil, "a block's scale is not finite"
	}
	e, s := splitHalf(most)
	// Units of 2^-24, in which a scale is s * 2^(e-1).
	down := e - 1 + bits.Len32(s) - scaleBits
	if most == 0 {
		down = 0
	}
	for i := range m.scales {
		half := m.half(i)
		e, s := splitHalf(half & 0x7fff)
		if up := e - 1 - down; up >= 0 {
			s <<= uint(up)
		} else if up < -16 {
			s = 0
		} else {
			s = (s + 1<<(uint(-up)-1)) >> uint(-up)
		}
		m.scales[i] = int32(s)
		if half&0x8000 != 0 {
			m.scales[i] = -m.scales[i]
		}
	}
	m.exponent = 24 - down
	return m, ""
}

// Quantize makes a matrix of f32 numbers, row by row, each row filled up with zeros to whole blocks.
func Quantize(numbers []uint32, rows int) (m *Matrix, problem string) {
	columns := len(numbers) / rows
	blocks := (columns + gguf.BlockLength - 1) / gguf.BlockLength
	data := make([]byte, rows*blocks*gguf.BlockBytes)
	at := 0
	for row := 0; row < rows; row++ {
		rest := numbers[row*columns : (row+1)*columns]
		for len(rest) > 0 {
			n := gguf.BlockLength
			if n > len(rest) {
				n = len(rest)
			}
			if !quantizeBlock(rest[:n], data[at:at+gguf.BlockBytes]) {
				return nil, "a weight is too large for Q8_0, or is not finite"
			}
			rest, at = rest[n:], at+gguf.BlockBytes
		}
	}
	return NewMatrix(data, rows)
}

// quantizeBlock does what ggml's quantize_row_q8_0_ref does: the scale is the largest magnitude / 127, stored as a binary16; a number
// times the scale's inverse is rounded to the nearest integer, halves away from zero.
func quantizeBlock(numbers []uint32, block []byte) bool {
	most := uint32(0)
	for _, a := range numbers {
		if mag := a &^ (1 << 31); mag > most {
			most = mag
		}
	}
	if !f32.IsFinite(most) {
		return false
	}
	scale := f32.Div(most, f32.FromInt(127))
	half := f32.ToHalf(scale)
	if half >= 0x7c00 {
		return false
	}
	block[0], block[1] = byte(half>>8), byte(half)
	if scale == f32.Zero {
		return true
	}
	inverse := f32.Div(f32.One, scale)
	if !f32.IsFinite(inverse) {
		return true
	}
	for i, a := range numbers {
		block[2+i] = byte(f32.ToFixed(f32.Mul(a, inverse), 0))
	}
	return true
}

// half is a block's scale as it is stored.
func (m *Matrix) half(block int) uint32 {
	b := m.data[block*gguf.BlockBytes : block*gguf.BlockBytes+2]
	return uint32(b[0])<<8 | uint32(b[1])
}

// splitHalf splits a finite magnitude of binary16 into s * 2^(e-25).
func splitHalf(mag uint32) (e int, s uint32) {
	e, s = int(mag>>10), mag&0x3ff
	if e == 0 {
		return 1, s
	}
	return e, s | 0x400
}

// dot returns the sum over the row's blocks of scale * (the sum of q * number over the block). The numbers, at most 2^15 in magnitude,
// fill the blocks, so that a block's sum is at most 2^27.
//
// Eight terms at a time are written out: each is two loads, a multiplication and an addition, and all fit the registers.
func (m *Matrix) dot(row int, numbers []int32) int64 {
	if len(numbers) != m.blocks*gguf.BlockLength {
		panic("q8: a row and a vector of different lengths")
	}
	if m.blocks == 0 {
		return 0
	}
	q := unsafe.Pointer(&m.data[row*m.blocks*gguf.BlockBytes])
	x := unsafe.Pointer(&numbers[0])
	total := int64(0)
	for _, scale := range m.scales[row*m.blocks : (row+1)*m.blocks] {
		sum := int32(0)
		for end := unsafe.Add(x, 4*gguf.BlockLength); x != end; x = unsafe.Add(x, 4*8) {
			b, n := (*[8]int8)(unsafe.Add(q, 2)), (*[8]int32)(x)
			sum += int32(b[0])*n[0] + int32(b[1])*n[1] + int32(b[2])*n[2] + int32(b[3])*n[3] +
				int32(b[4])*n[4] + int32(b[5])*n[5] + int32(b[6])*n[6] + int32(b[7])*n[7]
			q = unsafe.Add(q, 8)
		}
		q = unsafe.Add(q, 2)
		total += int64(sum) * int64(scale)
	}
	return total
}
