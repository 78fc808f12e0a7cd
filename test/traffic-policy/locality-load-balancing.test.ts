import {
  LoadBalancer, LocalityDistribution, LocalityFailover, LocalityFailoverOptions, LocalityLoadBalancing, LocalityWeight, ZoneAwareOptions,
} from '../../src';
import { renderedPolicy } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function rendered(locality: LocalityLoadBalancing) {
  const { simple, ...rest } = renderedPolicy({ outlierDetection: {}, loadBalancer: LoadBalancer.random({ locality }) }).loadBalancer;
  expect(simple).toBe('RANDOM');
  return rest;
}

const NEAR: Required<LocalityWeight> = { locality: 'us-west/zone1/*', weight: 80 };
const HERE: Required<LocalityDistribution> = { fromLocality: 'us-west/zone1/*', to: [NEAR, { locality: 'us-west/zone2/*', weight: 20 }] };
const EAST: Required<LocalityFailover> = { fromRegion: 'us-east', toRegion: 'eu-west' };
const BY_NETWORK: Required<LocalityFailoverOptions> = { failoverPriority: ['topology.istio.io/network', 'tier=gold'] };
const ZONES: Required<ZoneAwareOptions> = { ...BY_NETWORK, enabled: true, failover: [EAST], minClusterSize: 3 };

test.each([
  ['is switched on', LocalityLoadBalancing.enabled(), { localityLbSetting: { enabled: true } }],
  ['is switched off', LocalityLoadBalancing.disabled(), { localityLbSetting: { enabled: false } }],
  ['divides requests', LocalityLoadBalancing.distribute([HERE]), {
    localityLbSetting: { distribute: [{ from: 'us-west/zone1/*', to: { 'us-west/zone1/*': 80, 'us-west/zone2/*': 20 } }] },
  }],
  ['fails over to a region', LocalityLoadBalancing.failover([EAST], BY_NETWORK), {
    localityLbSetting: { failover: [{ from: 'us-east', to: 'eu-west' }], failoverPriority: ['topology.istio.io/network', 'tier=gold'] },
  }],
  ['fails over to a region alone', LocalityLoadBalancing.failover([EAST]), { localityLbSetting: { failover: [{ from: 'us-east', to: 'eu-west' }] } }],
  ['fails over by labels', LocalityLoadBalancing.failoverPriority(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']), {
    localityLbSetting: { failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] },
  }],
  ['keeps requests in the zone', LocalityLoadBalancing.zoneAware(), { zoneAwareLbSetting: {} }],
  ['keeps requests in the zone as it is told', LocalityLoadBalancing.zoneAware(ZONES), {
    zoneAwareLbSetting: {
      enabled: true,
      failover: [{ from: 'us-east', to: 'eu-west' }],
      failoverPriority: ['topology.istio.io/network', 'tier=gold'],
      minClusterSize: 3,
    },
  }],
  ['keeps no requests in the zone', LocalityLoadBalancing.zoneAware({ enabled: false }), { zoneAwareLbSetting: { enabled: false } }],
])('%s', (_choice, locality, expected) => {
  expect(rendered(locality)).toEqual(expected);
});

const share = (from: string, ...localities: string[]): LocalityDistribution => (
  { fromLocality: from, to: localities.map((locality, index) => ({ locality, weight: index === 0 ? 101 - localities.length : 1 })) }
);

// Istio goes through the callers' localities in their order, and leaves out none of the pods' ones.
test.each([
  ['zones, and then the rest of their region', [share('us/a', 'us'), share('us/b', 'us'), share('us/*', 'us')]],
  ['subzones, and then the rest of their zone', [share('us/a/1', 'us'), share('us/a/*', 'us')]],
  ['regions, and then all others', [share('us', 'us'), share('eu/*', 'eu'), share('*', '*')]],
  ['pods in different zones and subzones', [share('us', 'us/a/1', 'us/a/2', 'us/b', 'eu/*')]],
  ['a subzone with a slash', [share('us/a/1/2', 'us/a/1/2')]],
])('takes callers in %s', (_kind, distributions) => {
  const expected = distributions.map(({ fromLocality, to }) => ({
    from: fromLocality, to: Object.fromEntries(to.map(({ locality, weight }) => [locality, weight])),
  }));
  expect(rendered(LocalityLoadBalancing.distribute(distributions)).localityLbSetting.distribute).toEqual(expected);
});

test.each<[string, LocalityLoadBalancing, string, string]>([
  ['no distribution', LocalityLoadBalancing.distribute([]), 'LocalitiesMissing', 'distribute'],
  ['callers that are nowhere', LocalityLoadBalancing.distribute([share('', 'us')]), 'InvalidLocality', 'distribute[0].fromLocality'],
  ['callers in an unnamed zone', LocalityLoadBalancing.distribute([share('us//1', 'us')]), 'InvalidLocality', 'distribute[0].fromLocality'],
  ['a wildcard for the region of a zone', LocalityLoadBalancing.distribute([share('us', '*/a')]), 'InvalidLocality', 'distribute[0].to[0].locality'],
  ['a wildcard for a part of a name', LocalityLoadBalancing.distribute([share('us-*', 'us')]), 'InvalidLocality', 'distribute[0].fromLocality'],
  ['callers for which an earlier entry is', LocalityLoadBalancing.distribute([share('us/*', 'us'), share('us/a', 'us')]), 'LocalitiesOverlap', 'distribute[1].fromLocality'],
  ['callers in a region and in one of its zones', LocalityLoadBalancing.distribute([share('us/a', 'us'), share('us', 'us')]), 'LocalitiesOverlap',
    'distribute[1].fromLocality'],
  ['pods in a region and in one of its zones', LocalityLoadBalancing.distribute([share('us', 'us/a', 'us/*')]), 'LocalitiesOverlap', 'distribute[0].to[0].locality'],
  ['pods in one place twice', LocalityLoadBalancing.distribute([share('us', 'us/a', 'us/a')]), 'LocalitiesOverlap', 'distribute[0].to[0].locality'],
  ['pods nowhere', LocalityLoadBalancing.distribute([share('us')]), 'LocalityWeightsNotHundred', 'distribute[0].to'],
  ['less than all requests', LocalityLoadBalancing.distribute([{ fromLocality: 'us', to: [{ locality: 'us', weight: 99 }] }]), 'LocalityWeightsNotHundred', 'distribute[0].to'],
  ['a share of nothing', LocalityLoadBalancing.distribute([{ fromLocality: 'us', to: [{ locality: 'us', weight: 100 }, { locality: 'eu', weight: 0 }] }]),
    'LocalityWeightsNotHundred', 'distribute[0].to[1].weight'],
  ['half a percent', LocalityLoadBalancing.distribute([{ fromLocality: 'us', to: [{ locality: 'us', weight: 99.5 }, { locality: 'eu', weight: 0.5 }] }]),
    'LocalityWeightsNotHundred', 'distribute[0].to[0].weight'],
  ['no failover', LocalityLoadBalancing.failover([]), 'LocalitiesMissing', 'failover'],
  ['a failover to the same region', LocalityLoadBalancing.failover([{ fromRegion: 'us', toRegion: 'us' }]), 'LocalitiesOverlap', 'failover[0].toRegion'],
  ['a failover to a zone', LocalityLoadBalancing.failover([{ fromRegion: 'us', toRegion: 'eu/a' }]), 'InvalidLocality', 'failover[0].toRegion'],
  ['a failover from anywhere', LocalityLoadBalancing.failover([{ fromRegion: '*', toRegion: 'eu' }]), 'InvalidLocality', 'failover[0].fromRegion'],
  ['a failover from nowhere', LocalityLoadBalancing.failover([{ fromRegion: '', toRegion: 'eu' }]), 'InvalidLocality', 'failover[0].fromRegion'],
  ['labels of zones beside regions', LocalityLoadBalancing.failover([EAST], { failoverPriority: ['tier', 'topology.kubernetes.io/zone'] }),
    'FailoverConflict', 'failoverPriority[1]'],
  ['labels of zones where those are known', LocalityLoadBalancing.zoneAware({ failoverPriority: ['topology.istio.io/subzone'] }), 'FailoverConflict',
    'failoverPriority[0]'],
  ['no labels', LocalityLoadBalancing.failoverPriority([]), 'LocalitiesMissing', 'failoverPriority'],
  ['a label with a space', LocalityLoadBalancing.failoverPriority(['a b']), 'InvalidLabel', 'failoverPriority[0]'],
  ['a value with a slash', LocalityLoadBalancing.failoverPriority(['tier=a/b']), 'InvalidLabel', 'failoverPriority[0]'],
  ['a label that is missing', LocalityLoadBalancing.failoverPriority([undefined as unknown as string]), 'InvalidLabel', 'failoverPriority[0]'],
  ['a zone of no pods', LocalityLoadBalancing.zoneAware({ minClusterSize: 0 }), 'InvalidCount', 'minClusterSize'],
  ['an empty failover between zones', LocalityLoadBalancing.zoneAware({ failover: [] }), 'LocalitiesMissing', 'failover'],
])('refuses %s', (_mistake, locality, code, place) => {
  expect(codeOf(() => rendered(locality))).toBe(code);
  expect(messageOf(() => rendered(locality))).toContain(`: trafficPolicy.loadBalancer.locality.${place} must `);
});

test.each([
  ['to a region', LocalityLoadBalancing.failover([EAST])],
  ['by labels', LocalityLoadBalancing.failoverPriority(['tier'])],
  ['from zones', LocalityLoadBalancing.zoneAware({ failover: [EAST] })],
  ['from zones by labels', LocalityLoadBalancing.zoneAware({ failoverPriority: ['tier'] })],
])('fails over %s only if something finds out what fails', (_kind, locality) => {
  const program = () => renderedPolicy({ loadBalancer: LoadBalancer.random({ locality }) });
  expect(codeOf(program)).toBe('FailoverIneffective');
  expect(messageOf(program)).toContain(': trafficPolicy.loadBalancer.locality must ');
});

test.each([
  ['divides requests', LocalityLoadBalancing.distribute([HERE])],
  ['keeps requests in the zone', LocalityLoadBalancing.zoneAware()],
  ['is switched off', LocalityLoadBalancing.disabled()],
])('%s whether something fails or not', (_choice, locality) => {
  expect(() => renderedPolicy({ loadBalancer: LoadBalancer.random({ locality }) })).not.toThrow();
});
