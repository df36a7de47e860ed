"""Benchmarks, one module each with a function `main(argv)`: `./run bench NAME` runs it, without a name lists them."""
