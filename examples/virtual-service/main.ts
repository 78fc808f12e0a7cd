import { App, Chart, Duration } from 'cdk8s';
import { Destination, HttpMatch, HttpRoute, VirtualService } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

// A service that somebody else defines, and that shall answer in time.
const ratings = 'ratings.bookinfo.svc.cluster.local';
const rules = new VirtualService(chart, 'ratings', {
  hosts: [ratings],
  http: [
    HttpRoute.redirect({ name: 'moved', match: [HttpMatch.pathExact('/stars')], uri: '/ratings' }),
    HttpRoute.respond({ name: 'ping', match: [HttpMatch.pathExact('/ping')], status: 200, body: 'pong' }),
  ],
});
rules.addHttpRoute(HttpRoute.forward({ name: 'default', to: [Destination.host(ratings, { port: 9080 })], timeout: Duration.seconds(2) }));

app.synth();
