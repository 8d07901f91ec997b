"""A database backend for Django: SQLite, whose writers wait in line.

Left alone, a writer that finds the file locked sleeps and looks again, after a tenth of a second in the end, and whoever
comes just then takes the lock: of sixteen that write at once some wait for more than a second, and none of them is
sent before the others. Here those of a process hand their turn on, and the processes look each millisecond.
"""
