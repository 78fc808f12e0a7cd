import { App, Chart, Duration } from 'cdk8s';
import { CanaryService, FaultAbort, FaultDelay, MeshSettings, NetworkingApiVersion, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

new CanaryService(new Chart(app, 'reviews'), 'reviews', {
  virtualServiceName: 'reviews-fault-injection',
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  fault: {
    delay: FaultDelay.fixedDelay(Duration.millis(500), 10),
    abort: FaultAbort.httpStatus(500, 5),
  },
});

app.synth();
