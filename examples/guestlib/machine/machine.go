// Package machine is what a guest sees of the Opml machine: where its model and input lie, and where its output goes.
// A guest has no files, no arguments and no clock. It only runs there (linux/mips); elsewhere nothing is at these addresses.
package machine

import (
	"syscall"
	"unsafe"

	"opml/examples/guestlib/text"
)

// Exit codes of the examples' guests: what is wrong.
const (
	ExitModel  = 1
	ExitInput  = 2
	exitOutput = 3
)

const (
	magicAddress  uintptr = 0x30000800
	inputAddress  uintptr = 0x31000000
	outputAddress uintptr = 0x32000000
	modelAddress  uintptr = 0x33000000
	modelEnd      uintptr = 0x40000000

	// magic at magicAddress says that the output is complete.
	magic uint32 = 0x12345678
)

// Input returns the input bytes where they lie. If the length before them cannot be right, the run fails.
func Input() []byte {
	bytes, ok := region(inputAddress, outputAddress)
	if !ok {
		Fail(ExitInput, "input: its length is larger than its place in memory")
	}
	return bytes
}

// Model returns the model bytes where they lie. If the length before them cannot be right, the run fails.
func Model() []byte {
	bytes, ok := region(modelAddress, modelEnd)
	if !ok {
		Fail(ExitModel, "model: its length is larger than its place in memory")
	}
	return bytes
}

// ModelWords returns the model as the big-endian words that it is, where they lie. If it is no whole number of them, the run fails.
func ModelWords() []uint32 {
	bytes := Model()
	if len(bytes)%4 != 0 {
		Fail(ExitModel, "model: "+text.Decimal(len(bytes))+" bytes are no whole number of 4-byte words")
	}
	return Words(bytes)
}

// Words returns bytes as the big-endian words that they are, where they lie; what is left past the last whole word is not among
// them. The bytes must begin at a word, as those of Input and Model do.
func Words(bytes []byte) []uint32 {
	if len(bytes) < 4 {
		return nil
	}
	return unsafe.Slice((*uint32)(unsafe.Pointer(&bytes[0])), len(bytes)/4)
}

// Int32 returns the big-endian bytes of i, and of the words that follow.
func Int32(i int, words ...uint32) []byte {
	bytes := []byte{byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)}
	for _, w := range words {
		bytes = append(bytes, byte(w>>24), byte(w>>16), byte(w>>8), byte(w))
	}
	return bytes
}

// Finish writes the output with its length, then the magic word, then the line to standard output, and ends the run with
// exit code 0.
func Finish(output []byte, line string) {
	if uintptr(len(output)) > modelAddress-outputAddress-4 {
		Fail(exitOutput, "the output is longer than its place in memory")
	}
	copy(unsafe.Slice((*byte)(at(outputAddress+4)), len(output)), output)
	*(*uint32)(at(outputAddress)) = uint32(len(output))
	*(*uint32)(at(magicAddress)) = magic
	say(syscall.Stdout, line)
	syscall.Exit(0)
}

// Fail writes the line to standard error and ends the run with the exit code, without output.
func Fail(code int, line string) {
	say(syscall.Stderr, line)
	syscall.Exit(code)
}

func say(fd int, line string) {
	// The machine takes every write whole, and a guest could do nothing about one that is lost.
	_, _ = syscall.Write(fd, []byte(line+"\n"))
}

// region returns the bytes that follow their length (4 bytes, big-endian) at start, if they end by end.
func region(start, end uintptr) ([]byte, bool) {
	length := *(*uint32)(at(start))
	if uintptr(length) > end-start-4 {
		return nil, false
	}
	return unsafe.Slice((*byte)(at(start+4)), int(length)), true
}

// at makes a pointer of an address outside of everything that Go's runtime manages.
func at(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }
