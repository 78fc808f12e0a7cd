import { App, Chart, Duration } from 'cdk8s';
import {
  PortProtocol, ReadinessProbe, ServiceEntry, ServiceEntryLocation, ServiceEntryResolution, WorkloadEntry, WorkloadGroup,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const labels = { app: 'mysqldb' };

// One machine that is known, and others that join by themselves.
new WorkloadEntry(chart, 'mysqldb-1', { address: '10.1.2.3', labels, serviceAccount: 'mysqldb', locality: 'us-west/zone1' });

new WorkloadGroup(chart, 'mysqldb-machines', {
  labels,
  template: { serviceAccount: 'mysqldb', network: 'on-premises' },
  probe: ReadinessProbe.tcpSocket(3306, { period: Duration.seconds(5) }),
});

new ServiceEntry(chart, 'mysqldb', {
  hosts: ['mysqldb.bookinfo.internal'],
  ports: [{ number: 3306, protocol: PortProtocol.MYSQL }],
  resolution: ServiceEntryResolution.STATIC,
  location: ServiceEntryLocation.MESH_INTERNAL,
  workloadSelector: labels,
});

app.synth();
