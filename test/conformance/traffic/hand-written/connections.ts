import { bare, deployment } from './bookstore';
import { TrafficCase } from '../traffic-case';

const service = (name: string, clusterIP: string, port: string) => `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {clusterIP: ${clusterIP}, selector: {app: db}, ports: [${port}]}}`;
const istio = (kind: string, name: string, spec: string) => `{apiVersion: networking.istio.io/v1, kind: ${kind}, metadata: {name: ${name}, namespace: shop}, spec: {${spec}}}`;
const entry = (name: string, more: string, port = '{number: 9443, name: tls, protocol: TLS}') => istio('ServiceEntry', name, `hosts: [${name}.example.com], ${more}, ports: [${port}]`);
const to = (host: string) => `route: [{destination: {host: ${host}, port: {number: 5432}}}]`;
const TCP = '{name: tcp, port: 5432}';

/** What becomes of connections that are not HTTP. */
export const CONNECTIONS: readonly TrafficCase[] = [
  bare('rules for TCP by the address called', [
    service('db', '10.1.2.3', TCP), service('copy', '10.1.2.4', TCP), deployment('db', 'v1'),
    istio('VirtualService', 'db', `hosts: [db], tcp: [{match: [{destinationSubnets: [10.1.0.0/16]}], ${to('none')}}, {match: [{destinationSubnets: [10.1.2.3/32]}], ${to('copy')}}, {${to('db')}}]`),
    istio('VirtualService', 'copy', `hosts: [copy], tcp: [{match: [{destinationSubnets: [10.2.0.0/16]}], ${to('db')}}]`),
  ].join('\n---\n'), [
    { host: 'db', port: 5432, scheme: 'tcp' }, { host: '10.1.2.3', port: 5432, scheme: 'tcp' }, { host: 'copy', port: 5432, scheme: 'tcp' },
  ]),
  bare('rules for TCP by the caller', [
    service('db', '10.1.2.3', TCP), deployment('db', 'v1'),
    istio('VirtualService', 'db', `hosts: [db], tcp: [{match: [{sourceLabels: {app: client}, sourceNamespace: shop}], ${to('one')}}, {match: [{sourceNamespace: legacy, gateways: [mesh]}], ${to('two')}}]`),
  ].join('\n---\n'), [
    { host: 'db', port: 5432, scheme: 'tcp' }, { from: { namespace: 'shop' }, host: 'db', port: 5432, scheme: 'tcp' }, { from: { namespace: 'legacy' }, host: 'db.shop', port: 5432, scheme: 'tcp' },
  ]),
  bare('rules for TLS by the address called', [
    service('db', '10.1.2.3', TCP), deployment('db', 'v1'), entry('a', 'addresses: [10.20.0.1], resolution: DNS'), entry('b', 'resolution: DNS'),
    istio('VirtualService', 'tls', `hosts: [a.example.com, b.example.com], tls: [{match: [{sniHosts: [a.example.com], destinationSubnets: [10.20.0.0/16]}], ${to('db')}}, {match: [{sniHosts: [b.example.com]}], ${to('db')}}]`),
  ].join('\n---\n'), [{ host: 'a.example.com', port: 9443, scheme: 'tls' }, { host: 'b.example.com', port: 9443, scheme: 'tls' }]),
  bare('service entries that stand for subnets', [
    entry('wide', 'addresses: [10.8.0.0/16], resolution: NONE', '{number: 9998, name: tcp, protocol: TCP}'), entry('narrow', 'addresses: [10.8.8.0/24], resolution: NONE', '{number: 9998, name: tcp, protocol: TCP}'),
  ].join('\n---\n'), ['10.8.1.2', '10.8.8.8', '10.9.9.9', 'wide.example.com'].map((host) => ({ host, port: 9998, scheme: 'tcp' }))),
];
