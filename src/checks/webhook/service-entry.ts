import { fqdn, ipAddress } from '../../istio/host';
import { acceptedSubnet } from '../../istio/ip-subnet';
import { isHttpProtocol, isTcpProtocol, isTlsProtocol, portProtocol } from '../../istio/protocol';
import { serviceEntry } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { hostProblem, labelProblem, labelsProblem, optionalPortProblem, portProblem, refusedBy } from './accepted-values';
import { checkExportTo } from './export-to';
import { webhookRules } from './webhook-rule';
import { checkPort as checkEndpointPort, checkWorkload, WORKLOAD_ENTRY_RULES } from './workload-entry';
import { checkSelector, SELECTOR_RULES } from './workload-selector';

const RULES = webhookRules('service-entry', {
  hosts: {
    must: 'A service entry has hosts that are names, and "*" alone is none.',
    why: 'Istio refuses the object.',
    fix: 'name the hosts that are called',
    fails: serviceEntry('hosts: ["*"]\nresolution: NONE'),
    passes: serviceEntry('hosts: [api.example.com]'),
    equals: 'invalid host *',
  },
  partialWildcard: {
    code: 'IST0133',
    must: 'A wildcard of a service entry stands for whole labels: "*.example.com".',
    why: 'No host is found by a part of a label.',
    fix: 'write "*." and the rest of the name',
    fails: serviceEntry('hosts: ["*api.example.com"]\nresolution: NONE'),
    passes: serviceEntry('hosts: ["*.example.com"]\nresolution: NONE'),
    equals: 'partial wildcard "*api.example.com" not allowed',
  },
  addresses: {
    must: 'Addresses are IP addresses, or CIDR blocks where the resolution is NONE or STATIC.',
    why: 'Istio refuses the object.',
    fix: 'write IP addresses',
    fails: serviceEntry('addresses: [10.0.0.0/8]'),
    passes: serviceEntry('addresses: [10.0.0.0/8]\nresolution: NONE'),
    equals: 'CIDR addresses are allowed only for NONE/STATIC resolution types',
  },
  ports: {
    must: 'Ports have names and numbers of their own, and a protocol that Istio knows or none.',
    why: 'Istio refuses the object.',
    fix: 'mend the port',
    fails: serviceEntry('ports:\n- {number: 443, name: https, protocol: TLS}\n- {number: 443, name: tls, protocol: TLS}'),
    passes: serviceEntry('ports:\n- {number: 443, name: https, protocol: TLS}\n- {number: 80, name: http, protocol: HTTP}'),
    equals: 'service entry port 443 already defined',
  },
  tcpWithoutAddress: {
    code: 'IST0133',
    must: 'A service entry with a port of TCP has addresses, unless Istio gives it some.',
    why: 'Connections that name no host are told apart by their addresses alone.',
    fix: 'list the addresses, or choose another resolution than NONE',
    fails: serviceEntry('ports:\n- {number: 5432, name: tcp, protocol: TCP}\nresolution: NONE'),
    passes: serviceEntry('ports:\n- {number: 5432, name: tcp, protocol: TCP}\naddresses: [10.0.0.1]\nresolution: NONE'),
    equals: 'addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled',
  },
  endpoints: {
    must: 'Endpoints stand beside no workloadSelector, fit the resolution (NONE has none, STATIC addresses), and have ports of the service.',
    why: 'Istio refuses the object.',
    fix: 'remove the endpoints, or choose the resolution for them',
    fails: serviceEntry('endpoints: [{address: 10.0.0.1}]\nresolution: NONE'),
    passes: serviceEntry('endpoints: [{address: 10.0.0.1}]\nresolution: STATIC'),
    equals: 'no endpoints should be provided for resolution type none',
  },
  selectorWithoutResolution: {
    code: 'IST0133',
    must: 'A service entry that selects workloads has another resolution than NONE.',
    why: 'With NONE, requests go to the address that was called, not to the workloads.',
    fix: 'write resolution: STATIC',
    fails: serviceEntry('workloadSelector: {labels: {app: vm}}\nresolution: NONE'),
    passes: serviceEntry('workloadSelector: {labels: {app: vm}}\nresolution: STATIC'),
    equals: 'workloadSelector should not be set when resolution mode is NONE',
  },
  resolution: {
    must: 'Hosts that are resolved by DNS are no wildcards, those of DYNAMIC_DNS are, and several hosts need ports of HTTP or TLS.',
    why: 'Istio refuses the object.',
    fix: 'name the hosts, or change the resolution',
    fails: serviceEntry('hosts: ["*.example.com"]'),
    passes: serviceEntry('hosts: [api.example.com, www.example.com]'),
    equals: 'hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode DNS',
  },
  hostsAtOneAddress: {
    code: 'IST0133',
    must: 'A service entry with addresses and a port of TCP has one host.',
    why: 'At one address, hosts cannot be told apart.',
    fix: 'write a service entry for each host',
    fails: serviceEntry('hosts: [a.example.com, b.example.com]\naddresses: [10.0.0.1]'),
    passes: serviceEntry('addresses: [10.0.0.1]'),
    equals: 'service entry can not have more than one host specified simultaneously with address and tcp port',
  },
});

const RESOLUTIONS = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'];

/** What Istio's webhook says of a service entry. */
export const SERVICE_ENTRY: RuleFamily = {
  kinds: ['networking.istio.io/ServiceEntry'],
  rules: [...Object.values(RULES), ...Object.values(SELECTOR_RULES)],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    if (!checkSelector(check, spec.at('workloadSelector'), 'labels')) return;
    const resolution = resolutionOf(spec);
    if (spec.at('workloadSelector').isPresent && spec.at('endpoints').size > 0) {
      check.fail(RULES.endpoints, spec.at('endpoints'), 'must not stand beside workloadSelector');
    }
    checkHosts(check, resolution);
    checkAddresses(check, resolution);
    checkPorts(check, resolution);
    if (resolution === 'NONE') checkNone(check);
    else if (resolution === 'DYNAMIC_DNS') checkDynamic(check);
    else checkEndpoints(check, resolution);
    const isApart = (port: Field) => isHttpProtocol(protocolOf(port)) || isTlsProtocol(protocolOf(port));
    if (resolution !== 'NONE' && spec.at('hosts').size > 1 && !spec.at('ports').items.every(isApart)) {
      check.fail(RULES.resolution, spec.at('hosts'), 'must be one host, because a port is neither HTTP nor TLS', 'write a service entry for each host');
    }
    checkExportTo(check, true, false);
  },
};

function resolutionOf(spec: Field): string {
  const { value } = spec.at('resolution');
  return typeof value === 'number' ? RESOLUTIONS[value] ?? String(value) : spec.at('resolution').text || 'NONE';
}

function protocolOf(port: Field): string {
  return port.at('protocol').text;
}

function checkHosts(check: ObjectCheck, resolution: string): void {
  const hosts = check.spec.at('hosts');
  if (hosts.size === 0) check.fail(RULES.hosts, hosts, 'must have a host');
  for (const host of hosts.items) {
    const wrong = host.text === '*' ? 'must not be "*"' : hostProblem(host.text);
    if (wrong !== undefined) check.fail(RULES.hosts, host, wrong);
    if (resolution !== 'DYNAMIC_DNS' && host.text.includes('*') && host.text !== '*' && !host.text.startsWith('*.')) {
      check.fail(RULES.partialWildcard, host, `has a wildcard for a part of a label, ${shown(host.text)}`);
    }
  }
}

function checkAddresses(check: ObjectCheck, resolution: string): void {
  const addresses = check.spec.at('addresses');
  for (const address of addresses.items) {
    const wrong = refusedBy(acceptedSubnet, address.text);
    if (wrong !== undefined) check.fail(RULES.addresses, address, wrong);
  }
  if (!['NONE', 'STATIC'].includes(resolution) && addresses.items.some(({ text }) => text.includes('/'))) {
    check.fail(RULES.addresses, addresses, `must not be CIDR blocks beside resolution ${resolution}`);
  }
}

function checkPorts(check: ObjectCheck, resolution: string): void {
  const [names, numbers] = [new Set<string>(), new Set<number>()];
  const getsAddresses = resolution !== 'NONE' && check.manifest.labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false';
  for (const port of check.spec.at('ports').items) {
    const [name, number] = [port.at('name'), port.at('number')];
    if (names.has(name.text)) check.fail(RULES.ports, name, `is there twice: ${shown(name.text)}`);
    if (numbers.has(number.number)) check.fail(RULES.ports, number, `is there twice: ${number.number}`);
    names.add(name.text);
    numbers.add(number.number);
    if (check.spec.at('addresses').size === 0 && !getsAddresses && ['', 'TCP'].includes(protocolOf(port))) {
      check.fail(RULES.tcpWithoutAddress, port, 'is a port of TCP, and the service entry has no addresses');
    }
    const isKnown = protocolOf(port) === '' || portProtocol.accepts(protocolOf(port));
    const problems: [Field, string | undefined][] = [
      [port.at('targetPort'), optionalPortProblem(port.at('targetPort'))], [name, labelProblem(name)], [number, portProblem(number)],
      [port.at('protocol'), isKnown ? undefined : refusedBy(portProtocol, protocolOf(port))],
    ];
    for (const [field, wrong] of problems) {
      if (wrong !== undefined) check.fail(RULES.ports, field, wrong);
    }
  }
}

function checkNone(check: ObjectCheck): void {
  if (check.spec.at('endpoints').size > 0) check.fail(RULES.endpoints, check.spec.at('endpoints'), 'must not stand beside resolution NONE');
  const selector = check.spec.at('workloadSelector');
  if (selector.isPresent) check.fail(RULES.selectorWithoutResolution, selector, 'does nothing beside resolution NONE');
}

function checkDynamic(check: ObjectCheck): void {
  const { spec, manifest } = check;
  const fail = (field: Field, problem: string) => check.fail(RULES.resolution, field, problem);
  for (const host of spec.at('hosts').items) {
    if (!host.text.startsWith('*')) fail(host, `must be a wildcard for resolution DYNAMIC_DNS, got ${shown(host.text)}`);
  }
  for (const key of ['addresses', 'endpoints']) {
    if (spec.at(key).size > 0) fail(spec.at(key), 'must not stand beside resolution DYNAMIC_DNS');
  }
  for (const port of spec.at('ports').items) {
    if (!['http', 'tls', 'grpc', 'http2'].includes(protocolOf(port).toLowerCase())) fail(port, 'must be HTTP, HTTP2, GRPC or TLS for resolution DYNAMIC_DNS');
  }
  const waypoint = manifest.labels['istio.io/use-waypoint'] ?? '';
  const isInternal = spec.at('location').text === 'MESH_INTERNAL' || spec.at('location').value === 1;
  if (isInternal && waypoint !== '' && waypoint.toLowerCase() !== 'none') fail(spec.at('location'), 'must not be MESH_INTERNAL beside a waypoint');
}

function checkEndpoints(check: ObjectCheck, resolution: string): void {
  const { spec } = check;
  const endpoints = spec.at('endpoints').items;
  const ports = new Set(spec.at('ports').items.map((port) => port.at('name').text));
  for (const endpoint of endpoints.filter(({ isPresent }) => !isPresent)) check.fail(RULES.endpoints, endpoint, 'must not be null');
  const present = endpoints.filter(({ isPresent }) => isPresent);
  if (resolution === 'STATIC') {
    present.forEach((endpoint) => checkWorkload(check, endpoint, ports));
    return;
  }
  const wildcard = endpoints.length === 0 ? spec.at('hosts').items.find(({ text }) => !fqdn.accepts(text)) : undefined;
  if (wildcard) check.fail(RULES.resolution, wildcard, `must be ${fqdn.allowed}, to be resolved by DNS, got ${shown(wildcard.text)}`);
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) check.fail(RULES.endpoints, spec.at('endpoints'), 'must be one at most for DNS_ROUND_ROBIN');
  for (const endpoint of present) checkNamedEndpoint(check, endpoint, ports);
  if (spec.at('addresses').size > 0 && spec.at('hosts').size > 1 && spec.at('ports').items.some((port) => isTcpProtocol(protocolOf(port)))) {
    check.fail(RULES.hostsAtOneAddress, spec.at('hosts'), 'are several at one address, with a port that is not HTTP');
  }
}

function checkNamedEndpoint(check: ObjectCheck, endpoint: Field, ports: ReadonlySet<string>): void {
  const address = endpoint.at('address');
  if (!ipAddress.accepts(address.text) && !fqdn.accepts(address.text)) {
    check.fail(WORKLOAD_ENTRY_RULES.address, address, `must be ${ipAddress.allowed} or a host name, got ${shown(address.text)}`);
  }
  for (const [label, wrong] of labelsProblem(endpoint.at('labels'))) check.fail(WORKLOAD_ENTRY_RULES.labels, label, wrong);
  for (const [name, port] of endpoint.at('ports').entries) checkEndpointPort(check, name, port, ports);
}
