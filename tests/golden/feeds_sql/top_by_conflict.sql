SELECT
  `t4`.`rank`,
  `t4`.`a`,
  `t4`.`b`,
  `t4`.`n`,
  `t4`.`acts`,
  `t4`.`quad1`,
  `t4`.`quad2`,
  `t4`.`quad3`,
  `t4`.`quad4`,
  `t4`.`cooperation`,
  `t4`.`conflict`,
  `t4`.`net`
FROM (
  SELECT
    `t3`.`a`,
    `t3`.`b`,
    `t3`.`n`,
    `t3`.`acts`,
    `t3`.`quad1`,
    `t3`.`quad2`,
    `t3`.`quad3`,
    `t3`.`quad4`,
    `t3`.`cooperation`,
    `t3`.`conflict`,
    `t3`.`net`,
    `t3`.`key`,
    CAST((
      ROW_NUMBER() OVER (ORDER BY -(
        `t3`.`key`
      ) ASC, `t3`.`a` ASC, `t3`.`b` ASC) - 1
    ) + 1 AS INT64) AS `rank`
  FROM (
    SELECT
      `t2`.`a`,
      `t2`.`b`,
      `t2`.`n`,
      `t2`.`acts`,
      `t2`.`quad1`,
      `t2`.`quad2`,
      `t2`.`quad3`,
      `t2`.`quad4`,
      `t2`.`cooperation`,
      `t2`.`conflict`,
      `t2`.`cooperation` + `t2`.`conflict` AS `net`,
      CAST(FLOOR((
        -(
          `t2`.`conflict`
        ) * 1000.0
      ) + 0.4871) AS INT64) AS `key`
    FROM (
      SELECT
        `t1`.`a`,
        `t1`.`b`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`n` AS FLOAT64), 0.0))) AS INT64) AS `n`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`acts` AS FLOAT64), 0.0))) AS INT64) AS `acts`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`quad1` AS FLOAT64), 0.0))) AS INT64) AS `quad1`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`quad2` AS FLOAT64), 0.0))) AS INT64) AS `quad2`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`quad3` AS FLOAT64), 0.0))) AS INT64) AS `quad3`,
        CAST(TRUNC(SUM(IF(`t1`.`year` >= @first, CAST(`t1`.`quad4` AS FLOAT64), 0.0))) AS INT64) AS `quad4`,
        SUM(IF(`t1`.`year` >= @first, `t1`.`cooperation`, 0.0)) AS `cooperation`,
        SUM(IF(`t1`.`year` >= @first, `t1`.`conflict`, 0.0)) AS `conflict`
      FROM (
        SELECT
          *
        FROM `feed_months` AS `t0`
        WHERE
          `t0`.`year` >= @first AND `t0`.`year` <= @last
      ) AS `t1`
      GROUP BY
        1,
        2
    ) AS `t2`
    WHERE
      CAST(FLOOR((
        -(
          `t2`.`conflict`
        ) * 1000.0
      ) + 0.4871) AS INT64) > 0
  ) AS `t3`
) AS `t4`
WHERE
  `t4`.`rank` <= 10
ORDER BY
  `t4`.`rank` ASC NULLS LAST
