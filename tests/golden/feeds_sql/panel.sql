SELECT
  *
FROM (
  SELECT
    `t1`.`a`,
    `t1`.`b`,
    `t1`.`year`,
    CAST(TRUNC(SUM(CAST(`t1`.`n` AS FLOAT64))) AS INT64) AS `n`,
    CAST(TRUNC(SUM(CAST(`t1`.`acts` AS FLOAT64))) AS INT64) AS `acts`,
    CAST(TRUNC(SUM(CAST(`t1`.`quad1` AS FLOAT64))) AS INT64) AS `quad1`,
    CAST(TRUNC(SUM(CAST(`t1`.`quad2` AS FLOAT64))) AS INT64) AS `quad2`,
    CAST(TRUNC(SUM(CAST(`t1`.`quad3` AS FLOAT64))) AS INT64) AS `quad3`,
    CAST(TRUNC(SUM(CAST(`t1`.`quad4` AS FLOAT64))) AS INT64) AS `quad4`,
    ieee_divide(SUM(`t1`.`intensity`), SUM(CAST(`t1`.`n` AS FLOAT64))) AS `intensity`,
    SUM(`t1`.`cooperation`) AS `cooperation`,
    SUM(`t1`.`conflict`) AS `conflict`,
    ieee_divide(
      SUM(IF(`t1`.`feed` = 'gdelt1', CAST(`t1`.`n` AS FLOAT64), 0.0)),
      SUM(CAST(`t1`.`n` AS FLOAT64))
    ) AS `share_gdelt1`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'gdelt1', CAST(`t1`.`n` AS FLOAT64), 0.0))) AS INT64) AS `rows_gdelt1`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'gdelt1', CAST(`t1`.`acts` AS FLOAT64), 0.0))) AS INT64) AS `acts_gdelt1`,
    SUM(IF(`t1`.`feed` = 'gdelt1', `t1`.`cooperation`, 0.0)) AS `cooperation_gdelt1`,
    SUM(IF(`t1`.`feed` = 'gdelt1', `t1`.`conflict`, 0.0)) AS `conflict_gdelt1`,
    ieee_divide(
      SUM(IF(`t1`.`feed` = 'gdelt2', CAST(`t1`.`n` AS FLOAT64), 0.0)),
      SUM(CAST(`t1`.`n` AS FLOAT64))
    ) AS `share_gdelt2`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'gdelt2', CAST(`t1`.`n` AS FLOAT64), 0.0))) AS INT64) AS `rows_gdelt2`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'gdelt2', CAST(`t1`.`acts` AS FLOAT64), 0.0))) AS INT64) AS `acts_gdelt2`,
    SUM(IF(`t1`.`feed` = 'gdelt2', `t1`.`cooperation`, 0.0)) AS `cooperation_gdelt2`,
    SUM(IF(`t1`.`feed` = 'gdelt2', `t1`.`conflict`, 0.0)) AS `conflict_gdelt2`,
    ieee_divide(
      SUM(IF(`t1`.`feed` = 'icews', CAST(`t1`.`n` AS FLOAT64), 0.0)),
      SUM(CAST(`t1`.`n` AS FLOAT64))
    ) AS `share_icews`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'icews', CAST(`t1`.`n` AS FLOAT64), 0.0))) AS INT64) AS `rows_icews`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'icews', CAST(`t1`.`acts` AS FLOAT64), 0.0))) AS INT64) AS `acts_icews`,
    SUM(IF(`t1`.`feed` = 'icews', `t1`.`cooperation`, 0.0)) AS `cooperation_icews`,
    SUM(IF(`t1`.`feed` = 'icews', `t1`.`conflict`, 0.0)) AS `conflict_icews`,
    ieee_divide(
      SUM(IF(`t1`.`feed` = 'polecat', CAST(`t1`.`n` AS FLOAT64), 0.0)),
      SUM(CAST(`t1`.`n` AS FLOAT64))
    ) AS `share_polecat`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'polecat', CAST(`t1`.`n` AS FLOAT64), 0.0))) AS INT64) AS `rows_polecat`,
    CAST(TRUNC(SUM(IF(`t1`.`feed` = 'polecat', CAST(`t1`.`acts` AS FLOAT64), 0.0))) AS INT64) AS `acts_polecat`,
    SUM(IF(`t1`.`feed` = 'polecat', `t1`.`cooperation`, 0.0)) AS `cooperation_polecat`,
    SUM(IF(`t1`.`feed` = 'polecat', `t1`.`conflict`, 0.0)) AS `conflict_polecat`
  FROM (
    SELECT
      *
    FROM `feed_months` AS `t0`
    WHERE
      `t0`.`year` >= @first AND `t0`.`year` <= @last
  ) AS `t1`
  GROUP BY
    1,
    2,
    3
) AS `t2`
ORDER BY
  `t2`.`a` ASC NULLS LAST,
  `t2`.`b` ASC NULLS LAST,
  `t2`.`year` ASC NULLS LAST
