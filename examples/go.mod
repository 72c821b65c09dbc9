module opml/examples

go 1.19
