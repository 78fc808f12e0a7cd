import { App, Chart, Duration } from 'cdk8s';
import { FlaggerCanary, FlaggerMetric, FlaggerStrategy, FlaggerTarget, FlaggerWebhook, ServicePort } from 'cdk8s-istio';

// The guide asks for ten iterations and for steps of 10 up to 50 in one Canary. Flagger takes one of the two, so there is an output for each.
const strategies: [folder: string, strategy: FlaggerStrategy, webhooks: FlaggerWebhook[]][] = [
  ['canary', FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50 }), []],
  // No user calls the new version while it is checked, so there is a load test to measure.
  ['blue-green', FlaggerStrategy.blueGreen({ iterations: 10 }), [
    FlaggerWebhook.rollout('load-test', 'http://loadtester.test/', { metadata: { cmd: 'hey -z 1m -q 10 http://reviews-canary:8080/' } }),
  ]],
];

for (const [folder, strategy, webhooks] of strategies) {
  const app = new App({ outdir: `${process.env.CDK8S_OUTDIR ?? 'dist'}/${folder}` });

  new FlaggerCanary(new Chart(app, 'reviews'), 'reviews', {
    target: FlaggerTarget.deployment('reviews'),
    service: { port: ServicePort.http(8080) },
    strategy,
    interval: Duration.minutes(1),
    threshold: 5,
    metrics: [FlaggerMetric.requestSuccessRate({ min: 99 }), FlaggerMetric.requestDuration({ max: Duration.millis(500) })],
    webhooks,
  });

  app.synth();
}
