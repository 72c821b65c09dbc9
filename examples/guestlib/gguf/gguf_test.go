package gguf

import (
	"encoding/binary"
	"strings"
	"testing"
)

// A file under construction.
type file []byte

func (f *file) word(w uint32) { *f = append(*f, byte(w>>24), byte(w>>16), byte(w>>8), byte(w)) }
func (f *file) size(n uint64) { f.word(uint32(n >> 32)); f.word(uint32(n)) }
func (f *file) text(s string) { f.size(uint64(len(s))); *f = append(*f, s...) }

func header(tensors, pairs uint64) *file {
	f := file("GGUF")
	f.word(3)
	f.size(tensors)
	f.size(pairs)
	return &f
}

func (f *file) tensor(name string, kind uint32, offset uint64, dimensions ...uint64) {
	f.text(name)
	f.word(uint32(len(dimensions)))
	for _, d := range dimensions {
		f.size(d)
	}
	f.word(kind)
	f.size(offset)
}

func (f *file) data(alignment, length int) []byte {
	for len(*f)%alignment != 0 {
		*f = append(*f, 0)
	}
	for i := 0; i < length; i++ {
		*f = append(*f, byte(i))
	}
	return *f
}

// good has metadata of every kind, another alignment, and a layer.
func good() []byte {
	f := header(2, 13)
	for kind, bytes := range kindBytes {
		f.text("k" + string(rune('a'+kind)))
		f.word(uint32(kind))
		switch kind {
		case kindString:
			f.text("value")
		case kindArray:
			f.word(kindString)
			f.size(2)
			f.text("one")
			f.text("two")
		default:
			*f = append(*f, make([]byte, bytes)...)
		}
	}
	f.tensor("w", typeQ8, 0, 64, 1, 2)
	f.tensor("b", typeF32, 160, 2)
	return f.data(32, 168)
}

func TestReadLayers(t *testing.T) {
	layers, problem := ReadLayers(good())
	if problem != "" || len(layers) != 1 {
		t.Fatalf("%d layers, problem %q", len(layers), problem)
	}
	w, b := layers[0].Weights, layers[0].Bias
	if w.Name != "w" || len(w.Shape) != 2 || w.Shape[0] != 64 || w.Shape[1] != 2 || !w.Quantized || len(w.Data) != 4*BlockBytes || w.Data[1] != 1 {
		t.Errorf("weights %+v", w)
	}
	if b.Quantized || len(b.Words()) != 2 || b.Words()[1] != binary.BigEndian.Uint32([]byte{164, 165, 166, 167}) {
		t.Errorf("bias %+v", b)
	}
}

func TestAnAlignmentIsKept(t *testing.T) {
	f := header(2, 1)
	f.text("general.alignment")
	f.word(kindUint32)
	f.word(256)
	f.tensor("w", typeF32, 0, 2)
	f.tensor("b", typeF32, 256, 2)
	layers, problem := ReadLayers(f.data(256, 264))
	if problem != "" || layers[0].Weights.Data[0] != 0 || layers[0].Bias.Data[1] != 1 {
		t.Errorf("%+v, problem %q", layers, problem)
	}
}

func TestEveryTruncationIsFound(t *testing.T) {
	whole := good()
	for length := range whole {
		if _, problem := ReadLayers(whole[:length]); problem == "" {
			t.Fatalf("%d of %d bytes are taken", length, len(whole))
		}
	}
}

func TestReadLayersSaysWhatIsWrong(t *testing.T) {
	with := func(change func(f *file)) []byte {
		f := header(2, 0)
		change(f)
		return f.data(32, 4096)
	}
	bias := func(f *file) { f.tensor("b", typeF32, 0, 2) }
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "it is no GGUF file"},
		{"ggml", []byte("ggml1234"), "-Format Gguf -Type Q8_0 -ByteOrder Big"},
		{"little-endian", []byte("GGUF\x03\x00\x00\x00"), "it is little-endian"},
		{"version 2", []byte("GGUF\x00\x00\x00\x02"), "another version"},
		{"no tensors", *header(0, 0), "0 tensors are no pairs"},
		{"one tensor", header1(), "1 tensors are no pairs"},
		{"more tensors than there are", *header(1<<40, 0), "the file ends within its header"},
		{"more pairs than there are", *header(0, 1<<27), "the file ends within its header"},
		{"five dimensions", with(func(f *file) { f.tensor("w", typeF32, 0, 1, 1, 1, 1, 1) }), "tensor w: more than 4 dimensions"},
		{"a dimension of 0", with(func(f *file) { f.tensor("w", typeF32, 0, 0) }), "tensor w: a dimension is 0"},
		{"a product past 32 bits", with(func(f *file) { f.tensor("w", typeF32, 0, 1<<20, 1<<20) }), "tensor w: more values than"},
		{"a byte count past 32 bits", with(func(f *file) { f.tensor("w", typeF32, 0, 1<<27) }), "tensor w: more values than"},
		{"another type", with(func(f *file) { f.tensor("w", 1, 0, 32) }), "tensor w: it is of another type"},
		{"half blocks", with(func(f *file) { f.tensor("w", typeQ8, 0, 16, 2) }), "tensor w: its rows are no whole blocks"},
		{"values past the end", with(func(f *file) { bias(f); f.tensor("w", typeF32, 4096, 2) }), "tensor w: its values lie outside"},
		{"an offset between multiples", with(func(f *file) { bias(f); f.tensor("w", typeF32, 4, 2) }), "tensor w: its values lie outside"},
		{"an array past the end", func() []byte {
			f := header(2, 1)
			f.text("k")
			f.word(kindArray)
			f.word(10)
			f.size(1<<28 - 1)
			return *f
		}(), "the file ends within its header"},
		{"an array of arrays", func() []byte {
			f := header(2, 1)
			f.text("k")
			f.word(kindArray)
			f.word(kindArray)
			f.size(1)
			return *f
		}(), "the file ends within its header"},
		{"an alignment of 0", func() []byte {
			f := header(0, 1)
			f.text("general.alignment")
			f.word(kindUint32)
			f.word(0)
			return *f
		}(), "its alignment is no power of two"},
	} {
		if _, problem := ReadLayers(test.file); !strings.Contains(problem, test.want) {
			t.Errorf("%s: problem %q, want %q", test.name, problem, test.want)
		}
	}
}

func header1() []byte {
	f := header(1, 0)
	f.tensor("w", typeF32, 0, 2)
	return f.data(32, 8)
}
