"""The benchmark: `make bench` measures the public pages and prints tables; it asserts no time."""
