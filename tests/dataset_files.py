"""Small made files in the formats of the datasets: the columns are the real ones, the rows are ours (their facts are history's).

A dataset of the catalogue without a sample here fails the contract suite.
"""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """`text`: a small file whose rows are all good; `name`: what it is called when it is downloaded; `claims`: how many it gives."""

    name: str
    text: str
    claims: int


_DYADIC = (
    "disno,dyindex,statea,namea,stateb,nameb,strtday,strtmnth,strtyr,endday,endmnth,endyear,outcome,settlmnt,fatlev,highact,"
    "hihost,recip,noinit,notarg,sideaa,war,year"
)

SAMPLES: dict[str, Sample] = {
    "cow-mid-dyadic": Sample(
        "dyadic_mid_4.02.csv",
        f"{_DYADIC}\n"
        "9001,1,325,ITA,640,TUR,29,9,1911,18,10,1912,0,0,0,20,5,1,1,1,1,1,1911\n"
        "9001,1,325,ITA,640,TUR,29,9,1911,18,10,1912,1,1,6,20,5,1,1,1,1,1,1912\n"
        "9001,1,640,TUR,325,ITA,29,9,1911,18,10,1912,0,0,0,20,5,1,1,1,0,1,1911\n"
        "9001,1,640,TUR,325,ITA,29,9,1911,18,10,1912,2,1,6,20,5,1,1,1,0,1,1912\n"
        "9002,1,220,FRN,255,GMY,-9,3,1905,-9,-9,1906,5,3,0,8,3,1,1,1,0,0,1905\n",
        2,
    ),
}
