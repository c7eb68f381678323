"""Stands in for the kernel's way to install packages: there is nothing to install.

It is also the first of the course's code that the kernel imports.
"""
