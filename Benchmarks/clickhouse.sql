-- The questions of questions.yaml for ClickHouse, each in one or more variants; the fastest counts.
-- A block starts with "-- name: QUESTION VARIANT [layouts=a,b] [settings=key:value,...]" and gives
-- user_id. {T} is the table and {NOW} the instant in milliseconds. Windows are (now - width, now].
-- Where two events of a person may share a millisecond the answer is that of the language; the
-- tests in tests/ hold every variant to it.

-- name: S1 base
SELECT user_id FROM {T}
WHERE event='product_view' AND category='electronics' AND ts > {NOW}-604800000 AND ts <= {NOW}
GROUP BY user_id HAVING count() >= 3

-- name: S2 base
SELECT user_id FROM {T}
WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW}
GROUP BY user_id HAVING count() >= 2 AND sum(amount) > 500

-- name: S3 array
SELECT user_id FROM {T}
WHERE event IN ('add_to_cart','purchase') AND ts > {NOW}-604800000 AND ts <= {NOW}
GROUP BY user_id
HAVING arrayExists((a) -> NOT arrayExists((p) -> p >= a AND p <= a+86400000,
                                          groupArrayIf(ts, event='purchase')),
                   groupArrayIf(ts, event='add_to_cart' AND ts <= {NOW}-86400000))

-- name: S3 asof
SELECT DISTINCT a.user_id AS user_id FROM
  (SELECT user_id, ts FROM {T}
   WHERE event='add_to_cart' AND ts > {NOW}-604800000 AND ts <= {NOW}-86400000) a
  ASOF LEFT JOIN
  (SELECT user_id, ts AS pts FROM {T}
   WHERE event='purchase' AND ts > {NOW}-604800000 AND ts <= {NOW}) p
  ON a.user_id=p.user_id AND a.ts <= p.pts
WHERE p.pts = 0 OR p.pts > a.ts+86400000

-- name: S4 opt
-- Each cart with its neighbours in time: the next event more than 30 minutes and at most 48 hours
-- later, none at the same millisecond, no purchase in 48 hours. 0 stands for no neighbour.
WITH q AS (SELECT user_id FROM {T}
           WHERE event IN ('product_view','wishlist_add','purchase') AND ts <= {NOW}
           GROUP BY user_id
           HAVING countIf(event='product_view' AND ts > {NOW}-604800000) >= 3
              AND countIf(event='wishlist_add') >= 1
              AND countIf(event='purchase' AND ts > {NOW}-2592000000) = 0)
SELECT user_id FROM (
  SELECT user_id, arraySort(groupArray(ts)) AS s, groupArrayIf(ts, event='purchase') AS p,
         groupArrayIf(ts, event='add_to_cart' AND ts <= {NOW}-172800000) AS c
  FROM {T} WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q) GROUP BY user_id)
WHERE arrayExists((t, before, after) -> after > t+1800000 AND after <= t+172800000 AND before < t
                    AND has(c, t) AND NOT arrayExists((b) -> b >= t AND b <= t+172800000, p),
                  s, arrayPushFront(arrayPopBack(s), 0), arrayPushBack(arrayPopFront(s), 0))

-- name: S4 packed
-- As opt, the conditions asked one by one, and time and kind packed into one number to sort by.
WITH q AS (SELECT user_id FROM {T}
           WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
             AND user_id IN (SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW})
             AND user_id NOT IN (SELECT user_id FROM {T} WHERE event='purchase'
                                   AND ts > {NOW}-2592000000 AND ts <= {NOW})
           GROUP BY user_id HAVING count() >= 3)
SELECT user_id FROM (
  SELECT user_id, arraySort(groupArray(ts*4 + (event='add_to_cart') + 2*(event='purchase'))) AS k,
         arrayMap((x) -> intDiv(x, 4), k) AS s, groupArrayIf(ts, event='purchase') AS p
  FROM {T} WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q) GROUP BY user_id)
WHERE arrayExists((x, t, before, after) -> x % 4 = 1 AND after > t+1800000 AND after <= t+172800000
                    AND before < t AND t <= {NOW}-172800000
                    AND NOT arrayExists((b) -> b >= t AND b <= t+172800000, p),
                  k, s, arrayPushFront(arrayPopBack(s), 0), arrayPushBack(arrayPopFront(s), 0))

-- name: S4 setops
SELECT user_id FROM (
  SELECT user_id FROM {T} WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
  GROUP BY user_id HAVING count() >= 3
  INTERSECT DISTINCT SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW}
  INTERSECT DISTINCT
  SELECT DISTINCT a.user_id AS user_id FROM
    (SELECT user_id, ts FROM (
       SELECT user_id, ts, event, lagInFrame(ts, 1, 0) OVER w AS before,
              leadInFrame(ts, 1, 0) OVER w AS after
       FROM {T} WHERE ts <= {NOW}
       WINDOW w AS (PARTITION BY user_id ORDER BY ts
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
     WHERE event='add_to_cart' AND ts <= {NOW}-172800000 AND before < ts
       AND after > ts+1800000 AND after <= ts+172800000) a
    ASOF LEFT JOIN
    (SELECT user_id, ts AS pts FROM {T} WHERE event='purchase' AND ts <= {NOW}) p
    ON a.user_id=p.user_id AND a.ts <= p.pts
  WHERE p.pts = 0 OR p.pts > a.ts+172800000
  EXCEPT DISTINCT SELECT user_id FROM {T}
  WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW})

-- name: S5 base
SELECT user_id FROM {T} WHERE ts <= {NOW}
GROUP BY user_id HAVING max(ts) <= {NOW}-2592000000

-- name: S5 inorder layouts=ut settings=optimize_aggregation_in_order:1
SELECT user_id FROM {T} WHERE ts <= {NOW}
GROUP BY user_id HAVING max(ts) <= {NOW}-2592000000

-- name: S5 anti
SELECT DISTINCT user_id FROM {T} WHERE ts <= {NOW}-2592000000
AND user_id NOT IN (SELECT user_id FROM {T} WHERE ts > {NOW}-2592000000 AND ts <= {NOW})

-- name: S6 array
-- A session starts where more than 30 minutes lie before the event; ties never start one.
SELECT user_id FROM {T} WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW}
GROUP BY user_id
HAVING arrayCount((t, d, i) -> t > {NOW}-604800000 AND (i = 1 OR d > 1800000),
                  arraySort(groupArray(ts)) AS s, arrayDifference(s), arrayEnumerate(s)) >= 5

-- name: S6 few
-- Five sessions need five events: the others need no sorting.
SELECT user_id FROM (
  SELECT user_id, groupArray(ts) AS g FROM {T}
  WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW} GROUP BY user_id
  HAVING count() >= 5 AND max(ts)-min(ts) > 4*1800000)
WHERE arrayCount((t, d, i) -> t > {NOW}-604800000 AND (i = 1 OR d > 1800000),
                 arraySort(g) AS s, arrayDifference(s), arrayEnumerate(s)) >= 5

-- name: S6 window
SELECT user_id FROM (
  SELECT user_id, ts, lagInFrame(ts, 1, 0) OVER (PARTITION BY user_id ORDER BY ts
     ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS pts
  FROM {T} WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW})
WHERE ts > {NOW}-604800000 AND (pts = 0 OR ts-pts > 1800000) GROUP BY user_id HAVING count() >= 5

-- name: S7 array
SELECT user_id FROM {T} WHERE ts > {NOW}-1209600000-1800000 AND ts <= {NOW}
GROUP BY user_id
HAVING arrayCount((t, d, i) -> t > {NOW}-604800000 AND (i = 1 OR d > 1800000),
                  arraySort(groupArray(ts)) AS s, arrayDifference(s) AS df, arrayEnumerate(s) AS en)
     < arrayCount((t, d, i) -> t > {NOW}-1209600000 AND t <= {NOW}-604800000
                               AND (i = 1 OR d > 1800000), s, df, en)

-- name: S7 few
-- Fewer sessions than the week before needs an event in that week.
SELECT user_id FROM (
  SELECT user_id, groupArray(ts) AS g FROM {T}
  WHERE ts > {NOW}-1209600000-1800000 AND ts <= {NOW} GROUP BY user_id
  HAVING min(ts) <= {NOW}-604800000)
WHERE arraySum((t, d, i) -> if(t > {NOW}-1209600000 AND (i = 1 OR d > 1800000),
                               if(t > {NOW}-604800000, 1, -1), 0),
               arraySort(g) AS s, arrayDifference(s), arrayEnumerate(s)) < 0

-- name: S7 window
SELECT user_id FROM (
  SELECT user_id, ts, lagInFrame(ts, 1, 0) OVER (PARTITION BY user_id ORDER BY ts
     ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS pts
  FROM {T} WHERE ts > {NOW}-1209600000-1800000 AND ts <= {NOW})
WHERE ts > {NOW}-1209600000 AND (pts = 0 OR ts-pts > 1800000)
GROUP BY user_id HAVING countIf(ts > {NOW}-604800000) < countIf(ts <= {NOW}-604800000)

-- name: S8 base
-- The nearest rank ceil(0.9 n) from below is the floor(0.1 n)-th from above, counted from 0, which
-- is what quantileExact(0.1) takes of the negated sums; quantileExact(0.9) is one off when n is a
-- multiple of 10.
WITH s AS (SELECT user_id, sum(amount) AS m FROM {T}
           WHERE event='purchase' AND ts > {NOW}-7776000000 AND ts <= {NOW} GROUP BY user_id)
SELECT user_id FROM s WHERE m >= (SELECT -quantileExact(0.1)(-m) FROM s WHERE m != 0)

-- name: S8 once
-- As base, the sums taken once: everybody's sum and id in arrays.
WITH (SELECT (groupArray(user_id), groupArray(m)) FROM (
        SELECT user_id, sum(amount) AS m FROM {T}
        WHERE event='purchase' AND ts > {NOW}-7776000000 AND ts <= {NOW} GROUP BY user_id)) AS s
SELECT tupleElement(x, 1) AS user_id FROM (
  SELECT arrayJoin(arrayZip(s.1, s.2)) AS x)
WHERE tupleElement(x, 2) >=
  -arrayReduce('quantileExact(0.1)', arrayMap((m) -> -m, arrayFilter((m) -> m != 0, s.2)))

-- name: S9 base
SELECT user_id FROM {T} WHERE ts > {NOW}-172800000 AND ts <= {NOW}
GROUP BY user_id HAVING sum(duration_s) > 120 AND countIf(event='product_view') >= 3

-- name: S10 base
SELECT user_id FROM {T}
WHERE event IN ('page_view','purchase') AND ts > {NOW}-2592000000 AND ts <= {NOW}
GROUP BY user_id HAVING countIf(event='page_view') >= 20 AND countIf(event='purchase') = 0

-- name: S10 inorder layouts=ut settings=optimize_aggregation_in_order:1
SELECT user_id FROM {T}
WHERE event IN ('page_view','purchase') AND ts > {NOW}-2592000000 AND ts <= {NOW}
GROUP BY user_id HAVING countIf(event='page_view') >= 20 AND countIf(event='purchase') = 0

-- name: S10 anti
SELECT user_id FROM {T}
WHERE event='page_view' AND ts > {NOW}-2592000000 AND ts <= {NOW}
  AND user_id NOT IN (SELECT user_id FROM {T}
                      WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW})
GROUP BY user_id HAVING count() >= 20
