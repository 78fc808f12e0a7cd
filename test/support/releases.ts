import { Chart, Yaml } from 'cdk8s';
import { Deployment, k8s } from 'cdk8s-plus-28';
import { bookinfo, synthesised } from './bookinfo';
import type { Manifest } from './manifests';
import { RESOURCES } from './run';
import {
  BlueGreenService, BlueGreenServiceProps, BlueGreenSlot, CanaryService, CanaryServiceProps, CanaryTraffic, DisruptionBudget, HeaderMatch,
  HeaderRoutedService, HeaderRoutedServiceProps, HttpMatch, MirroredService, MirroredServiceProps, ReadinessCheck, ScalingMetric, ServicePort,
  ServiceVersion, TopologySpread, WorkloadConfig, WorkloadOptions,
} from '../../src';

/** What a program adds to its chart, of versions known by their names. */
export type Write = (chart: Chart, versions: Versions) => unknown;

interface Versions {
  readonly v1: ServiceVersion;
  readonly v2: ServiceVersion;
  readonly v3: ServiceVersion;
}

/** A name, what the program writes, and the versions that get requests. */
export type Stage = [name: string, write: Write, reached: string[]];

/** A way to make a version; its workload, if somebody else runs it, is in the chart. */
export type Form = (name: string, chart: Chart) => ServiceVersion;

export const { BLUE, GREEN } = BlueGreenSlot;
const PORTS = [ServicePort.http(8080)];
export const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
const to = (version: ServiceVersion) => [{ match: TESTERS, version }];
export const IMAGE: Form = (name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}`);

/** All that can be said of how pods are run. */
function everyOption(name: string, chart: Chart): WorkloadOptions {
  const map = new k8s.KubeConfigMap(chart, `config-${name}`, { metadata: { name: `reviews-${name}` }, data: { VERSION: name } });
  return {
    autoscaling: { minReplicas: 2, maxReplicas: 10, metrics: [ScalingMetric.cpuUtilization(70)] },
    disruptionBudget: DisruptionBudget.maxUnavailable(1),
    spread: [TopologySpread.zones(), TopologySpread.nodes()],
    zeroDowntime: { readiness: ReadinessCheck.http('/healthz') },
    config: [WorkloadConfig.of(map)],
  };
}

/** What `cdk8s synth` would write; all three versions exist, whether the service has them or not. */
export function output(write: Write, form: Form = IMAGE): string {
  return Yaml.stringify(...objects(write, form));
}

/** The same as objects. */
export function objects(write: Write, form: Form, chart: Chart = bookinfo()): Manifest[] {
  write(chart, { v1: form('v1', chart), v2: form('v2', chart), v3: form('v3', chart) });
  return synthesised(chart);
}

export function canary(roles: (versions: Versions) => Omit<CanaryServiceProps, 'ports'>): Write {
  return (chart, versions) => new CanaryService(chart, 'reviews', { ports: PORTS, ...roles(versions) });
}

export function blueGreen(slots: (versions: Versions) => Omit<BlueGreenServiceProps, 'ports'>): Write {
  return (chart, versions) => new BlueGreenService(chart, 'reviews', { ports: PORTS, ...slots(versions) });
}

export function headerRouted(routing: (versions: Versions) => Omit<HeaderRoutedServiceProps, 'ports'>): Write {
  return (chart, versions) => new HeaderRoutedService(chart, 'reviews', { ports: PORTS, ...routing(versions) });
}

export function mirrored(roles: (versions: Versions) => Omit<MirroredServiceProps, 'ports'>): Write {
  return (chart, versions) => new MirroredService(chart, 'reviews', { ports: PORTS, ...roles(versions) });
}

/** v1, then v2 as far as being promoted, then v3 half way and back again. */
const CANARY_STAGES: Stage[] = [
  ['stable v1', canary(({ v1 }) => ({ stable: v1 })), ['v1']],
  ['canary v2 at 0', canary(({ v1, v2 }) => ({ stable: v1, canary: v2 })), ['v1']],
  ['canary v2 for testers', canary(({ v1, v2 }) => ({ stable: v1, canary: v2, testers: TESTERS })), ['v1', 'v2']],
  ['canary v2 at 10', canary(({ v1, v2 }) => ({ stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(10) })), ['v1', 'v2']],
  ['canary v2 at 100', canary(({ v1, v2 }) => ({ stable: v1, canary: v2, testers: TESTERS, traffic: CanaryTraffic.weight(100) })), ['v2']],
  ['stable v2, retiring v1', canary(({ v1, v2 }) => ({ stable: v2, retiring: [v1] })), ['v2']],
  ['stable v2', canary(({ v2 }) => ({ stable: v2 })), ['v2']],
  ['canary v3 at 0', canary(({ v2, v3 }) => ({ stable: v2, canary: v3 })), ['v2']],
  ['canary v3 at 50', canary(({ v2, v3 }) => ({ stable: v2, canary: v3, traffic: CanaryTraffic.weight(50) })), ['v2', 'v3']],
  ['rolled back: stable v2, retiring v3', canary(({ v2, v3 }) => ({ stable: v2, retiring: [v3] })), ['v2']],
  ['stable v2 again', canary(({ v2 }) => ({ stable: v2 })), ['v2']],
];

/** v1 in blue, then v2 in green, then v3 in blue, which is rolled back. */
const BLUE_GREEN_STAGES: Stage[] = [
  ['blue v1', blueGreen(({ v1 }) => ({ blue: v1, active: BLUE })), ['v1']],
  ['green v2 stands by', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE })), ['v1']],
  ['green v2 for previewers', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE, previewers: TESTERS })), ['v1', 'v2']],
  ['switched to green', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: GREEN })), ['v2']],
  ['back to blue', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE })), ['v1']],
  ['to green, previewers on the old version', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: GREEN, previewers: TESTERS })), ['v1', 'v2']],
  ['to green for all', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: GREEN })), ['v2']],
  ['green v2, retiring v1', blueGreen(({ v1, v2 }) => ({ green: v2, active: GREEN, retiring: [v1] })), ['v2']],
  ['green v2', blueGreen(({ v2 }) => ({ green: v2, active: GREEN })), ['v2']],
  ['blue v3 stands by', blueGreen(({ v2, v3 }) => ({ blue: v3, green: v2, active: GREEN })), ['v2']],
  ['switched to blue', blueGreen(({ v2, v3 }) => ({ blue: v3, green: v2, active: BLUE })), ['v3']],
  ['rolled back to green', blueGreen(({ v2, v3 }) => ({ blue: v3, green: v2, active: GREEN })), ['v2']],
  ['green v2, retiring v3', blueGreen(({ v2, v3 }) => ({ green: v2, active: GREEN, retiring: [v3] })), ['v2']],
  ['green v2 again', blueGreen(({ v2 }) => ({ green: v2, active: GREEN })), ['v2']],
];

/** v1, then v2 for some and for all, then v3 for some and back again. */
const HEADER_ROUTED_STAGES: Stage[] = [
  ['v1', headerRouted(({ v1 }) => ({ versions: [v1], defaultVersion: v1 })), ['v1']],
  ['v2 without a route', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v1 })), ['v1']],
  ['a route to v2', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v1, routes: to(v2) })), ['v1', 'v2']],
  ['v2 for all', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v2, routes: to(v2) })), ['v2']],
  ['v2 for all, a route back to v1', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v2, routes: to(v1) })), ['v1', 'v2']],
  ['retiring v1', headerRouted(({ v1, v2 }) => ({ versions: [v2], defaultVersion: v2, retiring: [v1] })), ['v2']],
  ['v2', headerRouted(({ v2 }) => ({ versions: [v2], defaultVersion: v2 })), ['v2']],
  ['v3 without a route', headerRouted(({ v2, v3 }) => ({ versions: [v2, v3], defaultVersion: v2 })), ['v2']],
  ['a route to v3', headerRouted(({ v2, v3 }) => ({ versions: [v3, v2], defaultVersion: v2, routes: to(v3) })), ['v2', 'v3']],
  ['rolled back: retiring v3', headerRouted(({ v2, v3 }) => ({ versions: [v2], defaultVersion: v2, retiring: [v3] })), ['v2']],
  ['v2 again', headerRouted(({ v2 }) => ({ versions: [v2], defaultVersion: v2 })), ['v2']],
];

/** v1, then v2 on copies and instead of v1, then v3 on copies and gone again. */
const MIRRORED_STAGES: Stage[] = [
  ['stable v1', mirrored(({ v1 }) => ({ stable: v1 })), ['v1']],
  ['shadow v2 at 0', mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2, percent: 0 })), ['v1']],
  ['shadow v2 at 10', mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2, percent: 10 })), ['v1']],
  ['shadow v2 at 100', mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2 })), ['v1']],
  ['stable v2, shadow v1', mirrored(({ v1, v2 }) => ({ stable: v2, shadow: v1 })), ['v2']],
  ['stable v2, retiring v1', mirrored(({ v1, v2 }) => ({ stable: v2, retiring: [v1] })), ['v2']],
  ['stable v2', mirrored(({ v2 }) => ({ stable: v2 })), ['v2']],
  ['shadow v3 at 0', mirrored(({ v2, v3 }) => ({ stable: v2, shadow: v3, percent: 0 })), ['v2']],
  ['shadow v3 at 100', mirrored(({ v2, v3 }) => ({ stable: v2, shadow: v3 })), ['v2']],
  ['stable v2, retiring v3', mirrored(({ v2, v3 }) => ({ stable: v2, retiring: [v3] })), ['v2']],
  ['stable v2 again', mirrored(({ v2 }) => ({ stable: v2 })), ['v2']],
];

/** One construct after the other for one service, while all versions are there. */
const CHANGING_STAGES: Stage[] = [
  ['a canary without traffic', canary(({ v1, v2 }) => ({ stable: v1, canary: v2 })), ['v1']],
  ['a shadow', mirrored(({ v1, v2 }) => ({ stable: v1, shadow: v2 })), ['v1']],
  ['a standby', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: BLUE })), ['v1']],
  ['a route', headerRouted(({ v1, v2 }) => ({ versions: [v1, v2], defaultVersion: v1, routes: [{ match: TESTERS, version: v2 }] })), ['v1', 'v2']],
  ['a canary', canary(({ v1, v2 }) => ({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(50) })), ['v1', 'v2']],
  ['the active slot', blueGreen(({ v1, v2 }) => ({ blue: v1, green: v2, active: GREEN })), ['v2']],
];

export const FORMS: [string, Form][] = [
  ['image', IMAGE],
  ['containers', (name) => ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }])],
  ['image, with every option', (name, chart) => (
    ServiceVersion.image(name, `myregistry.io/reviews:${name}`, { resources: RESOURCES, ...everyOption(name, chart) })
  )],
  ['containers, with every option', (name, chart) => (
    ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }], everyOption(name, chart))
  )],
  ['labels', (name) => ServiceVersion.labels(name, { version: name })],
  ['workload', (name, chart) => ServiceVersion.workload(name, new Deployment(chart, `deployed-${name}`, {
    podMetadata: { labels: { app: 'reviews', version: `${name}.0.1` } }, containers: [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }],
  }))],
];

export const RELEASES: [string, Stage[]][] = [
  ['a canary release', CANARY_STAGES],
  ['a blue-green release', BLUE_GREEN_STAGES],
  ['a release by header', HEADER_ROUTED_STAGES],
  ['a release by mirroring', MIRRORED_STAGES],
  ['a change of the construct', CHANGING_STAGES],
];
