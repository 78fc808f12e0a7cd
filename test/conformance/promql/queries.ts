// Prometheus itself is asked about them in `npm run conformance`, and our reading is compared with what stands here in every test run.

/** Queries that Prometheus reads. */
export const RIGHT: readonly string[] = [
  'up', '1', '-1', '+up', '-up', '"text"', 'up # a comment', '1h30m', '0x1F', '1e3', 'Inf', 'NaN', '.5', 'vector(1) > 0', 'a:b:c', '{__name__="up"}', '{"up"}',
  '{"my.metric", "my.label"="a"}', 'up{}', 'up{job="a",}', 'up{job="a", job!="b"}', 'up{job=~"a|b", instance!~"c.*"}', 'up{job=""}', '{job=~".+"}', '{job!=""}',
  'up{job="\\\\d"}', 'up{job=~"5\\\\d+"}', 'up{job="\\n\\t\\x41\\u0041\\U00000041\\101"}', 'up{job=\'it\\\'s "so"\'}', 'up{job=`\\d`}', 'up{job=~`5\\d+`}', 'up{sum="a", by="b"}',
  'rate(up[5m])', 'rate(up[5m] offset 1h)', 'rate(up[1h30m])', 'rate(up[300])', 'up offset -5m', 'up @ 1609746000', 'up @ start() offset 5m', 'up[5m:1m]', 'rate(up[5m])[1h:]',
  'max_over_time((up + 1)[5m:])', 'rate(up[5m:1m] offset 1m)', 'sum(up)', 'sum by (job) (up)', 'sum(up) by (job,)', 'sum without () (up)', 'SUM(up)', 'count_values("version", up)',
  'topk(5, up)', 'bottomk by (job) (scalar(up), up)', 'quantile(0.9, up)', 'limitk(2, up)', 'group(up)', 'stddev(up)', 'up + 1', '1 + 2', '1 > bool 2', 'up > 0.5', 'up == bool 1',
  'up and up', 'up or vector(0)', 'up unless on (job) down', 'a / on (job) group_left (version) b', 'a / ignoring (le) group_right b', 'a * on () group_left b', '2 ^ 3 ^ 2', 'a % 2', 'a atan2 b',
  'histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m])))', 'histogram_fraction(0, 0.2, a)', 'label_replace(up, "a", "$1", "b", "(.*)")', 'label_join(up, "a", ",", "b", "c")',
  'label_join(up, "a", ",")', 'round(up)', 'round(up, 5)', 'clamp(up, 0, 1)', 'clamp_max(up, 1)', 'time()', 'pi()', 'hour()', 'hour(up)', 'day_of_week(vector(time()))', 'scalar(up)',
  'absent(up)', 'absent_over_time(up[5m])', 'predict_linear(up[1h], 3600)', 'quantile_over_time(0.9, up[5m])', 'sort_desc(up)', 'sort_by_label(up, "job")', 'timestamp(up)', 'last_over_time(up[5m])',
  'double_exponential_smoothing(up[5m], 0.5, 0.5)', 'irate(up[1m])', 'deriv(up[1m])', '(up)', '((1))', '-(up)', '(-up) ^ 2', '-1 ^ 2', 'sum(rate(a{code=~"5.."}[1m])) / sum(rate(a[1m])) * 100',
  '1 - (sum(rate(a[5m])) or vector(0))', 'up\n  + up', '\tup', 'avg', 'sum', 'rate', 'by', 'on_call', 'offsets', 'case', 'a > b offset 5m', '-a offset 5m', 'max_over_time((a + rate(b[5m]))[1h:]) + c @ 5',
  '{"up", "down"}', '{"up", __name__="down"}',
];

/** Queries that Prometheus refuses. */
export const WRONG: readonly string[] = [
  '', ' ', '# only a comment', 'up up', 'up +', '+', '(up', 'up)', 'up{', 'up}', 'up{job}', 'up{job=}', 'up{job=a}', 'up{="a"}', 'up{job="a" instance="b"}', 'up{,}', 'up{job~"5.*"}',
  'up{job=="a"}', 'up{job="a}', 'up{job=\'a"}', 'up{job="\\d"}', 'up{job=~"5\\d+"}', 'up{job="a\nb"}', 'up{job="\\x4"}', 'up{job=\'\\"\'}', 'up{job="\\\'"}', 'up{job="\\400"}',
  'up{job=~"("}', 'up{job=~"(?!a)b"}', 'up{job!~"a**"}', '{}', '{job=""}', '{job=~".*"}', '{job!="a"}', 'up{__name__="down"}', 'up{"down"}', 'up{a-b="c"}', '1up', 'my-metric{a="b"}{c="d"}',
  'rate(up)', 'rate(up[5m]', 'rate(up[])', 'rate(up[5])m', 'rate(up[5 m])', 'rate(up[5x])', 'rate(up[1m1h])', 'rate(up[0s])', 'rate(up[-5m])', 'rate((up)[5m])', 'rate(sum(up)[5m])', 'sum(up[5m])', 'up[5m] + 1', '-up[5m]',
  'rate(up[5m])[5m]', 'up offset', 'up offset 5x', '(up) offset 5m', 'sum(up) offset 5m', 'up offset 5m offset 5m', 'sum(up) @ 5', 'up @ now()', '"a"[5m:]', '1[5m:]', 'a + b[5m]', '-a[5m:1m]', 'a > b + 1 offset 5m', 'up[5m][5m:1m]',
  'sum()', 'sum(up, up)', 'sum(1)', 'sum by job (up)', 'sum by (job)', 'sum by ("a" up)', 'topk(up)', 'topk(up, 5)', 'topk("5", up)', 'count_values(5, up)', 'quantile(up, 0.9)', 'sum(up) by (job) (instance)',
  'foo(up)', 'rates(up[5m])', 'abs()', 'abs(up, up)', 'abs(1)', 'abs(up[5m])', 'abs("a")', 'time(up)', 'round(up, up)', 'round(up, 1, 2)', 'hour(up, up)', 'clamp(up, 0)', 'vector(up)', 'scalar(1)',
  'histogram_quantile(up, 0.9)', 'histogram_quantile(0.9)', 'label_replace(up, "a", "b", "c")', 'label_replace(up, a, "b", "c", "d")', 'label_join(up, "a")', 'label_join(up, "a", ",", b)', 'predict_linear(up, 5)',
  'quantile_over_time(up[5m], 0.9)', 'absent(up[5m])', 'timestamp(1)', 'sort_by_label(up, 1)',
  '1 > 2', '1 == 1', 'up + bool 1', 'up and bool up', 'up and 1', '1 or up', '1 unless 2', '"a" + up', 'up == "a"', '1 + on (job) 2', 'up * on (job) 2', 'up and on (job) group_left up', 'a / on (job) group_left (job) b',
  'a on (job) / b', 'a / by (job) b', 'a / group_left b', '!up', 'up && up', 'up || up', 'up = 1', 'up => 1', 'a ? b : c', 'sum(rate(a[5m])) by (b) / ', '$value', '{{ $value }}', 'up > {{ args.limit }}', 'a[$__rate_interval]',
  'a..b', '@', 'up @', 'up @ "a"',
];
