-- The questions of questions.yaml for DuckDB, each in one or more variants; the fastest counts.
-- A block starts with "-- name: QUESTION VARIANT [layouts=a,b] [settings=key:value,...]" and gives
-- user_id. {T} is the table, {NOW} the instant and {T0} the first in milliseconds. Windows are
-- (now - width, now].
-- Where two events of a person may share a millisecond the answer is that of the language; the
-- tests in tests/ hold every variant to it.

-- name: S1 base
SELECT user_id FROM {T}
WHERE event='product_view' AND category='electronics' AND ts > {NOW}-604800000 AND ts <= {NOW}
GROUP BY user_id HAVING count(*) >= 3

-- name: S2 base
SELECT user_id FROM {T}
WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW}
GROUP BY user_id HAVING count(*) >= 2 AND sum(amount) > 500

-- name: S3 asof
WITH a AS (SELECT user_id, ts FROM {T}
           WHERE event='add_to_cart' AND ts > {NOW}-604800000 AND ts <= {NOW}-86400000),
     p AS (SELECT user_id, ts AS pts FROM {T}
           WHERE event='purchase' AND ts > {NOW}-604800000 AND ts <= {NOW})
SELECT DISTINCT a.user_id FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.ts <= p.pts
WHERE p.pts IS NULL OR p.pts > a.ts+86400000

-- name: S3 notexists
WITH a AS (SELECT user_id, ts FROM {T}
           WHERE event='add_to_cart' AND ts > {NOW}-604800000 AND ts <= {NOW}-86400000),
     p AS (SELECT user_id, ts FROM {T}
           WHERE event='purchase' AND ts > {NOW}-604800000 AND ts <= {NOW})
SELECT DISTINCT a.user_id FROM a WHERE NOT EXISTS (
  SELECT 1 FROM p WHERE p.user_id=a.user_id AND p.ts >= a.ts AND p.ts <= a.ts+86400000)

-- name: S3 window
WITH x AS (SELECT user_id, ts, event,
             min(CASE WHEN event='purchase' THEN ts END) OVER (PARTITION BY user_id ORDER BY ts
                 RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS pts
           FROM {T} WHERE event IN ('add_to_cart','purchase')
             AND ts > {NOW}-604800000 AND ts <= {NOW})
SELECT DISTINCT user_id FROM x
WHERE event='add_to_cart' AND ts <= {NOW}-86400000 AND (pts IS NULL OR pts > ts+86400000)

-- name: S4 opt
-- An event before and an event after the cart tell the ties: a neighbour at the same millisecond is
-- another event within 30 minutes.
WITH q AS (SELECT user_id FROM {T}
           WHERE event IN ('product_view','wishlist_add','purchase') AND ts <= {NOW}
           GROUP BY user_id
           HAVING count(*) FILTER (event='product_view' AND ts > {NOW}-604800000) >= 3
              AND count(*) FILTER (event='wishlist_add') >= 1
              AND count(*) FILTER (event='purchase' AND ts > {NOW}-2592000000) = 0),
     e AS (SELECT user_id, ts, event FROM {T}
           WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q)),
     n AS (SELECT user_id, ts, event, lag(ts) OVER w AS before, lead(ts) OVER w AS after FROM e
           WINDOW w AS (PARTITION BY user_id ORDER BY ts)),
     a AS (SELECT user_id, ts FROM n
           WHERE event='add_to_cart' AND ts <= {NOW}-172800000
             AND after > ts+1800000 AND after <= ts+172800000
             AND (before IS NULL OR before < ts)),
     p AS (SELECT user_id, ts AS pts FROM e WHERE event='purchase')
SELECT DISTINCT a.user_id FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.ts <= p.pts
WHERE p.pts IS NULL OR p.pts > a.ts+172800000

-- name: S4 split
-- As opt, with the three conditions asked one by one so that each reads only its own events.
WITH q AS (SELECT user_id FROM {T}
           WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
             AND user_id IN (SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW})
             AND user_id IN (SELECT user_id FROM {T}
                             WHERE event='add_to_cart' AND ts <= {NOW}-172800000)
             AND user_id NOT IN (SELECT user_id FROM {T} WHERE event='purchase'
                                   AND ts > {NOW}-2592000000 AND ts <= {NOW})
           GROUP BY user_id HAVING count(*) >= 3),
     e AS (SELECT user_id, ts, event FROM {T}
           WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q)),
     n AS (SELECT user_id, ts, event, lag(ts) OVER w AS before, lead(ts) OVER w AS after FROM e
           WINDOW w AS (PARTITION BY user_id ORDER BY ts)),
     a AS (SELECT user_id, ts FROM n
           WHERE event='add_to_cart' AND ts <= {NOW}-172800000
             AND after > ts+1800000 AND after <= ts+172800000
             AND (before IS NULL OR before < ts)),
     p AS (SELECT user_id, ts AS pts FROM e WHERE event='purchase')
SELECT DISTINCT a.user_id FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.ts <= p.pts
WHERE p.pts IS NULL OR p.pts > a.ts+172800000

-- name: S4 asof
-- As split, the next event by an as-of join instead of a window. The earlier of two carts at one
-- instant has a neighbour there, so an instant counts only when it holds a single event.
WITH q AS (SELECT user_id FROM {T}
           WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
             AND user_id IN (SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW})
             AND user_id NOT IN (SELECT user_id FROM {T} WHERE event='purchase'
                                   AND ts > {NOW}-2592000000 AND ts <= {NOW})
           GROUP BY user_id HAVING count(*) >= 3),
     e AS (SELECT user_id, ts, event FROM {T}
           WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q)),
     a AS (SELECT user_id, ts FROM e WHERE event='add_to_cart' AND ts <= {NOW}-172800000),
     p AS (SELECT user_id, ts AS pts FROM e WHERE event='purchase'),
     b AS (SELECT a.user_id, a.ts FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.ts <= p.pts
           WHERE p.pts IS NULL OR p.pts > a.ts+172800000),
     c AS (SELECT b.user_id, b.ts FROM b ASOF JOIN e ON b.user_id=e.user_id AND b.ts < e.ts
           WHERE e.ts > b.ts+1800000 AND e.ts <= b.ts+172800000)
SELECT DISTINCT user_id FROM (
  SELECT c.user_id FROM (SELECT DISTINCT user_id, ts FROM c) c
  JOIN e ON c.user_id=e.user_id AND c.ts=e.ts GROUP BY c.user_id, c.ts HAVING count(*) = 1)

-- name: S4 packed
-- As split, person, time and kind packed into one number (22, 34 and 2 bits): one number sorts
-- faster, and a neighbour that belongs to somebody else is always more than 48 hours away.
WITH q AS (SELECT user_id FROM {T}
           WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
             AND user_id IN (SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW})
             AND user_id IN (SELECT user_id FROM {T}
                             WHERE event='add_to_cart' AND ts <= {NOW}-172800000)
             AND user_id NOT IN (SELECT user_id FROM {T} WHERE event='purchase'
                                   AND ts > {NOW}-2592000000 AND ts <= {NOW})
           GROUP BY user_id HAVING count(*) >= 3),
     e AS (SELECT (user_id << 36) | ((ts-{T0}) << 2)
                  | (CASE event WHEN 'add_to_cart' THEN 1 WHEN 'purchase' THEN 2 ELSE 0 END) AS k
           FROM {T} WHERE ts <= {NOW} AND user_id IN (SELECT user_id FROM q)),
     n AS (SELECT k, lag(k) OVER w AS before, lead(k) OVER w AS after FROM e
           WINDOW w AS (ORDER BY k)),
     a AS (SELECT k >> 36 AS user_id, (k >> 2) & 17179869183 AS t FROM n
           WHERE k & 3 = 1 AND (k >> 2) & 17179869183 <= {NOW}-{T0}-172800000
             AND (after >> 2)-(k >> 2) > 1800000 AND (after >> 2)-(k >> 2) <= 172800000
             AND (before IS NULL OR before >> 2 < k >> 2)),
     p AS (SELECT k >> 36 AS user_id, (k >> 2) & 17179869183 AS t FROM e WHERE k & 3 = 2)
SELECT DISTINCT a.user_id FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.t <= p.t
WHERE p.t IS NULL OR p.t > a.t+172800000

-- name: S4 setops
WITH n AS (SELECT user_id, ts, event, lag(ts) OVER w AS before, lead(ts) OVER w AS after
           FROM {T} WHERE ts <= {NOW} WINDOW w AS (PARTITION BY user_id ORDER BY ts)),
     a AS (SELECT user_id, ts FROM n
           WHERE event='add_to_cart' AND ts <= {NOW}-172800000
             AND after > ts+1800000 AND after <= ts+172800000
             AND (before IS NULL OR before < ts)),
     p AS (SELECT user_id, ts AS pts FROM {T} WHERE event='purchase' AND ts <= {NOW}),
     c AS (SELECT DISTINCT a.user_id
           FROM a ASOF LEFT JOIN p ON a.user_id=p.user_id AND a.ts <= p.pts
           WHERE p.pts IS NULL OR p.pts > a.ts+172800000)
(SELECT user_id FROM {T} WHERE event='product_view' AND ts > {NOW}-604800000 AND ts <= {NOW}
 GROUP BY user_id HAVING count(*) >= 3
 INTERSECT SELECT user_id FROM {T} WHERE event='wishlist_add' AND ts <= {NOW}
 INTERSECT SELECT user_id FROM c)
EXCEPT SELECT user_id FROM {T} WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW}

-- name: S5 base
SELECT user_id FROM {T} WHERE ts <= {NOW}
GROUP BY user_id HAVING max(ts) <= {NOW}-2592000000

-- name: S5 anti
SELECT DISTINCT user_id FROM {T} WHERE ts <= {NOW}-2592000000
AND user_id NOT IN (SELECT user_id FROM {T} WHERE ts > {NOW}-2592000000 AND ts <= {NOW})

-- name: S6 lag
-- A session starts where more than 30 minutes lie before the event; ties never start one.
WITH x AS (SELECT user_id, ts, lag(ts) OVER (PARTITION BY user_id ORDER BY ts) AS pts
           FROM {T} WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW})
SELECT user_id FROM x WHERE ts > {NOW}-604800000 AND (pts IS NULL OR ts-pts > 1800000)
GROUP BY user_id HAVING count(*) >= 5

-- name: S6 few
-- Five sessions need five events: the others need no sorting.
WITH e AS (SELECT user_id, ts FROM {T} WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW}),
     q AS (SELECT user_id FROM e GROUP BY user_id
           HAVING count(*) >= 5 AND max(ts)-min(ts) > 4*1800000),
     x AS (SELECT user_id, ts, lag(ts) OVER (PARTITION BY user_id ORDER BY ts) AS pts
           FROM e WHERE user_id IN (SELECT user_id FROM q))
SELECT user_id FROM x WHERE ts > {NOW}-604800000 AND (pts IS NULL OR ts-pts > 1800000)
GROUP BY user_id HAVING count(*) >= 5

-- name: S6 packed
-- Person and time packed into one number (22 and 41 bits): one number sorts faster, and the event
-- before that belongs to somebody else is always more than 30 minutes away.
WITH e AS (SELECT (user_id << 41) | ts AS k FROM {T}
           WHERE ts > {NOW}-604800000-1800000 AND ts <= {NOW}),
     x AS (SELECT k, lag(k) OVER (ORDER BY k) AS before FROM e)
SELECT k >> 41 AS user_id FROM x
WHERE k & 2199023255551 > {NOW}-604800000 AND (before IS NULL OR k-before > 1800000)
GROUP BY k >> 41 HAVING count(*) >= 5

-- name: S7 lag
WITH x AS (SELECT user_id, ts, lag(ts) OVER (PARTITION BY user_id ORDER BY ts) AS pts
           FROM {T} WHERE ts > {NOW}-1209600000-1800000 AND ts <= {NOW})
SELECT user_id FROM x WHERE ts > {NOW}-1209600000 AND (pts IS NULL OR ts-pts > 1800000)
GROUP BY user_id
HAVING count(*) FILTER (ts > {NOW}-604800000) < count(*) FILTER (ts <= {NOW}-604800000)

-- name: S7 packed
WITH e AS (SELECT (user_id << 41) | ts AS k FROM {T}
           WHERE ts > {NOW}-1209600000-1800000 AND ts <= {NOW}),
     x AS (SELECT k, lag(k) OVER (ORDER BY k) AS before FROM e)
SELECT k >> 41 AS user_id FROM x
WHERE k & 2199023255551 > {NOW}-1209600000 AND (before IS NULL OR k-before > 1800000)
GROUP BY k >> 41
HAVING count(*) FILTER (k & 2199023255551 > {NOW}-604800000)
     < count(*) FILTER (k & 2199023255551 <= {NOW}-604800000)

-- name: S8 base
-- quantile_disc is the nearest rank: the ceil(p/100 * n)-th smallest.
WITH s AS (SELECT user_id, sum(amount) AS m FROM {T}
           WHERE event='purchase' AND ts > {NOW}-7776000000 AND ts <= {NOW} GROUP BY user_id)
SELECT user_id FROM s WHERE m >= (SELECT quantile_disc(m, 0.9) FROM s WHERE m <> 0)

-- name: S9 base
SELECT user_id FROM {T} WHERE ts > {NOW}-172800000 AND ts <= {NOW}
GROUP BY user_id HAVING sum(duration_s) > 120 AND count(*) FILTER (event='product_view') >= 3

-- name: S10 base
SELECT user_id FROM {T}
WHERE event IN ('page_view','purchase') AND ts > {NOW}-2592000000 AND ts <= {NOW}
GROUP BY user_id
HAVING count(*) FILTER (event='page_view') >= 20 AND count(*) FILTER (event='purchase') = 0

-- name: S10 anti
SELECT user_id FROM {T}
WHERE event='page_view' AND ts > {NOW}-2592000000 AND ts <= {NOW}
  AND user_id NOT IN (SELECT user_id FROM {T}
                      WHERE event='purchase' AND ts > {NOW}-2592000000 AND ts <= {NOW})
GROUP BY user_id HAVING count(*) >= 20
