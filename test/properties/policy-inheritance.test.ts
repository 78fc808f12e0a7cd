import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { BasicTrafficPolicy, ClientTls, LoadBalancer, ProxyProtocolVersion, Subset, TrafficPolicy } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { destinationRule, renderedPolicy } from '../support/chart';
import { defined, effectivePolicy, Policy } from '../support/effective-policy';
import { only } from '../support/manifests';
import '../support/random-objects';

const PORTS = [80, 81, 82];
const SUBSETS = ['v1', 'v2'];

const basic: fc.Arbitrary<BasicTrafficPolicy> = fc.record({
  connectionPool: fc.oneof(
    fc.constant({}),
    fc.integer({ min: 1, max: 9 }).map((maxConnections) => ({ tcp: { maxConnections } })),
    fc.integer({ min: 1, max: 9 }).map((maxRetries) => ({ http: { maxRetries } })),
  ),
  outlierDetection: fc.oneof(fc.constant({}), fc.integer({ min: 0, max: 9 }).map((consecutive5xxErrors) => ({ consecutive5xxErrors }))),
  loadBalancer: fc.constantFrom(LoadBalancer.random(), LoadBalancer.roundRobin(), LoadBalancer.hashOnHeader('x-user'), LoadBalancer.hashOnSourceIp()),
  tls: fc.constantFrom(ClientTls.disable(), ClientTls.istioMutual(), ClientTls.simple()),
}, { requiredKeys: [] });

const portLevelSettings = fc.uniqueArray(fc.constantFrom(...PORTS))
  .chain((ports) => fc.tuple(...ports.map((port) => basic.map((one) => ({ ...one, port })))));

/** What a port cannot have for itself stands where no port is told apart; what it does then, is tested below. */
const others: fc.Arbitrary<TrafficPolicy> = fc.oneof(
  fc.record({ portLevelSettings }),
  fc.record({
    retryBudget: fc.integer({ min: 0, max: 100 }).map((percent) => ({ percent, budgetInterval: Duration.seconds(1) })),
    proxyProtocol: fc.constantFrom(ProxyProtocolVersion.V1, ProxyProtocolVersion.V2),
  }, { requiredKeys: [] }),
);

const policy: fc.Arbitrary<TrafficPolicy> = fc.tuple(basic, others).map(([one, other]) => ({ ...one, ...other }));
const tunnel = fc.option(fc.integer({ min: 1, max: 9 }).map((targetPort) => ({ targetHost: 'proxy.example.com', targetPort })), { nil: undefined });

interface Rule {
  readonly host?: TrafficPolicy;
  readonly subsets: (TrafficPolicy | undefined)[];
}

const rules: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ host: fc.option(policy, { nil: undefined }), subsets: fc.tuple(...SUBSETS.map(() => fc.option(policy, { nil: undefined }))) }),
  // The PROXY protocol is not spoken in tunnels.
  fc.record({
    host: fc.tuple(basic, tunnel, portLevelSettings).map(([one, through, settings]) => ({ ...one, tunnel: through, portLevelSettings: settings })),
    subsets: fc.tuple(...SUBSETS.map(() => (
      fc.option(fc.tuple(basic, tunnel).map(([one, through]) => ({ ...one, tunnel: through })), { nil: undefined })
    ))),
  }),
);

function ruleOf({ host, subsets }: Rule) {
  const chart = bookinfo();
  destinationRule({
    trafficPolicy: host,
    subsets: subsets.map((trafficPolicy, index) => Subset.labeled(SUBSETS[index], { version: SUBSETS[index] }, { trafficPolicy })),
  }, chart);
  return only(synthesised(chart), 'DestinationRule').spec;
}

/** What a level says by itself, in Istio's words. */
function said(level: TrafficPolicy = {}): Policy {
  const { portLevelSettings: _, ...rest } = level;
  return renderedPolicy(rest) ?? {};
}

function saidOfPort(level: TrafficPolicy = {}, port: number): Policy {
  const { port: _, ...rest } = level.portLevelSettings?.find((entry) => entry.port === port) ?? { port };
  return said(rest);
}

/** What the user has said of a port: the narrower level wins, part by part. */
function expected({ host, subsets }: Rule, port: number, subset?: string): Policy {
  const own = subset === undefined ? undefined : subsets[SUBSETS.indexOf(subset)];
  return defined({ ...said(host), ...saidOfPort(host, port), ...said(own), ...saidOfPort(own, port) });
}

test('on every port, the host and its subsets are called as the user has said, and nothing that is inherited is lost', () => {
  fc.assert(fc.property(rules, (rule) => {
    const written = ruleOf(rule);
    for (const port of [...PORTS, 99]) {
      for (const subset of [undefined, ...SUBSETS]) {
        expect(effectivePolicy(written, port, subset)).toEqual(expected(rule, port, subset));
      }
    }
  }), { numRuns: 150 });
});
