import { normalisedPath } from '../../src/simulation/path-normalisation';
import { simulationOf } from '../support/mesh';

test.each([
  ['DEFAULT', '/shop/../%61dmin', '/admin'],
  ['DEFAULT', '/./admin', '/admin'],
  ['DEFAULT', '/admin/..', '/'],
  ['DEFAULT', '/admin/.', '/admin/'],
  ['DEFAULT', '/a//b', '/a//b'],
  ['DEFAULT', '/a\\b', '/a/b'],
  ['DEFAULT', '/a%2Fb', '/a%2Fb'],
  ['NONE', '/shop/../admin', '/shop/../admin'],
  ['BASE', '/shop/../admin', '/admin'],
  ['BASE', '/a//b', '/a//b'],
  ['MERGE_SLASHES', '/a//b///c', '/a/b/c'],
  ['MERGE_SLASHES', '/a%2F%2fb', '/a%2F%2fb'],
  ['DECODE_AND_MERGE_SLASHES', '/a%2F%2fb%5cc', '/a/b/c'],
  ['DEFAULT', '*', '*'],
  ['DEFAULT', 'admin', undefined],
])('normalisation %s makes %s the path %s', (normalisation, path, expected) => {
  expect(normalisedPath(path, normalisation)).toBe(expected);
});

const ADMIN = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: shop}
spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec: {hosts: [shop], http: [{name: admin, match: [{uri: {prefix: /admin/users}}], directResponse: {status: 403}}, {name: rest, directResponse: {status: 200}}]}
`;

test.each([
  [undefined, 'rest'],
  ['MERGE_SLASHES', 'admin'],
])('the mesh decides whether slashes are merged before rules are asked: %s', (normalization, route) => {
  const mesh = normalization && `pathNormalization: {normalization: ${normalization}}`;
  expect(simulationOf(ADMIN, mesh).ask({ host: 'shop', path: '/admin//users' }).route).toBe(route);
});
