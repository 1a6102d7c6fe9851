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

_ALLIANCE = (
    "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,"
    "mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,"
    "entente,version"
)
_WAR = (
    "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,StartMonth2,StartDay2,"
    "StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,Version"
)
_MIDA = (
    "dispnum3,dispnum4,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,"
    "numb,link1,ongo2010,version"
)
_MIDB = (
    "dispnum3,dispnum4,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,"
    "hiact,hostlev,orig,version"
)
_GML = (
    "dispnum,ccode1,ccode2,year,midongoing,midonset,sidea1,sidea2,revstate1,revstate2,fatality1,fatality2,fatalpre1,fatalpre2,hiact1,"
    "hiact2,hostlev1,hostlev2,orig1,orig2,hiact,hostlev,mindur,maxdur,outcome,settle,fatality,fatalpre,stmon,endmon,recip,version"
)
_GML_PART = "dispnum,ccode,styear,stmon,stday,endyear,endmon,endday,obsid_start,obsid_end,sidea,hiact,orig"
_CHANGE = "year,month,gainer,gaintype,procedur,entity,contgain,area,pop,portion,loser,losetype,contlose,entry,exit,number,indep,conflict,version"

SAMPLES: dict[str, Sample] = {
    "cow-alliances-members": Sample(
        "alliance_v4.1_by_member.csv",
        f"{_ALLIANCE}\n"
        '9001,200,"United Kingdom",12,3,1854,30,3,1856,"Type I: Defense Pact",12,3,1854,30,3,1856,0,0,1,0,0,1,4.1\n'
        '9001,640,"Turkey",12,3,1854,30,3,1856,"Type I: Defense Pact",12,3,1854,30,3,1856,0,0,0,0,0,1,4.1\n'
        '9001,325,"Italy",12,3,1854,30,3,1856,"Type I: Defense Pact",15,3,1855,30,3,1856,0,0,1,0,0,1,4.1\n'
        '9002,200,"United Kingdom",9,5,1386,,,,"Type I: Defense Pact",1,1,1816,,,,1,1,1,0,1,0,4.1\n'
        '9002,235,"Portugal",9,5,1386,,,,"Type I: Defense Pact",1,1,1816,,,,1,1,1,0,1,0,4.1\n',
        3,
    ),
    "cow-contiguity": Sample(
        "contdir.csv",
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
        '325640,325,"ITA",640,"TUR",4,186102,191210,"Over the sea; until Libya changes hands",3.2\n'
        '220325,220,"FRN",325,"ITA",1,181601,194211,"On land",3.2\n'
        '220325,220,"FRN",325,"ITA",1,194408,201612,"On land again",3.2\n'
        '225325,225,"SWZ",325,"ITA",1,181601,201612,"On land",3.2\n'
        '230325,230,"SPN",325,"ITA",5,181601,201612,"Over the sea",3.2\n',
        5,
    ),
    "cow-interstate-wars": Sample(
        "Inter-StateWarData_v4.0.csv",
        f"{_WAR}\n"
        "9001,Italian-Turkish,1,325,Italy,1,9,29,1911,10,18,1912,-8,-8,-8,-8,-8,-8,-8,6,1,1,-8,6000,4\n"
        "9001,Italian-Turkish,1,640,Turkey,2,9,29,1911,10,18,1912,-8,-8,-8,-8,-8,-8,-8,6,2,2,-8,-9,4\n"
        "9002,Crimean,1,640,Turkey,1,10,23,1853,3,1,1856,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,45000,4\n"
        "9002,Crimean,1,325,Italy,1,1,10,1855,3,1,1856,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,2200,4\n"
        "9002,Crimean,1,365,Russia,2,10,23,1853,3,1,1856,-8,-8,-8,-8,-8,-8,-8,2,1,2,-8,100000,4\n"
        "9003,War with a pause,1,325,Italy,1,3,24,1848,8,9,1848,3,12,1849,3,30,1849,-8,2,1,2,-8,3400,4\n"
        "9003,War with a pause,1,300,Austria,2,3,24,1848,8,9,1848,3,12,1849,3,30,1849,-8,2,2,1,-8,3927,4\n",
        12,
    ),
    "cow-mid-a": Sample(
        "MIDA_4.2.csv",
        f"{_MIDA}\n"
        "9001,-9,12,9,1911,18,10,1912,1,1,6,-9,403,403,20,5,1,1,1,0,0,4.2\n"
        "9002,-9,-9,3,1905,-9,-9,1906,5,3,0,0,300,270,8,3,0,1,1,0,0,4.2\n",
        0,
    ),
    "cow-mid-b": Sample(
        "MIDB_4.2.csv",
        f"{_MIDB}\n"
        "9001,-9,TUR,640,12,9,1911,18,10,1912,0,1,2,-9,6,-9,20,5,1,4.2\n"
        "9001,-9,ITA,325,12,9,1911,18,10,1912,1,0,0,-9,6,-9,20,5,1,4.2\n"
        "9002,-9,ITA,325,25,8,1914,23,5,1915,1,0,0,-9,0,0,21,5,1,4.2\n"
        "9002,-9,TUR,640,-9,1,1915,23,5,1915,0,0,0,-9,0,0,0,1,0,4.2\n"
        "9002,-9,AUH,300,25,8,1914,31,12,1914,0,0,0,-9,0,0,7,3,1,4.2\n",
        3,
    ),
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
    "cow-states": Sample(
        "states2016.csv",
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "ITA,325,Italy,1816,1,1,2016,12,31,2016\n"
        "PAP,327,Papal States,1816,1,1,1860,11,5,2016\n"
        "TUR,640,Turkey,1816,1,1,2016,12,31,2016\n",
        0,
    ),
    "cow-territorial-change": Sample(
        "tc2018.csv",
        f"{_CHANGE}\n"
        "1912,3,325,0,1,620,0,1051539.00,523176,1,640,0,1,-9,0,9001,0,1,5\n"
        "1829,9,365,1,3,640,1,8580.00,.,0,640,1,1,0,0,9002,0,1,5\n"
        "1825,.,616,1,4,616,-9,116348.00,875000,1,640,0,1,-9,0,9003,1,0,5\n"
        "1870,10,325,1,5,327,1,11790.00,723161,1,327,1,-9,0,0,9004,0,0,5\n"
        "1869,.,325,0,3,531,0,629.00,1193,0,-9,1,-9,0,0,9005,0,0,5\n",
        8,
    ),
    "gml-mid-directed": Sample(
        "gml_dirdisp.csv",
        f"{_GML}\n"
        "9001,325,640,1911,1,1,1,0,0,1,6,6,6000,14000,20,20,5,5,1,1,20,5,385,414,1,1,6,-9,9,10,1,gml-2.2.1\n"
        "9001,325,640,1912,1,0,1,0,0,1,6,6,6000,14000,20,20,5,5,1,1,20,5,385,414,1,1,6,-9,9,10,1,gml-2.2.1\n"
        "9001,640,325,1911,1,1,0,1,1,0,6,6,14000,6000,20,20,5,5,1,1,20,5,385,414,1,1,6,-9,9,10,1,gml-2.2.1\n"
        "9001,640,325,1912,1,0,0,1,1,0,6,6,14000,6000,20,20,5,5,1,1,20,5,385,414,1,1,6,-9,9,10,1,gml-2.2.1\n"
        "9002,220,255,1905,1,1,0,1,0,1,0,0,0,0,0,8,1,3,1,1,8,3,30,60,-9,3,0,0,3,4,0,gml-2.2.1\n",
        2,
    ),
    "gml-mid-disputes": Sample(
        "gml_mid_disps.csv",
        "dispnum,styear,stmon,outcome,settle,fatality,mindur,maxdur,hiact,hostlev,recip\n"
        "9001,1911,9,1,1,6,385,414,20,5,1\n"
        "9002,1905,3,-9,3,0,30,60,8,3,0\n",
        0,
    ),
    "gml-mid-participants": Sample(
        "gml_part.csv",
        f"{_GML_PART}\n"
        "9001,640,1911,9,-9,1912,10,18,TUR-1909,TUR-1909,0,20,1\n"
        "9001,325,1911,9,-9,1912,10,18,ITA-1911,ITA-1911,1,20,1\n"
        "9002,640,1880,6,7,1880,11,25,TUR-1876,TUR-1876,0,7,1\n"
        "9002,325,1880,9,14,1880,11,25,ITA-1879,ITA-1879,1,7,0\n",
        2,
    ),
    "grh-arms-races": Sample(
        "grh_arms_races.csv", "race_id,ccode1,ccode2,styear,endyear\n9001,325,640,1934,1936\n9002,220,255,1905,1914\n", 2
    ),
    "gw-microstates": Sample(
        "microstatessystem.dat",
        "54\tDMA\tDominica\t03:11:1978\t31:12:2017\n331\tSNM\tSan Marino\t01:01:1816\t31:12:2017\n",
        0,
    ),
    "gw-states": Sample(
        "iisystem.dat",
        "325\tITA\tItaly/Sardinia\t01:01:1816\t31:12:2017\n"
        "327\tPAP\tPapal States\t01:01:1816\t22:09:1870\n"
        "640\tTUR\tTurkey (Ottoman Empire)\t01:01:1816\t31:12:2017\n",
        0,
    ),
    "gw-states-isard": Sample(
        "gw_system.csv",
        "gwcode,gw_abb,gw_name,microstate,start,end\n"
        "325,ITA,Italy/Sardinia,0,1816-01-01,2020-12-31\n"
        "327,PAP,Papal States,0,1816-01-01,1870-09-22\n"
        "331,SNM,San Marino,1,1816-01-01,2020-12-31\n",
        0,
    ),
    "gw-states-r": Sample(
        "gwstates.csv",
        "gwcode,gwc,country_name,start,end,microstate\n"
        "325,ITA,Italy,1816-01-01,9999-12-31,False\n"
        "327,PAP,Papal States,1816-01-01,1870-09-22,False\n",
        0,
    ),
    "thompson-dreyer-rivalries": Sample(
        "td_rivalries.csv",
        "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,region,type1,type2,type3\n"
        "9001,Italy-Turkey,325,640,1884,1943,European GPs,positional,spatial,\n"
        "9002,Venice-Ottoman Empire,324,640,1494,1717,European GPs,spatial,,\n",
        2,
    ),
    "thompson-sakuwa-suhas-rivalries": Sample(
        "tss_rivalries.csv",
        "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin\n"
        "9001,Italy-Turkey,325,640,1884,1943,1.0,1.0,,,,\n"
        "9002,Greece-Turkey,350,640,1955,2020,,1.0,,,1.0,\n",
        2,
    ),
}
