"""`python -m relazione` is the program `relazione`."""

from relazione.cli import main

main()
