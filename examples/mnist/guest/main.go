// Command guest is the program that runs inside the Opml machine in the MNIST tutorial: a perceptron of any number of layers.
//
// Model: the tutorial's ggml file, big-endian, a weight and a bias tensor for each layer. Input: a byte for each number of
// the first layer (0 to 255 stand for 0 to 1), or a big-endian float32 for each. Output: the class, the index of the largest
// number of the last layer, as a big-endian int32. Exit code 0; 1 for a model that cannot be used, 2 for such an input.
package main

import "opml/examples/guestlib/machine"

func main() {
	bytes, ok := machine.Model()
	if !ok {
		machine.Fail(exitModel, "model: its length is larger than its place in memory")
	}
	if len(bytes)%4 != 0 {
		machine.Fail(exitModel, "model: "+decimal(len(bytes))+" bytes are no whole number of 4-byte words")
	}
	network, problem := parse(machine.Words(bytes))
	if problem != "" {
		machine.Fail(exitModel, "model: "+problem)
	}

	bytes, ok = machine.Input()
	if !ok {
		machine.Fail(exitInput, "input: its length is larger than its place in memory")
	}
	numbers, problem := numbersOf(bytes, network[0].inputs)
	if problem != "" {
		machine.Fail(exitInput, "input: "+problem)
	}

	class := network.classify(numbers)
	machine.Finish([]byte{byte(class >> 24), byte(class >> 16), byte(class >> 8), byte(class)}, "class "+decimal(class))
}

const (
	exitModel = 1
	exitInput = 2
)

// decimal writes n, which is not negative, in base ten.
func decimal(n int) string {
	var digits [20]byte
	at := len(digits)
	for {
		at--
		digits[at] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(digits[at:])
		}
	}
}
