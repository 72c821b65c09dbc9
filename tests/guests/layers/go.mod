module opml/tests/guests/layers

go 1.19

require opml/examples v0.0.0

replace opml/examples => ../../../examples
