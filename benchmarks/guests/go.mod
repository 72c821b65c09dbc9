module guests

go 1.19
