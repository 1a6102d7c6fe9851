SELECT
  *
FROM (
  SELECT
    `t3`.`a`,
    `t3`.`b`,
    `t3`.`month_ix`,
    `t3`.`n`,
    `t3`.`acts`,
    `t3`.`quad1`,
    `t3`.`quad2`,
    `t3`.`quad3`,
    `t3`.`quad4`,
    `t3`.`intensity`,
    `t3`.`cooperation`,
    `t3`.`conflict`,
    `t3`.`share_gdelt1`,
    `t3`.`share_gdelt2`,
    `t3`.`share_icews`,
    `t3`.`share_polecat`,
    COALESCE(
      SUM(`t3`.`ahead_coop`) OVER (
        PARTITION BY `t3`.`a`, `t3`.`b`
        ORDER BY `t3`.`month_ix` ASC
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ),
      0.0
    ) * (
      POWER(2.0, -(
        `t3`.`since`
      ))
    ) AS `cooperation_index`,
    COALESCE(
      SUM(`t3`.`ahead_conf`) OVER (
        PARTITION BY `t3`.`a`, `t3`.`b`
        ORDER BY `t3`.`month_ix` ASC
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ),
      0.0
    ) * (
      POWER(2.0, -(
        `t3`.`since`
      ))
    ) AS `conflict_index`
  FROM (
    SELECT
      `t2`.`a`,
      `t2`.`b`,
      `t2`.`month_ix`,
      `t2`.`n`,
      `t2`.`acts`,
      `t2`.`quad1`,
      `t2`.`quad2`,
      `t2`.`quad3`,
      `t2`.`quad4`,
      `t2`.`intensity`,
      `t2`.`cooperation`,
      `t2`.`conflict`,
      `t2`.`share_gdelt1`,
      `t2`.`share_gdelt2`,
      `t2`.`share_icews`,
      `t2`.`share_polecat`,
      ieee_divide(CAST(`t2`.`month_ix` - @begin AS FLOAT64), 24.0) AS `since`,
      `t2`.`cooperation` * (
        POWER(2.0, ieee_divide(CAST(`t2`.`month_ix` - @begin AS FLOAT64), 24.0))
      ) AS `ahead_coop`,
      `t2`.`conflict` * (
        POWER(2.0, ieee_divide(CAST(`t2`.`month_ix` - @begin AS FLOAT64), 24.0))
      ) AS `ahead_conf`
    FROM (
      SELECT
        `t1`.`a`,
        `t1`.`b`,
        `t1`.`month_ix`,
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
        ieee_divide(
          SUM(IF(`t1`.`feed` = 'gdelt2', CAST(`t1`.`n` AS FLOAT64), 0.0)),
          SUM(CAST(`t1`.`n` AS FLOAT64))
        ) AS `share_gdelt2`,
        ieee_divide(
          SUM(IF(`t1`.`feed` = 'icews', CAST(`t1`.`n` AS FLOAT64), 0.0)),
          SUM(CAST(`t1`.`n` AS FLOAT64))
        ) AS `share_icews`,
        ieee_divide(
          SUM(IF(`t1`.`feed` = 'polecat', CAST(`t1`.`n` AS FLOAT64), 0.0)),
          SUM(CAST(`t1`.`n` AS FLOAT64))
        ) AS `share_polecat`
      FROM (
        SELECT
          *
        FROM `feed_months` AS `t0`
        WHERE
          `t0`.`a` = @a AND `t0`.`b` = @b AND `t0`.`month_ix` <= @last
      ) AS `t1`
      GROUP BY
        1,
        2,
        3
    ) AS `t2`
  ) AS `t3`
) AS `t4`
WHERE
  `t4`.`month_ix` >= @first
ORDER BY
  `t4`.`a` ASC NULLS LAST,
  `t4`.`b` ASC NULLS LAST,
  `t4`.`month_ix` ASC NULLS LAST
