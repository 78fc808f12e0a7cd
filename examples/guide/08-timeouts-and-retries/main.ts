import { App, Chart, Duration } from 'cdk8s';
import { CanaryService, MeshSettings, NetworkingApiVersion, RetryOn, RetryPolicy, ServicePort, ServiceVersion } from 'cdk8s-istio';

const app = new App();
MeshSettings.of(app, { apiVersion: NetworkingApiVersion.V1BETA1 });

new CanaryService(new Chart(app, 'reviews'), 'reviews', {
  virtualServiceName: 'reviews-resilience',
  ports: [ServicePort.http(8080)],
  stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 }),
  timeout: Duration.seconds(3),
  retries: RetryPolicy.on([RetryOn.FIVE_XX, RetryOn.RESET, RetryOn.CONNECT_FAILURE, RetryOn.RETRIABLE_4XX], {
    attempts: 3,
    perTryTimeout: Duration.seconds(1),
  }),
});

app.synth();
