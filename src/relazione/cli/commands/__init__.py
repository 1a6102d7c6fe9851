"""The room `cli`: the commands, a file for each thing that people come for."""
