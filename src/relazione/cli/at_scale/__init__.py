"""The room `cli`: reading at scale. Documents in, Parquet out, by processes or by Spark; and that Parquet into a record.

chunks.py     what is to be read, cut into pieces, the same whoever reads them
parquet.py    coded documents as Parquet: the columns, a piece written, a piece read
piece.py      one piece read: by worker processes, as `relazione read` does it
folder.py     the folder of pieces: which are there already, when it is whole
here.py       the pieces one after another, by processes of this machine
on_spark.py   the pieces as tasks of Spark
sound.py      what a row has to be before a record takes it in
taking.py     the rows as outcomes of reading, for the record
"""
