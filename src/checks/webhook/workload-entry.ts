import { fqdn, ipAddress } from '../../istio/host';
import { workloadEntry, workloadGroup } from '../examples';
import { Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { Rule, RuleFamily } from '../rule';
import { labelProblem, labelsProblem, portProblem } from './accepted-values';
import { isUnixSocket, unixSocketProblem } from './unix-socket';
import { webhookRules } from './webhook-rule';

export const WORKLOAD_ENTRY_RULES = webhookRules('workload-entry', {
  address: {
    must: 'The address of a workload is an IP address, a host name or a socket; it may be left out only beside a network.',
    why: 'Istio refuses the object.',
    fix: 'give it an address',
    fails: workloadEntry('address: 10.0.0.300'),
    passes: workloadEntry('address: 10.0.0.3'),
    equals: 'endpoint address "10.0.0.300" is not a valid FQDN or an IP address',
  },
  unsetAddress: {
    code: 'IST0133',
    must: 'A workload of another network has an address.',
    why: 'Without one it is reached through the gateway of the network only.',
    fix: 'give it an address, unless that is meant',
    fails: workloadEntry('network: vms'),
    passes: workloadEntry('network: vms\naddress: 10.0.0.3'),
    equals: 'address is unset with network "vms"',
  },
  ports: {
    must: 'Ports of a workload have names that are DNS labels, and numbers from 1 to 65535; a socket has none.',
    why: 'Istio refuses the object.',
    fix: 'mend the port',
    fails: workloadEntry('address: 10.0.0.3\nports: {http_a: 80}'),
    passes: workloadEntry('address: 10.0.0.3\nports: {http: 80}'),
    equals: 'invalid port name: http_a',
  },
  labels: {
    must: 'Labels of a workload are labels as Kubernetes has them.',
    why: 'Istio refuses the object.',
    fix: 'mend the label',
    fails: workloadEntry('address: 10.0.0.3\nlabels: {app: "a b"}'),
    passes: workloadEntry('address: 10.0.0.3\nlabels: {app: a}'),
    equals: 'invalid tag value: "a b"',
  },
});

const RULES = WORKLOAD_ENTRY_RULES;

/** Looks at a workload, or at one that is written into a service entry: there its ports are those of the entry, and its address is no name. */
export function checkWorkload(check: ObjectCheck, workload: Field, servicePorts?: ReadonlySet<string>): void {
  const address = workload.at('address');
  const ports = workload.at('ports');
  if (address.text === '') {
    if (workload.at('network').text === '') {
      check.fail(RULES.address, address, 'must be given');
      return;
    }
    check.fail(RULES.unsetAddress, address, 'is not given');
  } else {
    checkAddress(check, workload, servicePorts === undefined);
  }
  for (const [name, port] of ports.entries) checkPort(check, name, port, servicePorts);
  for (const [label, wrong] of labelsProblem(workload.at('labels'))) check.fail(RULES.labels, label, wrong);
  if (isUnixSocket(address.text) && servicePorts && servicePorts.size !== 1) {
    check.fail(RULES.ports, workload, 'is a socket, so that the service must have exactly one port');
  }
}

function checkAddress(check: ObjectCheck, workload: Field, mayBeName: boolean): void {
  const address = workload.at('address');
  if (isUnixSocket(address.text)) {
    const wrong = unixSocketProblem(address.text);
    if (wrong !== undefined) check.fail(RULES.address, address, wrong);
    if (workload.at('ports').size > 0) check.fail(RULES.ports, workload.at('ports'), 'must not stand beside a socket');
  } else if (!ipAddress.accepts(address.text) && !(mayBeName && fqdn.accepts(address.text))) {
    check.fail(RULES.address, address, `must be ${ipAddress.allowed}${mayBeName ? ' or a host name' : ''}, got ${shown(address.text)}`);
  }
}

export function checkPort(check: ObjectCheck, name: string, port: Field, servicePorts?: ReadonlySet<string>): void {
  if (servicePorts && !servicePorts.has(name)) check.fail(RULES.ports, port, `is no port of the service: ${shown(name)}`);
  const wrong = labelProblem(new Field(name, port.path)) ?? portProblem(port);
  if (wrong !== undefined) check.fail(RULES.ports, port, wrong);
}

/** What Istio's webhook says of a WorkloadEntry. */
export const WORKLOAD_ENTRY: RuleFamily = {
  kinds: ['networking.istio.io/WorkloadEntry'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    checkWorkload(check, check.spec);
  },
};

const GROUP_RULES: { [key: string]: Rule } = webhookRules('workload-group', {
  template: {
    must: 'A WorkloadGroup has a template, and labels as Kubernetes has them.',
    why: 'Istio refuses the object: workloads that join are made from it.',
    fix: 'give it a template, even an empty one',
    fails: workloadGroup('template: null'),
    passes: workloadGroup(''),
    equals: 'template is required',
  },
  probe: {
    must: 'A probe has one way to look (httpGet, tcpSocket or exec) that can be followed, and times that are not negative.',
    why: 'Istio refuses the object.',
    fix: 'give it httpGet, tcpSocket or exec',
    fails: workloadGroup('probe: {periodSeconds: 5}'),
    passes: workloadGroup('probe: {tcpSocket: {port: 80}, periodSeconds: 5}'),
    equals: 'unknown health check method',
  },
});

const TIMES = ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

/** What Istio's webhook says of a WorkloadGroup. */
export const WORKLOAD_GROUP: RuleFamily = {
  kinds: ['networking.istio.io/WorkloadGroup'],
  rules: Object.values(GROUP_RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    if (!spec.at('template').isPresent) check.fail(GROUP_RULES.template, spec, 'must have a template');
    for (const [label, wrong] of labelsProblem(spec.at('metadata').at('labels'))) check.fail(GROUP_RULES.template, label, wrong, 'mend the label');
    if (spec.at('probe').isPresent) checkProbe(check, spec.at('probe'));
  },
};

function checkProbe(check: ObjectCheck, probe: Field): void {
  const fail = (field: Field, problem: string | undefined) => {
    if (problem !== undefined) check.fail(GROUP_RULES.probe, field, problem);
  };
  for (const time of TIMES.map((key) => probe.at(key)).filter(({ number }) => number < 0)) fail(time, `must not be negative, got ${time.number}`);
  const [http, tcp, exec] = ['httpGet', 'tcpSocket', 'exec'].map((key) => probe.at(key));
  if (http.isPresent) {
    fail(http.at('port'), portProblem(http.at('port')));
    const scheme = http.at('scheme').text;
    if (!['', 'HTTP', 'HTTPS'].includes(scheme)) fail(http.at('scheme'), `must be HTTP or HTTPS, got ${shown(scheme)}`);
    for (const name of http.at('httpHeaders').items.map((header) => header.at('name'))) {
      if (!/^[-A-Za-z0-9]+$/.test(name.text)) fail(name, `must be the name of a header, got ${shown(name.text)}`);
    }
  } else if (tcp.isPresent) {
    fail(tcp.at('port'), portProblem(tcp.at('port')));
  } else if (exec.isPresent) {
    if (exec.at('command').size === 0) fail(exec.at('command'), 'must be given');
  } else {
    fail(probe, 'must have httpGet, tcpSocket or exec');
  }
}
