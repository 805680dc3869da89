"""The benchmark's data: an e-commerce clickstream, its column files and its event files."""
