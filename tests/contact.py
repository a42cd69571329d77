"""The contact with which tests run: some pages exist only with it. Apart, as benchmarks run without Django."""

CONTACT = "hello@careerpath.example"
