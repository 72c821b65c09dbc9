// Much code and little of it hot: JSON read and written, maps, interfaces, sorting, formatting.
package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sort"
	"strings"
)

type record struct {
	Name  string            `json:"name"`
	Size  int               `json:"size"`
	Tags  []string          `json:"tags"`
	Notes map[string]string `json:"notes"`
}

type shape interface{ area() int }

type square struct{ side int }
type oblong struct{ width, height int }

func (s square) area() int { return s.side * s.side }
func (o oblong) area() int { return o.width * o.height }

func main() {
	debug.SetGCPercent(-1) // the machine's Go programs do not collect either
	records := make([]record, 12)
	for i := range records {
		records[i] = record{
			Name:  fmt.Sprintf("record %04d", i*7919%10000),
			Size:  i * i,
			Tags:  strings.Split("red,green,blue,white", ",")[:i%5],
			Notes: map[string]string{"left": strings.Repeat("x", i), "right": fmt.Sprint(i, true)},
		}
	}
	total := 0
	counts := map[string]int{}
	for round := 0; round < 1500; round++ {
		text, err := json.Marshal(records)
		if err != nil {
			panic(err)
		}
		var read []record
		if err := json.Unmarshal(text, &read); err != nil {
			panic(err)
		}
		sort.Slice(read, func(i, j int) bool { return read[i].Name < read[j].Name })
		for i, r := range read {
			var s shape = square{r.Size}
			if i%2 == 0 {
				s = oblong{i, r.Size}
			}
			total += s.area()
			for _, word := range strings.Fields(strings.ToUpper(r.Name + " " + r.Notes["right"])) {
				counts[word]++
			}
		}
	}
	println(total&0xffff, len(counts))
}
