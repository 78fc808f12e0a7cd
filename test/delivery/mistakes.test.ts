import { Duration } from 'cdk8s';
import { CanaryService, CanaryServiceProps, CanaryTraffic, Destination, HttpMatch, HttpRoute, ServicePort, ServiceVersion } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { reviews, V1, V2 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function canary(props: Partial<CanaryServiceProps>): CanaryService {
  return new CanaryService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: V1, canary: V2, ...props });
}

describe('a mistake in a canary is named after the prop in which it was made', () => {
  test.each([
    ['the weight', () => canary({ traffic: CanaryTraffic.weight(10.5) }), 'CanaryWeightOutOfRange: traffic.weight '],
    ['a step', () => canary({ traffic: CanaryTraffic.steps([10, 101]) }), 'CanaryWeightOutOfRange: traffic.steps[1] '],
    ['a tester', () => canary({ testers: [HttpMatch.pathExact('/a'), HttpMatch.pathExact('b')] }), 'InvalidPath: testers[1].path '],
    ['the stable version', () => canary({ stable: ServiceVersion.image('V1', 'reviews:1') }), 'InvalidVersionName: stable.name '],
    ['the canary', () => canary({ canary: ServiceVersion.image('v2', '') }), 'InvalidImage: canary.image '],
    ['a retiring version', () => canary({ retiring: [ServiceVersion.labels('v0', {})] }), 'LabelsMissing: retiring[0].labels '],
    ['the traffic policy', () => canary({ trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } } }),
      'InvalidCount: trafficPolicy.connectionPool.tcp.maxConnections '],
    ['the timeout', () => canary({ timeout: Duration.millis(0.5) }), 'InvalidDuration: timeout '],
    ['the name of the VirtualService', () => canary({ virtualServiceName: 'Reviews' }), 'InvalidObjectName: virtualServiceName '],
  ])('%s', (_kind, program, beginning) => {
    expect(messageOf(program)).toContain(`[bookinfo/reviews] ${beginning}`);
  });
});

describe('versions', () => {
  test('that are given twice in one place are told from those that are in use and retiring', () => {
    expect(messageOf(() => canary({ canary: undefined, retiring: [V2, V2] }))).toBe(
      '[bookinfo/reviews] DuplicateVersion: retiring[1].name must differ from the names of all other versions of the service, got "v2"; '
      + 'give the version once',
    );
    expect(codeOf(() => canary({ retiring: [V2] }))).toBe('VersionRetiring');
    expect(codeOf(() => canary({ canary: V1 }))).toBe('DuplicateVersion');
  });

  test('may carry the service\'s own label among others', () => {
    expect(() => canary({ canary: ServiceVersion.labels('v2', { app: 'reviews', version: 'v2' }) })).not.toThrow();
  });

  test.each([
    ['the same labels', { version: 'v1' }],
    ['the labels of the service alone', { app: 'reviews' }],
  ])('cannot have %s as another', (_kind, labels) => {
    expect(codeOf(() => canary({ canary: ServiceVersion.labels('v2', labels) }))).toBe('SubsetsOverlap');
  });

  test('may listen on ports that they do not declare, as long as the Service targets one that they do', () => {
    const v1 = ServiceVersion.containers('v1', [{ image: 'reviews:1', portNumber: 8080 }]);
    expect(() => reviews({ versions: [v1], ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.grpc(9090)] })).not.toThrow();
    expect(codeOf(() => reviews({ versions: [v1], ports: [ServicePort.http(80), ServicePort.grpc(9090)] }))).toBe('TargetPortUnknown');
  });

  test.each([
    ['port', { port: 8080 }],
    ['portNumber', { portNumber: 8080 }],
    ['ports', { ports: [{ number: 9090 }, { number: 8080 }] }],
  ])('may declare their ports by %s', (_member, container) => {
    const v1 = ServiceVersion.containers('v1', [{ image: 'reviews:1', ...container }]);
    expect(() => reviews({ versions: [v1] })).not.toThrow();
  });
});

describe('the default route', () => {
  const all = HttpRoute.forward({ to: [Destination.host('ratings')] });

  test('cannot be hidden by a rule without a match, wherever it is added', () => {
    expect(codeOf(() => reviews().addRoute(all))).toBe('RouteWithoutMatch');
    expect(codeOf(() => reviews().virtualService.addHttpRoute(all))).toBe('RouteWithoutMatch');
  });

  test('cannot be hidden by a rule whose list of matches turns out to be empty', () => {
    expect(codeOf(() => reviews().addRoute(HttpRoute.forward({ match: [], to: [Destination.version(V1)] })))).toBe('MatchEmpty');
  });
});
