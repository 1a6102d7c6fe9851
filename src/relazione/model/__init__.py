"""The model room: what the record is made of (sources, documents, evidence, claims, decisions, links, facts, dates, errors).

Read `claims` for the seven kinds and their codebook, `dates` for EDTF, `evidence` for how a claim leads back to its words.
"""
