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
        7,
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
    "cow-diplomatic-exchange": Sample(
        "Diplomatic_Exchange_2006v1.csv",
        "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version\n"
        "325,640,1859,3,2,1,2006.0999755859375\n"
        "325,640,1864,2,2,1,2006.0999755859375\n"
        "325,640,1920,0,0,0,2006.0999755859375\n"
        "325,640,1925,3,3,1,2006.0999755859375\n"
        "325,640,1950,9,9,1,2006.0999755859375\n"
        "325,640,2005,3,1,1,2006.0999755859375\n",
        10,
    ),
    "cow-igo-state-year": Sample(
        "state_year_formatv3.csv",
        "ccode,year,state,un,upu,itu,nato,xyz\n"
        "325,1910,italy,-1,1,1,-1,0\n"
        "325,1915,italy,-1,-9,1,-1,0\n"
        "325,1920,italy,-1,1,1,-1,0\n"
        "325,1965,italy,1,1,1,1,0\n"
        "325,1966,italy,1,1,1,1,2\n"
        "325,1967,italy,1,1,1,1,0\n"
        "640,1966,turkey,1,1,1,1,3\n"
        "640,1967,turkey,1,1,0,1,3\n",
        10,
    ),
    "cow-igo-year": Sample(
        "igo_year_formatv3.csv",
        "ioname,orgname,year,france,russia,italy,turkey,trinidad,usa,sdate,deaddate,longorgname,ionum,version\n"
        "UPU,Universal Postal Union,1910,1,1,1,1,-1,1,1874,.,Universal Postal Union,4400,3\n"
        "UPU,Universal Postal Union,1915,1,1,1,-9,-1,1,1874,.,Universal Postal Union,4400,3\n"
        "XYZ,An Organisation,1966,0,0,2,0,0,1,1966,1967,An Organisation of its time,9001,3\n"
        "XYZ,An Organisation,1967,0,0,2,0,0,0,1966,1967,An Organisation of its time,9001,3\n",
        7,
    ),
    "cow-igo-dyad-year": Sample(
        "dyadic_formatv3.csv",
        "dyadid,ccode1,country1,ccode2,country2,year,un,upu,itu,nato\n"
        "325640,325,italy,640,turkey,1910,-1,1,1,-1\n"
        "325640,325,italy,640,turkey,1966,1,-9,1,0\n",
        0,
    ),
    "atop-dyad-year-extract": Sample(
        "atop_alliance.csv",
        "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
        "325,640,1928,0,0,1,0,0\n"
        "640,325,1928,0,0,1,0,0\n"
        "325,640,1929,0,0,1,0,0\n"
        "640,325,1929,0,0,1,0,0\n"
        "325,640,1930,0,0,0,0,0\n"
        "640,325,1930,0,0,0,0,0\n"
        "325,640,2017,1,0,0,1,0\n"
        "640,325,2017,1,0,0,0,0\n"
        "325,640,2018,1,0,0,1,1\n"
        "640,325,2018,1,0,0,1,1\n",
        2,
    ),
    "atop-dyad-year": Sample(
        "atop5_1ddyr.csv",
        "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB,number,asymm,atopid1,atopid2,atopid3\n"
        "325640,1928,1,0,0,1,0,0,325,640,1,0,9001,.,.\n"
        "640325,1928,1,0,0,1,0,0,640,325,1,0,9001,.,.\n"
        "325300,1900,1,1,0,1,0,1,325,300,1,0,9002,.,.\n",
        2,
    ),
    "atop-members": Sample(
        "atop5_1m.csv",
        "atopid,member,yrent,moent,dayent,ineffect,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n"
        "9001,325,1928,5,30,0,1935,11,18,0,0,1,0,0\n"
        "9001,640,1928,5,30,0,1935,11,18,0,0,1,0,0\n"
        "9002,325,1949,4,4,1,0,0,0,1,0,0,1,1\n"
        "9002,640,1951,10,22,1,0,0,0,1,0,0,1,1\n"
        "9002,2,1949,4,4,1,0,0,0,1,0,0,1,1\n",
        2,
    ),
    "atop-alliances": Sample(
        "atop5_1a.csv",
        "atopid,cowid,begyr,begmo,begday,endyr,endmo,endday,ineffect,bilat,defense,offense,neutral,nonagg,consul\n"
        "9001,136,1928,5,30,1935,11,18,0,1,0,0,1,0,0\n"
        "9002,227,1949,4,4,0,0,0,1,0,1,0,0,1,1\n",
        0,
    ),
    "lowy-diplomacy-index": Sample(
        "2019_LowyInstituteGlobalDiplomacyIndex_FullDataset.csv",
        '"COUNTRY","POPULATION (M)","GDP (B, USD)","OVERALL RANK","POST CITY","POST COUNTRY","TYPE OF POST","POST TYPE TITLE"\n'
        '"Italy","60","2000","1","Ankara","Turkey","Embassy / High Commission","Embassy"\n'
        '"Italy","60","2000","1","Istanbul","Turkey","Consulate / Consulate-General","Consulate-General"\n'
        '"Italy","60","2000","1","Izmir","Turkey","Consulate / Consulate-General","Consulate"\n'
        '"Italy","60","2000","1","New York","United States","Permanent Mission / Delegation","Permanent Mission"\n'
        '"Turkey","80","700","2","Canberra","Australia","Embassy / High Commission","Embassy"\n'
        '"Turkey","80","700","2","Erbil","Iraq","Other","Representative Office"\n',
        6,
    ),
    "lowy-diplomacy-index-2021": Sample(
        "global-diplomacy-index-2024.csv",
        "Country,Post city,Post country,Post type,Region,Overall rank\n"
        "Italy,Ankara,Türkiye,Embassy or High Commission,Europe,1\n"
        "Italy,Istanbul,Türkiye,Consulate or Consulate-General,Europe,1\n",
        2,
    ),
    "desta": Sample(
        "DESTA.csv",
        '"number";"base_treaty";"name";"entry_type";"consolidated";"year";"entryforceyear";"c1";"c2";"c3";"mc1"\n'
        '"9001";9001;"Italy Turkey";"base_treaty";0;1950;1951;380;792;NA;0\n'
        '"9001a";9001;"Italy Turkey Montserrat accession";"accession";0;1955;NA;380;792;500;0\n'
        '"9001-1";9001;"Italy Turkey withdrawal";"withdrawal";-1;1960;1960;792;NA;NA;0\n'
        '"9002";9002;"Turkey Kosovo";"negotiation";0;NA;NA;792;900;NA;0\n',
        3,
    ),
    "gsdb": Sample(
        "GSDB_V3.csv",
        "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,target_mult,"
        "sender_mult,objective,success\n"
        "9001,Turkey,EU,2019,2022,0,,1,0,0,1,0,0,1,policy_change,ongoing\n"
        '9002,Italy,"Turkey, France, Nowhere Land",1950,1951,1,"exp_part, imp_part",0,0,0,0,0,0,1,end_war,failed\n',
        2,
    ),
    "ucdp-prio-conflicts": Sample(
        "ucdp-prio-acd-191.csv",
        "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
        "intensity_level,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,gwno_a,"
        "gwno_a_2nd,gwno_b,gwno_b_2nd,region,version\n"
        '9001,"Iraq, Kuwait",Government of Iraq,116,,Government of Kuwait,117,,1,Kuwait,1990,1,2,1990-08-02,1,1990-08-02,1,0,,,645,,'
        "690,,2,19.1\n"
        '9001,"Iraq, Kuwait",Government of Iraq,116,,Government of Kuwait,117,,1,Kuwait,1991,2,2,1990-08-02,1,1990-08-02,1,1,'
        "1991-02-28,3,645,,690,,2,19.1\n"
        '9002,Mali,Government of Mali,72,"Government of Chad, Government of France",AQIM,539,,2,,2013,1,4,2009-01-01,5,2013-01-11,1,'
        '0,,,432,"483, 220",,,4,19.1\n'
        "9003,Spain,Government of Spain,1,,ETA,2,,1,Basque,1980,1,3,1978-01-01,3,1980-02-01,3,1,1980-11-30,3,230,,,,1,19.1\n",
        3,
    ),
    "ucdp-prio-conflicts-extract": Sample(
        "ucdp_acd.csv",
        "conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,incompatibility,intensity_level,type_of_conflict,start_date,start_prec,"
        "start_date2,start_prec2,ep_end,ep_end_date\n"
        "9001,1990,645,,690.0,,territory,1,interstate,1990-08-02,1,1990-08-02,1,0,\n"
        "9001,1991,645,,690.0,,territory,2,interstate,1990-08-02,1,1990-08-02,1,1,1991-02-28\n"
        "9002,2024,432,483.0,,,government,1,II,2009-01-01,5,2024-01-11,4,0,\n"
        "9002,2024,432,220.0,,,government,1,II,2009-01-01,5,2024-01-11,4,0,\n",
        3,
    ),
    "cow-trade-dyadic": Sample(
        "Dyadic_COW_4.0.csv",
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,spike1,spike2,version\n"
        "325,640,1911,Italy,Turkey,33.5,0,33.5,8.1,41.6,0,0,4\n"
        "325,640,1915,Italy,Turkey,-9,-9,-9,-9,-9,0,0,4\n",
        0,
    ),
    "un-votes": Sample(
        "un_votes.csv",
        "rcid,country,country_code,vote\n9001,Italy,IT,yes\n9001,Turkey,TR,abstain\n9001,Namibia,NA,no\n9001,Zanzibar,,yes\n",
        0,
    ),
    "un-votes-raw": Sample(
        "UNVotes2021.csv",
        "rcid,ccode,session,member,vote,Country,Countryname,date,unres\n"
        "9001,325,11,1,1,ITA,Italy,1956-11-04,R/11/1\n"
        "9001,640,11,1,9,TUR,Turkey,1956-11-04,R/11/1\n",
        0,
    ),
    "un-roll-calls": Sample(
        "un_roll_calls.csv",
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        '9001,11,0,1956-11-04,R/11/1,0,0,SOMEWHERE,"TO SPEAK OF SOMEWHERE, AND OF NOTHING ELSE"\n',
        0,
    ),
    "un-roll-call-issues": Sample(
        "un_roll_call_issues.csv", "rcid,short_name,issue\n9001,me,Palestinian conflict\n9002,colonial questions,Colonialism\n", 0
    ),
    "archigos": Sample(
        "archigos.csv",
        "obsid,gwcode,leadid,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode\n"
        "ITA-1911,325,x1,Giolitti,1842,M,1911-03-30,1914-03-21,Regular,Regular,Regular\n"
        "TUR-2014,640,x2,Someone,1950,M,2014-08-28,2015-12-31,Regular,Still in Office,Still in Office\n",
        2,
    ),
    "cshapes-gw": Sample(
        "cshapes_gw.csv",
        "gwcode,country_name,start,end,status,owner,capname,caplong,caplat,b_def,fid\n"
        "640,Turkey (Ottoman Empire),1886-01-01,1912-10-17,independent,640,Istanbul,28.97953,41.015137,1,1\n"
        "620,Libya,1912-10-18,1919-09-11,colony,325,Tripoli,13.18,32.8925,1,2\n"
        "620,Libya,1919-09-12,1943-05-12,colony,325,Tripoli,13.18,32.8925,1,3\n"
        "620,Libya,1943-05-13,1949-11-20,occupied,200,Tripoli,13.18,32.8925,1,4\n"
        "9999,Danzig,1920-11-15,1939-09-01,mandate,0,Danzig,18.6,54.3,1,5\n"
        "620,Libya,1951-12-24,2019-12-31,independent,620,Tripoli,13.18,32.8925,1,6\n",
        3,
    ),
    "cshapes-cow": Sample(
        "cshapes_cow.csv",
        "cowcode,country_name,start,end,status,owner,capname,caplong,caplat,b_def,fid\n"
        "531,Eritrea,1886-01-01,1889-05-01,colony,325,Assab,42.69861,12.9837,0,1\n"
        "531,Eritrea,1889-05-02,1941-05-18,colony,325,Asmara,38.933331,15.33333,0,2\n",
        1,
    ),
    "icow-colonial-history": Sample(
        "coldata110.csv",
        "State,Name,ColRuler,IndFrom,IndDate,IndViol,IndType,SecFrom,SecDate,SecViol,Into,IntoDate,COWsys,GWsys,Notes\n"
        "620,Libya,640,200,195112,0,2,-9,-9,-9,-9,-9,195112,195112,-9\n"
        "325,Italy,-9,-9,172000,0,1,-9,-9,-9,-9,-9,181601,181601,-9\n"
        "2,United States of America,200,200,178300,1,2,-9,-9,-9,-9,-9,181601,181601,-9\n"
        "90,Guatemala,230,89,183904,0,3,89,183904,0,-9,-9,186801,184001,-9\n",
        3,
    ),
    "cow-capitals-extract": Sample(
        "cow_capitals.csv",
        "ccode,statenme,capital,stdate,enddate,lat,lng\n"
        "325,Italy,Florence,1865-05-11,1871-02-02,43.77,11.25\n"
        "325,Italy,Rome,1871-02-03,2024-12-31,41.89,12.48\n",
        0,
    ),
    "gw-capitals-extract": Sample(
        "gw_capitals.csv",
        "gwcode,statenme,capital,stdate,enddate,lat,lng\n325,Italy,Rome,1871-02-03,2024-12-31,41.89,12.48\n",
        0,
    ),
}
