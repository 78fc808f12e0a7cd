import { createRequire } from 'node:module';

// It has types of its ES module alone, so that the compiler does not let it be imported here.
const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as typeof import('@prometheus-io/lezer-promql', { with: { 'resolution-mode': 'import' } });

/** The parts of a query that Prometheus' own grammar does not understand. */
export function notUnderstood(query: string): string[] {
  const found: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) found.push(`${from}: ${query.slice(from, to + 1)}`);
    },
  });
  return found;
}
