import { bookstore, rules } from './bookstore';
import { TrafficCase, TrafficRequest } from '../traffic-case';

const TO_V1 = 'route: [{destination: {host: reviews, subset: v1}}]';

const ASKED = 'access-control-request-method';
const PREFLIGHTS: readonly Partial<TrafficRequest>[] = [
  { method: 'OPTIONS', headers: { origin: 'https://a.example.com', [ASKED]: 'GET' } },
  { method: 'OPTIONS', headers: { origin: 'https://b.example.com', [ASKED]: 'GET' } },
  { method: 'OPTIONS', headers: { origin: 'https://a.example.com' } },
  { method: 'OPTIONS', headers: { [ASKED]: 'GET' } },
  { method: 'GET', headers: { origin: 'https://a.example.com', [ASKED]: 'GET' } },
];

/** What a rule does to a request. */
export const ACTIONS: readonly TrafficCase[] = [
  bookstore('weights are shares of their sum, and 0 is nothing', rules('- route: [{destination: {host: reviews, subset: v1}, weight: 30}, {destination: {host: reviews, subset: v2}, weight: 30}, {destination: {host: ratings}, weight: 0}]'), [{}]),
  bookstore('a single destination gets all, whatever its weight', rules('- route: [{destination: {host: reviews, subset: v1}, weight: 0}]'), [{}]),
  bookstore('a subset that nobody defines costs its share', rules('- route: [{destination: {host: reviews, subset: v1}, weight: 75}, {destination: {host: reviews, subset: v9}, weight: 25}]'), [{}]),
  bookstore('a new path takes the place of the matched prefix, slashes and all', rules(`- match: [{uri: {prefix: /foo}}]\n  rewrite: {uri: /}\n  ${TO_V1}\n- match: [{uri: {exact: /bar}}]\n  rewrite: {uri: /new, authority: other.example.com}\n  ${TO_V1}\n- rewrite: {uri: /all/}\n  ${TO_V1}`), [
    { path: '/foo/bar' }, { path: '/foo?x=1' }, { path: '/bar?y=2' }, { path: '/rest' }, { path: '/' },
  ]),
  bookstore('a regular expression rewrites all that it finds', rules(`- rewrite: {uriRegexRewrite: {match: "/v(\\\\d)", rewrite: '/version-\\1'}}\n  ${TO_V1}`), [{ path: '/v1/x/v2?q=/v3' }, { path: '/x' }]),
  bookstore('redirects', rules([
    '- match: [{uri: {prefix: /a}}]\n  redirect: {uri: /new}',
    '- match: [{uri: {prefix: /b}}]\n  redirect: {prefixRewrite: /moved, authority: other.example.com, redirectCode: 307}',
    '- match: [{uri: {prefix: /c}}]\n  redirect: {scheme: https}',
    '- match: [{uri: {prefix: /d}}]\n  redirect: {port: 8443, scheme: https}',
    '- match: [{uri: {prefix: /e}}]\n  redirect: {derivePort: FROM_REQUEST_PORT, authority: x.example.com}',
    '- match: [{uri: {prefix: /f}}]\n  redirect: {uri: "/new?a=b", redirectCode: 308}',
    '- redirect: {authority: y.example.com, redirectCode: 302}',
  ].join('\n')), [{ path: '/a?x=1' }, { path: '/b/x?y=1' }, { path: '/c' }, { path: '/d/x' }, { path: '/e' }, { path: '/f?c=d' }, { path: '/g' }]),
  bookstore('a redirect with a status that Envoy does not know costs the port all of its routes', rules('- match: [{uri: {prefix: /a}}]\n  redirect: {uri: /b, redirectCode: 304}\n- route: [{destination: {host: reviews}}]'), [{}, { path: '/a' }, { host: 'ratings' }, { host: 'unknown' }]),
  bookstore('an answer without a service', rules('- match: [{uri: {exact: /health}}]\n  directResponse: {status: 200, body: {string: fine}}\n- directResponse: {status: 503}'), [{ path: '/health' }, {}]),
  bookstore('faults', rules([
    `- match: [{uri: {prefix: /a}}]\n  fault: {abort: {percentage: {value: 5}, httpStatus: 500}, delay: {percentage: {value: 10}, fixedDelay: 300ms}}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /b}}]\n  fault: {abort: {percentage: {value: 100}, httpStatus: 418}}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /c}}]\n  fault: {abort: {percentage: {value: 33.3333}, grpcStatus: UNAVAILABLE}}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /d}}]\n  fault: {abort: {percentage: {value: 0.00019}, httpStatus: 500}}\n  ${TO_V1}`,
    `- fault: {delay: {fixedDelay: 1s}, abort: {httpStatus: 500}}\n  ${TO_V1}`,
  ].join('\n')), [{ path: '/a' }, { path: '/b' }, { path: '/c' }, { path: '/c', headers: { 'content-type': 'application/grpc' } }, { path: '/d' }, {}]),
  bookstore('timeouts and retries', rules([
    `- match: [{uri: {prefix: /a}}]\n  timeout: 300ms\n  retries: {attempts: 3, perTryTimeout: 1m30s}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /b}}]\n  retries: {attempts: 0}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /c}}]\n  retries: {attempts: 1, retryOn: "503,504"}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /d}}]\n  retries: {attempts: 1, retryOn: "5xx,reset,503"}\n  ${TO_V1}`,
    `- ${TO_V1}`,
  ].join('\n')), [{ path: '/a' }, { path: '/b' }, { path: '/c' }, { path: '/d' }, {}]),
  bookstore('retries of the mesh where a rule says nothing', rules(`- ${TO_V1}`), [{}, { host: 'ratings' }], { defaultHttpRetryPolicy: { attempts: 4, retryOn: '503' } }),
  bookstore('no retries in the whole mesh', rules(`- ${TO_V1}`), [{}, { host: 'ratings' }], { defaultHttpRetryPolicy: { attempts: 0 } }),
  bookstore('copies', rules([
    `- match: [{uri: {prefix: /a}}]\n  mirror: {host: reviews, subset: v2}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /b}}]\n  mirror: {host: reviews, subset: v9}\n  mirrorPercentage: {value: 12.5}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /c}}]\n  mirror: {host: reviews, subset: v2}\n  mirrorPercentage: {value: 0}\n  ${TO_V1}`,
    `- mirrors: [{destination: {host: ratings}, percentage: {value: 50}}, {destination: {host: reviews, subset: v2}}]\n  ${TO_V1}`,
  ].join('\n')), [{ path: '/a' }, { path: '/b' }, { path: '/c' }, {}]),
  bookstore('headers of a rule and of its destinations', rules([
    '- match: [{uri: {prefix: /a}}]\n  headers: {request: {set: {x-a: "1"}, add: {x-b: "2"}, remove: [x-c]}, response: {set: {x-d: "3"}}}\n  route: [{destination: {host: reviews}, headers: {request: {set: {x-a: "9"}, remove: [x-e]}, response: {remove: [server]}}}]',
    '- match: [{uri: {prefix: /b}}]\n  headers: {request: {set: {host: new.example.com}}}\n  route: [{destination: {host: reviews}, headers: {request: {set: {":authority": unused.example.com}}}}]',
    '- route: [{destination: {host: reviews, subset: v1}, weight: 1, headers: {request: {set: {x-v: "1"}}}}, {destination: {host: reviews, subset: v2}, weight: 1}]',
  ].join('\n')), [{ path: '/a' }, { path: '/b' }, {}]),
  bookstore('Envoy answers what a browser asks before a request from elsewhere', rules([
    `- match: [{uri: {prefix: /a}}]\n  corsPolicy: {allowOrigins: [{exact: "https://a.example.com"}], allowMethods: [GET]}\n  timeout: 3s\n  headers: {response: {set: {x-a: "1"}}}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /b}}]\n  corsPolicy: {allowOrigins: [{prefix: "https://a"}, {regex: ".*\\\\.org"}], unmatchedPreflights: IGNORE}\n  ${TO_V1}`,
    `- match: [{uri: {prefix: /c}}]\n  name: any\n  corsPolicy: {allowOrigins: [{exact: "*"}], unmatchedPreflights: FORWARD}\n  fault: {abort: {percentage: {value: 25}, httpStatus: 500}, delay: {percentage: {value: 5}, fixedDelay: 1s}}\n  ${TO_V1}`,
    '- match: [{uri: {prefix: /d}}]\n  corsPolicy: {allowOrigins: [{exact: "https://a.example.com"}]}\n  redirect: {uri: /x}',
    `- match: [{uri: {prefix: /e}}]\n  corsPolicy: {allowOrigin: ["https://a.example.com"]}\n  ${TO_V1}`,
    `- corsPolicy: {allowMethods: [GET]}\n  ${TO_V1}`,
  ].join('\n')), ['/a', '/b', '/c', '/d', '/e', '/f'].flatMap((path) => PREFLIGHTS.map((request) => ({ path, ...request })))),
  bookstore('a destination without a port takes the one that is called, and another service may not have it', `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: reviews}, ports: [{name: http, port: 80, targetPort: 9080}]}}\n---\n${rules('- match: [{uri: {prefix: /a}}]\n  route: [{destination: {host: web}}]\n- route: [{destination: {host: web, port: {number: 80}}}]')}`, [{ path: '/a' }, {}]),
];
