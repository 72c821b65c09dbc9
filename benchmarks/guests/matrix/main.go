// Products of two matrices of float32, in Go's softfloat.
package main

const (
	size   = 48
	rounds = 10
)

func main() {
	var a, b, c [size][size]float32
	for i := 0; i < size; i++ {
		for j := 0; j < size; j++ {
			a[i][j] = float32(i*3-j) / 7
			b[i][j] = float32(j*5-i) / 11
		}
	}
	for round := 0; round < rounds; round++ {
		for i := 0; i < size; i++ {
			for j := 0; j < size; j++ {
				sum := float32(0)
				for k := 0; k < size; k++ {
					sum += a[i][k] * b[k][j]
				}
				c[i][j] = sum
			}
		}
		for i := 0; i < size; i++ {
			for j := 0; j < size; j++ {
				a[i][j] = c[j][i] / 512
			}
		}
	}
	println(int32(c[3][5] * 1024))
}
