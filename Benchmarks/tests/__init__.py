"""Tests of the benchmark itself: python -m unittest discover -s Benchmarks -t Benchmarks"""
