WITH `t2` AS (
  SELECT
    `t1`.`a`,
    `t1`.`b`,
    `t1`.`month_ix`,
    SUM(`t1`.`cooperation`) AS `cooperation`,
    SUM(`t1`.`conflict`) AS `conflict`
  FROM (
    SELECT
      *
    FROM `feed_months` AS `t0`
    WHERE
      `t0`.`a` = @a
      AND `t0`.`b` = @b
      AND `t0`.`month_ix` >= @first
      AND `t0`.`month_ix` <= @last
  ) AS `t1`
  GROUP BY
    1,
    2,
    3
)
SELECT
  `t14`.`rank`,
  `t14`.`a`,
  `t14`.`b`,
  `t14`.`month_ix`,
  `t14`.`before`,
  `t14`.`after`,
  `t14`.`difference`,
  `t14`.`strength`
FROM (
  SELECT
    `t13`.`a`,
    `t13`.`b`,
    `t13`.`month_ix`,
    `t13`.`score`,
    `t13`.`before`,
    `t13`.`before_spread`,
    `t13`.`after`,
    `t13`.`after_spread`,
    `t13`.`difference`,
    `t13`.`strength`,
    `t13`.`size`,
    `t13`.`stronger_before`,
    `t13`.`stronger_after`,
    `t13`.`place`,
    CAST((
      ROW_NUMBER() OVER (
        ORDER BY -(
          `t13`.`size`
        ) ASC, `t13`.`a` ASC, `t13`.`b` ASC, `t13`.`month_ix` ASC
      ) - 1
    ) + 1 AS INT64) AS `rank`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t11`.`a`,
        `t11`.`b`,
        `t11`.`month_ix`,
        `t11`.`score`,
        `t11`.`before`,
        `t11`.`before_spread`,
        `t11`.`after`,
        `t11`.`after_spread`,
        `t11`.`difference`,
        `t11`.`strength`,
        `t11`.`size`,
        `t11`.`stronger_before`,
        `t11`.`stronger_after`,
        CAST((
          ROW_NUMBER() OVER (
            PARTITION BY `t11`.`a`, `t11`.`b`
            ORDER BY -(
              `t11`.`size`
            ) ASC, `t11`.`month_ix` ASC
          ) - 1
        ) + 1 AS INT64) AS `place`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t9`.`a`,
            `t9`.`b`,
            `t9`.`month_ix`,
            `t9`.`score`,
            `t9`.`before`,
            `t9`.`before_spread`,
            `t9`.`after`,
            `t9`.`after_spread`,
            `t9`.`difference`,
            `t9`.`strength`,
            ABS(`t9`.`strength`) AS `size`,
            COALESCE(
              MAX(ABS(`t9`.`strength`)) OVER (
                PARTITION BY `t9`.`a`, `t9`.`b`
                ORDER BY `t9`.`month_ix` ASC
                RANGE BETWEEN 11 preceding AND 1 preceding
              ),
              -1.0
            ) AS `stronger_before`,
            COALESCE(
              MAX(ABS(`t9`.`strength`)) OVER (
                PARTITION BY `t9`.`a`, `t9`.`b`
                ORDER BY `t9`.`month_ix` ASC
                RANGE BETWEEN 1 following AND 11 following
              ),
              -1.0
            ) AS `stronger_after`
          FROM (
            SELECT
              `t8`.`a`,
              `t8`.`b`,
              `t8`.`month_ix`,
              `t8`.`score`,
              `t8`.`before`,
              `t8`.`before_spread`,
              `t8`.`after`,
              `t8`.`after_spread`,
              `t8`.`after` - `t8`.`before` AS `difference`,
              ieee_divide(
                `t8`.`after` - `t8`.`before`,
                SQRT(ieee_divide(`t8`.`before_spread` + `t8`.`after_spread` + 1.0, 12.0))
              ) AS `strength`
            FROM (
              SELECT
                `t7`.`a`,
                `t7`.`b`,
                `t7`.`month_ix`,
                `t7`.`score`,
                ieee_divide(
                  CAST(COALESCE(
                    SUM(`t7`.`score`) OVER (
                      PARTITION BY `t7`.`a`, `t7`.`b`
                      ORDER BY `t7`.`month_ix` ASC
                      RANGE BETWEEN 12 preceding AND 1 preceding
                    ),
                    0
                  ) AS FLOAT64),
                  12000.0
                ) AS `before`,
                GREATEST(
                  ieee_divide(
                    CAST(COALESCE(
                      SUM(`t7`.`score` * `t7`.`score`) OVER (
                        PARTITION BY `t7`.`a`, `t7`.`b`
                        ORDER BY `t7`.`month_ix` ASC
                        RANGE BETWEEN 12 preceding AND 1 preceding
                      ),
                      0
                    ) AS FLOAT64),
                    12000000.0
                  ) - (
                    ieee_divide(
                      CAST(COALESCE(
                        SUM(`t7`.`score`) OVER (
                          PARTITION BY `t7`.`a`, `t7`.`b`
                          ORDER BY `t7`.`month_ix` ASC
                          RANGE BETWEEN 12 preceding AND 1 preceding
                        ),
                        0
                      ) AS FLOAT64),
                      12000.0
                    ) * ieee_divide(
                      CAST(COALESCE(
                        SUM(`t7`.`score`) OVER (
                          PARTITION BY `t7`.`a`, `t7`.`b`
                          ORDER BY `t7`.`month_ix` ASC
                          RANGE BETWEEN 12 preceding AND 1 preceding
                        ),
                        0
                      ) AS FLOAT64),
                      12000.0
                    )
                  ),
                  0.0
                ) AS `before_spread`,
                ieee_divide(
                  CAST(COALESCE(
                    SUM(`t7`.`score`) OVER (
                      PARTITION BY `t7`.`a`, `t7`.`b`
                      ORDER BY `t7`.`month_ix` ASC
                      RANGE BETWEEN CURRENT ROW AND 11 following
                    ),
                    0
                  ) AS FLOAT64),
                  12000.0
                ) AS `after`,
                GREATEST(
                  ieee_divide(
                    CAST(COALESCE(
                      SUM(`t7`.`score` * `t7`.`score`) OVER (
                        PARTITION BY `t7`.`a`, `t7`.`b`
                        ORDER BY `t7`.`month_ix` ASC
                        RANGE BETWEEN CURRENT ROW AND 11 following
                      ),
                      0
                    ) AS FLOAT64),
                    12000000.0
                  ) - (
                    ieee_divide(
                      CAST(COALESCE(
                        SUM(`t7`.`score`) OVER (
                          PARTITION BY `t7`.`a`, `t7`.`b`
                          ORDER BY `t7`.`month_ix` ASC
                          RANGE BETWEEN CURRENT ROW AND 11 following
                        ),
                        0
                      ) AS FLOAT64),
                      12000.0
                    ) * ieee_divide(
                      CAST(COALESCE(
                        SUM(`t7`.`score`) OVER (
                          PARTITION BY `t7`.`a`, `t7`.`b`
                          ORDER BY `t7`.`month_ix` ASC
                          RANGE BETWEEN CURRENT ROW AND 11 following
                        ),
                        0
                      ) AS FLOAT64),
                      12000.0
                    )
                  ),
                  0.0
                ) AS `after_spread`
              FROM (
                SELECT
                  `t6`.`a`,
                  `t6`.`b`,
                  `t6`.`month_ix`,
                  SUM(`t6`.`score`) AS `score`
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t3`.`a`,
                      `t3`.`b`,
                      `t3`.`month_ix`,
                      CAST(FLOOR((
                        (
                          `t3`.`cooperation` + `t3`.`conflict`
                        ) * 1000.0
                      ) + 0.4871) AS INT64) AS `score`
                    FROM `t2` AS `t3`
                  ) AS `t5`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t3`.`a`,
                      `t3`.`b`,
                      CAST(`t3`.`month_ix` + 1 AS INT64) AS `month_ix`,
                      0 AS `score`
                    FROM `t2` AS `t3`
                  ) AS `t4`
                ) AS `t6`
                GROUP BY
                  1,
                  2,
                  3
              ) AS `t7`
            ) AS `t8`
            WHERE
              `t8`.`month_ix` >= (
                @first + 12
              )
              AND `t8`.`month_ix` <= (
                (
                  @last + 1
                ) - 12
              )
          ) AS `t9`
        ) AS `t10`
        WHERE
          `t10`.`size` > 0
          AND `t10`.`size` > `t10`.`stronger_before`
          AND `t10`.`size` >= `t10`.`stronger_after`
      ) AS `t11`
    ) AS `t12`
    WHERE
      `t12`.`place` <= 5
  ) AS `t13`
) AS `t14`
WHERE
  `t14`.`rank` <= 5
ORDER BY
  `t14`.`rank` ASC NULLS LAST
