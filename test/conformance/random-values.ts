import * as fc from 'fast-check';

/** Texts and numbers at the edges of what Istio accepts, most of them inside. What is outside, the library has to refuse. */

/** A number that often is one of the ends, or beside one. */
export function edge(least: number, most: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(least, least + 1, most - 1, most), fc.integer({ min: least, max: most }));
}

/** A whole number, sometimes outside by one. */
export function around(least: number, most: number): fc.Arbitrary<number> {
  return fc.oneof({ arbitrary: edge(least, most), weight: 4 }, { arbitrary: fc.constantFrom(least - 1, most + 1, least + 0.5), weight: 1 });
}

export const durations = edge(1, 9_223_372_036_854);
export const counts = edge(1, 2_147_483_647);
export const ports = edge(1, 65_535);
export const percents = fc.oneof(fc.constantFrom(0, 0.0001, 0.00011, 99.9999, 100), fc.double({ min: 0.0001, max: 100, noNaN: true }));

/** A Kubernetes name; every other one is as long as it may be. */
export function labels(most = 63): fc.Arbitrary<string> {
  return fc.oneof(fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/), fc.stringMatching(new RegExp(`^[a-z][a-z0-9-]{${most - 2}}[a-z0-9]$`)));
}

/** A region, a zone or a subzone, sometimes with a wildcard where none may be. */
export const localities = fc.tuple(
  fc.constantFrom('us-east1', 'us-west1', '*', 'us-*', ''), fc.constantFrom('', '', '/a', '/b', '/*', '/'), fc.constantFrom('', '', '/1', '/2', '/*', '/1/2', '/'),
).map((parts) => parts.join(''));

export const labelKeys = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/),
  fc.stringMatching(/^[A-Z][-a-z0-9]{61}x(\.[a-z]{5}){1,31}\/[A-Za-z0-9]([-A-Za-z0-9_.]{61}[A-Za-z0-9])?$/),
);
export const labelValues = fc.stringMatching(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);

/** Host names, up to 255 characters, sometimes with upper case, a dot at the end, a wildcard or a number. */
export const hosts = fc.oneof(
  labels(),
  fc.stringMatching(/^(\*\.|\*-|\*)?[A-Za-z0-9]([-A-Za-z0-9]{0,20}[A-Za-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?){0,3}\.?$/),
  fc.stringMatching(/^[a-z]{63}\.[a-z]{63}\.[a-z]{63}\.[a-z]{61,64}$/),
  fc.ipV4(),
  fc.ipV6(),
);

export const headerNames = fc.oneof(
  fc.stringMatching(/^[-!#$%&'*+.^_`|~A-Za-z0-9]{1,20}$/),
  fc.constantFrom(':authority', ':method', ':path', ':scheme', ':status', 'Host', 'cookie', '@request.auth.claims.a', 'x'.repeat(4000)),
);

export const headerValues = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(
    '%%', '%PROTOCOL%', '%REQ(x-user)%', '%REQ(a?b):10%', '%START_TIME(%Y/%m)%', '%DYNAMIC_METADATA(["a", "b"])%', 'ü', '"', '(', ' ', '\t', '%',
    '%UPSTREAM_METADATA(["com", "a\\"b"])%', '%DOWNSTREAM_LOCAL_PORT%', '%a%', '%A()%', '%A( )%', '%A([)%', '%A(["x"])%', '%A(\\))%',
  ), { maxLength: 3 }).map((parts) => parts.join('')),
);

export const paths = fc.oneof(fc.webPath(), fc.stringMatching(/^\/[!-~]{0,30}$/), fc.string({ unit: 'grapheme' }).map((text) => `/${text}`));

/** Regular expressions, some of them of other dialects, and some at the limit of 1024 bytes. */
export const regexes = fc.oneof(
  fc.array(fc.constantFrom(
    'a', '.', '[a-z]', '[^/]+', '(b|c)', '(?:d)', '(?i)', '(?P<n>e)', '(?<n>e)', '\\d+', '\\pL', '\\p{Greek}', '[[:alpha:]]', '*', '{2,3}', '{1001}',
    '\\1', '(?=f)', '$', '^', '\\A', '\\z', '\\Z', '\\b', '\\Qa.b\\E', '\\x{41}', '\\', '[', ')', 'é', '😀', '\\C', '(?s:.)', '++', '??', '{', '\\/', '\\-',
  ), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  fc.constantFrom('x'.repeat(1024), 'é'.repeat(512), 'x'.repeat(1025), '(a{1000}){2}', '((a{100}){10}){10}', '(((a?){10}){10}){10}'),
);

/** Texts that stand in YAML for something else, or that the programs that read it take in another way than the one that writes it. */
export const delicate = fc.constantFrom(
  'on', 'y', 'null', '~', '1e3', '0x1F', '012', '0o14', '0b1', '1_000', '1:30', '.5', '.inf', '2020-01-01', 'True', '=', '<<', '- a', 'a: b', 'a #b',
  '#', ' a', 'a ', '*', '&a', '!a', '%a', '@a', '|', '---', '\t', '\n', 'a\nb', '\u0000', '\u007f', '\u0085', '\u009f', '\u00a0', '\u200b', '\u2028',
  '\ufeff', '\ufffe', '😀',
);

/** Any text at all. */
export const texts = fc.oneof(delicate, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
