import { Chart, Duration } from 'cdk8s';
import type { Program } from './sweep';
import {
  CanaryService, CanaryTraffic, CookieSameSite, Destination, Exposure, Gateway, HeaderMatch, HeaderRoutedService, HttpMatch, HttpRoute, Lane,
  LaneMember, ServicePort, ServiceVersion, SessionAffinity, SessionCookieOptions, VersionedService,
} from '../../src';

const PORTS = [ServicePort.http(80), ServicePort.grpc(82)];
const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const V2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');
const LTS = ServiceVersion.labels('lts', { release: '2024-04' });
const RULES = [{ name: 'slow', match: [HttpMatch.pathPrefix('/slow')], timeout: Duration.minutes(5) }];
const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
const EXPOSURES = [
  Exposure.mesh(), Exposure.gateway(Gateway.fromName('edge'), { hosts: ['shop.example.com'], pathPrefix: '/a%20b', strip: true }),
];

const COOKIES: SessionCookieOptions[] = [
  {},
  { keepStable: true, maxAge: Duration.seconds(1) },
  { name: "__Host-!#$%&'*+-.^_`|~", path: '/', secure: true, httpOnly: true, sameSite: CookieSameSite.NONE, partitioned: true, maxAge: Duration.days(400) },
  { domain: 'example.com', secure: false, httpOnly: false, sameSite: CookieSameSite.STRICT, keepStable: false },
  { sameSite: CookieSameSite.LAX, path: '/a%20b/c' },
];

function stickyServices(chart: Chart): void {
  COOKIES.map((options) => SessionAffinity.cookie(options)).forEach((sessionAffinity, index) => {
    new CanaryService(chart, `sticky-${index}`, {
      ports: PORTS,
      stable: V1,
      canary: V2,
      traffic: CanaryTraffic.weight(Math.round(sessionAffinity.canaryPercent(10, index))),
      longLived: [{ version: LTS, weight: 5, match: [HttpMatch.pathPrefix('/lts')] }],
      sessionAffinity,
      testers: TESTERS,
      rules: RULES,
      exposures: index === COOKIES.length - 1 ? EXPOSURES : undefined,
    });
  });
  new CanaryService(chart, 'matched', { ports: PORTS, stable: V1, longLived: [{ version: LTS, match: TESTERS }] });
}

function lanes(chart: Chart): void {
  const page = new CanaryService(chart, 'page', {
    ports: PORTS,
    stable: V1,
    canary: V2,
    traffic: CanaryTraffic.weight(10),
    sessionAffinity: SessionAffinity.cookie(),
    testers: TESTERS,
    rules: RULES,
    exposures: EXPOSURES,
  });
  const reviews = new HeaderRoutedService(chart, 'reviews', {
    ports: PORTS, versions: [V1, V2], defaultVersion: V1, routes: [{ match: TESTERS, version: V2 }], rules: RULES,
  });
  const ratings = new VersionedService(chart, 'ratings', {
    ports: PORTS,
    versions: [V1, V2],
    defaultRoute: [Destination.version(V1)],
    routes: [
      HttpRoute.redirect({ name: 'home', match: [HttpMatch.pathExact('/')], uri: '/home' }),
      HttpRoute.forward({ match: [HttpMatch.pathPrefix('/copies')], to: [Destination.host('copies', { port: 80 })] }),
    ],
  });
  const members: LaneMember[] = [
    { service: page, version: V2, entry: true }, { service: reviews, version: V2 }, { service: ratings, version: V2, entry: false },
  ];
  new Lane(chart, 'beta', { members });
  new Lane(chart, 'Second_lane.1', { header: 'X-Preview', value: '1', members, stripAtGateways: true });
}

export const LANE_PROGRAMS: Program[] = [stickyServices, lanes];
