// Command guest is the program that runs inside the Opml machine in the MNIST tutorial: a perceptron of any number of layers.
//
// Model: the tutorial's ggml file, big-endian, a weight and a bias tensor for each layer. Input: a byte for each number of
// the first layer (0 to 255 stand for 0 to 1), or a big-endian float32 for each. Output: the class, the index of the largest
// number of the last layer, as a big-endian int32. Exit code 0; 1 for a model that cannot be used, 2 for such an input.
package main

import (
	"opml/examples/guestlib/machine"
	"opml/examples/guestlib/nn"
	"opml/examples/guestlib/text"
)

func main() {
	network, problem := parse(machine.ModelWords())
	if problem != "" {
		machine.Fail(machine.ExitModel, "model: "+problem)
	}
	numbers, problem := nn.Input(machine.Input(), network[0].weights.Columns())
	if problem != "" {
		machine.Fail(machine.ExitInput, "input: "+problem)
	}
	class := network.classify(numbers)
	machine.Finish(machine.Int32(class), "class "+text.Decimal(class))
}
