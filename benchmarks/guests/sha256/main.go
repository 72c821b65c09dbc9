// SHA-256 by Go's standard library.
package main

import "crypto/sha256"

func main() {
	data := make([]byte, 1<<16)
	for i := range data {
		data[i] = byte(i * 7)
	}
	var sum [32]byte
	for round := 0; round < 400; round++ {
		sum = sha256.Sum256(data)
		copy(data, sum[:])
	}
	println(sum[0], sum[31])
}
