import { Chart, Duration, Testing } from 'cdk8s';
import type { Counter } from './prometheus';
import { CanaryService, Reporter, ServicePort, ServiceVersion, TrafficQueries, TrafficQueriesOptions } from '../../../src';
import { isOneOf, rate } from '../../../src/monitoring/promql';

/** Series by their labels, written `a=x b=y`, in any order. */
type Expected = { readonly [labels: string]: number };

/** What proxies have counted, and the answers that a person finds with pen and paper. */
export interface Case {
  readonly name: string;
  readonly counters: Counter[];
  readonly asked: [query: string, expected: Expected][];
}

type Labels = Counter['labels'];

const V1 = ServiceVersion.image('v1', 'reviews:1');
const V2 = ServiceVersion.image('v2', 'reviews:2');
const ONE = '';
const NOTHING = {};

function queries(options: TrafficQueriesOptions = {}, port = ServicePort.http(8080), namespace: string | null = 'bookinfo'): TrafficQueries {
  const chart = new Chart(Testing.app(), 'chart', { namespace: namespace ?? undefined });
  return TrafficQueries.of(new CanaryService(chart, 'reviews', { ports: [port], stable: V1, canary: V2 }), options);
}

/** Requests per second to reviews in bookinfo, and the labels that tell them from others. */
function requests(perSecond: number, labels: Labels): Counter {
  return {
    rise: perSecond * 15,
    labels: {
      __name__: 'istio_requests_total',
      reporter: 'destination',
      destination_service: 'reviews.bookinfo.svc.cluster.local',
      destination_service_name: 'reviews',
      request_protocol: 'http',
      response_code: '200',
      ...labels,
    },
  };
}

const v1 = (labels: Labels = {}) => ({ destination_version: 'v1', destination_workload: 'reviews-v1', ...labels });
const v2 = (labels: Labels = {}) => ({ destination_version: 'v2', destination_workload: 'reviews-v2', ...labels });

/** What is none of the service's business. */
const OTHERS: Counter[] = [
  requests(100, v2({ destination_service: 'reviews.test.svc.cluster.local', response_code: '500' })),
  requests(100, v2({ destination_service: 'ratings.bookinfo.svc.cluster.local', destination_service_name: 'ratings', response_code: '500' })),
];

/** v2 gets a tenth, and fails in a fifth of it; callers see failures besides that no pod has seen. */
const BOTH_SIDES: Counter[] = [
  ...OTHERS,
  requests(9, v1()),
  requests(0.5, v2({ pod: 'a' })),
  requests(0.3, v2({ pod: 'b' })),
  requests(0.2, v2({ pod: 'b', response_code: '503' })),
  requests(9, v1({ reporter: 'source' })),
  requests(0.8, v2({ reporter: 'source' })),
  requests(0.2, v2({ reporter: 'source', response_code: '503' })),
  requests(0.1, v2({ reporter: 'source', response_code: '0', response_flags: 'DC' })),
  requests(0.5, { reporter: 'source', destination_version: 'unknown', response_code: '503', response_flags: 'UH' }),
];

const byPods = queries();
const byCallers = queries({ reporter: Reporter.SOURCE });
const byAll = queries({ reporter: Reporter.ALL });

const SIDES: Case = {
  name: 'requests counted on both sides',
  counters: BOTH_SIDES,
  asked: [
    [byPods.requestsByVersion(), {
      'destination_version=v1 response_code=200': 9, 'destination_version=v2 response_code=200': 0.8, 'destination_version=v2 response_code=503': 0.2,
    }],
    [byPods.requests(V2), { [ONE]: 1 }],
    [byPods.errors(V2), { [ONE]: 0.2 }],
    [byPods.errorShare(V2), { [ONE]: 0.2 }],
    [byPods.trafficShare(V2), { [ONE]: 0.1 }],
    [byCallers.requestsByVersion(), {
      'destination_version=v1 response_code=200': 9,
      'destination_version=v2 response_code=200': 0.8,
      'destination_version=v2 response_code=503': 0.2,
      'destination_version=v2 response_code=0': 0.1,
      'destination_version=unknown response_code=503': 0.5,
    }],
    [byCallers.requests(V2), { [ONE]: 1.1 }],
    [byCallers.errors(V2), { [ONE]: 0.3 }],
    [byCallers.errorShare(V2), { [ONE]: 3 / 11 }],
    [byCallers.trafficShare(V2), { [ONE]: 11 / 106 }],
    [byAll.requests(V2), { [ONE]: 2.1 }],
    [byAll.errors(V2), { [ONE]: 0.4 }],
    [queries({ reporter: Reporter.WAYPOINT }).requestsByVersion(), NOTHING],
  ],
};

const CONNECTIONS: Case = {
  name: 'connections',
  counters: [
    ...OTHERS,
    requests(100, v2()),
    requests(9, v1({ __name__: 'istio_tcp_connections_opened_total', request_protocol: 'tcp' })),
    requests(1, v2({ __name__: 'istio_tcp_connections_opened_total', request_protocol: 'tcp' })),
    requests(2, v2({ __name__: 'istio_tcp_connections_opened_total', request_protocol: 'tcp', reporter: 'source' })),
  ],
  asked: [
    [queries({}, ServicePort.tcp(9000)).connections(V1), { [ONE]: 9 }],
    [queries({}, ServicePort.tcp(9000)).connections(V2), { [ONE]: 1 }],
  ],
};

const NO_ERRORS: Case = {
  name: 'no error yet',
  counters: [...OTHERS, requests(9, v1()), requests(1, v2())],
  asked: [
    [byPods.errors(V2), NOTHING],
    [byPods.errorShare(V2), { [ONE]: 0 }],
    [`${byPods.errorShare(V2)} < 0.01`, { [ONE]: 0 }],
  ],
};

const ALL_ERRORS: Case = {
  name: 'nothing but errors',
  counters: [requests(1, v2({ response_code: '500' })), requests(2, v2({ response_code: '599' }))],
  asked: [[byPods.errorShare(V2), { [ONE]: 1 }], [byPods.trafficShare(V2), { [ONE]: 1 }], [byPods.trafficShare(V1), { [ONE]: 0 }]],
};

const COMPARED: Case = {
  name: 'queries in larger expressions',
  counters: [
    ...[requests(6, v1()), requests(2, v1({ response_code: '500' })), requests(1, v2()), requests(1, v2({ response_code: '500' }))],
    ...durations({ '100': 0, '200': 8, '+Inf': 8 }, v1()),
    ...durations({ '200': 0, '400': 2, '+Inf': 2 }, v2()),
  ],
  asked: [
    [`${byPods.errorShare(V2)} / ${byPods.errorShare(V1)}`, { [ONE]: 2 }],
    [`1 - ${byPods.errorShare(V1)}`, { [ONE]: 0.75 }],
    [`100 * ${byPods.trafficShare(V2)} ^ 2`, { [ONE]: 4 }],
    [`${byPods.latency(V2, 0.5)} / ${byPods.latency(V1, 0.5)}`, { [ONE]: 2 }],
    [`${byPods.requests(V2)} / ${byPods.requests(V1)}`, { [ONE]: 0.25 }],
    [`${byPods.errorShare(V2)} > ${byPods.errorShare(V1)} + 0.01 or ${byPods.latency(V2, 0.95)} > 1.2 * ${byPods.latency(V1, 0.95)}`, { [ONE]: 0.5 }],
    [`${byPods.errorShare(V2)} <= 0.5 and ${byPods.requests(V2)} > 0.1`, { [ONE]: 0.5 }],
  ],
};

/** Answers with these codes are no errors of the server. */
const CODES: Case = {
  name: 'codes that are no errors of the server',
  counters: ['100', '204', '301', '404', '429', '499', '0'].map((code) => requests(1, v2({ response_code: code }))),
  asked: [[byPods.errors(V2), NOTHING], [byPods.errorShare(V2), { [ONE]: 0 }], [byCallers.errors(V2), NOTHING]],
};

const NEVER_CALLED: Case = {
  name: 'a version that was never called',
  counters: [...OTHERS, requests(9, v1())],
  asked: [
    [byPods.requests(V2), NOTHING],
    [byPods.errorShare(V2), NOTHING],
    [byPods.latency(V2, 0.99), NOTHING],
    [byPods.trafficShare(V2), { [ONE]: 0 }],
  ],
};

const NO_TRAFFIC_NOW: Case = {
  name: 'a version that gets no requests any more',
  counters: [requests(0, v2()), requests(0, v2({ response_code: '500' })), ...durations({ '100': 0, '+Inf': 0 }, v2())],
  asked: [
    [byPods.requests(V2), { [ONE]: 0 }],
    [byPods.errorShare(V2), { [ONE]: NaN }],
    [`${byPods.errorShare(V2)} > 0.01`, NOTHING],
    [`${byPods.errorShare(V2)} <= 0.01`, NOTHING],
    [byPods.trafficShare(V2), { [ONE]: NaN }],
    [byPods.latency(V2, 0.99), { [ONE]: NaN }],
  ],
};

const NO_METRICS: Case = {
  name: 'a service that was never called',
  counters: OTHERS,
  asked: [
    [byPods.requestsByVersion(), NOTHING], [byPods.errorShare(V1), NOTHING], [byPods.trafficShare(V1), NOTHING], [byPods.latency(V1, 0.5), NOTHING],
  ],
};

/** Weight 0, but v2 gets a copy of every request. */
const MIRRORED: Case = {
  name: 'mirrored copies, which only the pods count',
  counters: [requests(9, v1()), requests(9, v2()), requests(9, v1({ reporter: 'source' }))],
  asked: [[byPods.trafficShare(V2), { [ONE]: 0.5 }], [byCallers.trafficShare(V2), { [ONE]: 0 }]],
};

const calls = queries({}, ServicePort.grpc(9090));
const grpc = (status: string, labels: Labels = {}) => v2({ request_protocol: 'grpc', grpc_response_status: status, ...labels });

const GRPC: Case = {
  name: 'gRPC',
  counters: [
    ...OTHERS,
    requests(5, grpc('0')),
    requests(1, grpc('14')),
    requests(0.5, grpc('14', { response_code: '503' })),
    requests(0.5, grpc('5')),
    requests(1, v2({ response_code: '500' })),
    requests(2, grpc('16')),
  ],
  asked: [
    [calls.requests(V2), { [ONE]: 10 }],
    [calls.errors(V2), { [ONE]: 2.5 }],
    [calls.errorShare(V2), { [ONE]: 0.25 }],
    [calls.requestsByVersion(), {
      'destination_version=v2 response_code=200 grpc_response_status=0': 5,
      'destination_version=v2 response_code=200 grpc_response_status=14': 1,
      'destination_version=v2 response_code=503 grpc_response_status=14': 0.5,
      'destination_version=v2 response_code=200 grpc_response_status=5': 0.5,
      'destination_version=v2 response_code=200 grpc_response_status=16': 2,
      'destination_version=v2 response_code=500': 1,
    }],
    [byPods.errors(V2), { [ONE]: 1.5 }],
  ],
};

/** The histogram of the durations: requests per second that took no longer than each bound. */
function durations(perSecond: { readonly [bound: string]: number }, labels: Labels): Counter[] {
  return Object.entries(perSecond).map(([le, rateUpTo]) => requests(rateUpTo, { __name__: 'istio_request_duration_milliseconds_bucket', le, ...labels }));
}

/** Of 10 requests per second, 5 take up to 100 ms, 4 up to 250 ms, and 1 up to 500 ms. */
const LATENCY: Case = {
  name: 'latency, between the bounds of the buckets',
  counters: [
    ...durations({ '100': 3, '250': 6, '500': 7, '+Inf': 7 }, v2({ pod: 'a' })),
    ...durations({ '100': 2, '250': 3, '500': 3, '+Inf': 3 }, v2({ pod: 'b' })),
    ...durations({ '100': 0, '250': 0, '500': 0, '+Inf': 90 }, v1()),
    ...durations({ '100': 0, '250': 0, '500': 0, '+Inf': 90 }, v2({ reporter: 'source' })),
  ],
  asked: [
    [byPods.latency(V2, 0.5), { [ONE]: 100 }],
    [byPods.latency(V2, 0.7), { [ONE]: 175 }],
    [byPods.latency(V2, 0.99), { [ONE]: 475 }],
  ],
};

/** In the shortest of them there are two samples. */
const WINDOWS: Case = {
  name: 'windows',
  counters: [requests(2, v2())],
  asked: [Duration.seconds(30), Duration.minutes(1), Duration.hours(1), Duration.days(1000)].map((window): Case['asked'][number] => {
    const found = queries({ reporter: Reporter.DESTINATION, window });
    return [`${found.requests(V2)} > bool 0`, { [ONE]: 1 }];
  }),
};

const NAMESPACES: Case = {
  name: 'a chart without a namespace counts those of all',
  counters: [...OTHERS, requests(1, v2())],
  asked: [[queries({}, ServicePort.http(8080), null).requests(V2), { [ONE]: 101 }]],
};

/** Values as nobody writes them, to see whether they arrive. */
const ODD_VALUES = ['', '"', '\\', '\\d', 'a|b', '.*', '\n\t\u0000\u007f', '\u2028', 'é😀', '{}$`\''];

const QUOTING: Case = {
  name: 'odd values of labels',
  counters: ODD_VALUES.map((value, index) => ({ rise: 15 * (index + 1), labels: { __name__: 'odd_total', index: `${index}`, value } })),
  asked: [
    ...ODD_VALUES.map((value, index): Case['asked'][number] => [`sum(${rate('odd_total', [isOneOf('value', [value])], '5m')})`, { [ONE]: index + 1 }]),
    [`sum(${rate('odd_total', [isOneOf('value', ['.*', '\\d', 'a|b'])], '5m')})`, { [ONE]: 6 + 4 + 5 }],
  ],
};

export const CASES: Case[] = [
  SIDES, CONNECTIONS, NO_ERRORS, ALL_ERRORS, COMPARED, CODES, NEVER_CALLED, NO_TRAFFIC_NOW, NO_METRICS, MIRRORED, GRPC, LATENCY, WINDOWS,
  NAMESPACES, QUOTING,
];
