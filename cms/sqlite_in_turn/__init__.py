"""A database backend for Django: SQLite, whose writers wait in line.

Left alone, a writer that finds the file locked sleeps, for a tenth of a second in the end, and whoever comes just then
takes the lock: where several write without pause, one of them waits while thousands are written. Here the threads of a
process pass their turn on, and the processes look for theirs each millisecond.
"""
