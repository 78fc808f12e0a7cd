import { execFileSync } from 'node:child_process';

/** Runs a program in a process of its own and returns which of the large parts were loaded after each of its steps. */
function loadedAfterEach(...steps: string[]): string[][] {
  const script = `
    require('ts-node').register({ transpileOnly: true });
    const { App, Chart, Testing } = require('cdk8s');
    const parts = { 'cdk8s-plus-28': /node_modules\\/cdk8s-plus-28\\//, 're2js': /node_modules\\/re2js\\//, 'imports': /\\/imports\\/[^/]*\\.(io|app)\\./ };
    const loaded = () => Object.keys(parts).filter((part) => Object.keys(require.cache).some((file) => parts[part].test(file)));
    const chart = new Chart(new App(), 'bookinfo');
    let library;
    const answer = [];
    ${steps.map((step) => `${step}; answer.push(loaded());`).join('\n')}
    console.log(JSON.stringify(answer));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

const REQUIRE = "library = require('./src')";
const DEFINE = `new library.VersionedService(chart, 'reviews', {
  ports: [library.ServicePort.http(8080)],
  versions: [V1 = library.ServiceVersion.image('v1', 'reviews:1')],
  defaultRoute: [library.Destination.version(V1)],
})`;
const SYNTHESISE = 'Testing.synth(chart)';
const MATCH = `new library.VirtualService(chart, 'ratings', { hosts: ['ratings'], http: [library.HttpRoute.forward({
  match: [library.HttpMatch.pathRegex('/.*')], to: [library.Destination.host('ratings')],
})] })`;
const CONTAIN = `new library.VersionedService(chart, 'pages', {
  ports: [library.ServicePort.http(8080)],
  versions: [V2 = library.ServiceVersion.containers('v1', [{ image: 'pages:1' }])],
  defaultRoute: [library.Destination.version(V2)],
})`;

test('loads large packages and the generated code with what needs them, not with the library', () => {
  expect(loadedAfterEach(REQUIRE, DEFINE, SYNTHESISE, MATCH, CONTAIN)).toEqual([
    [],
    [],
    ['imports'],
    ['re2js', 'imports'],
    ['cdk8s-plus-28', 're2js', 'imports'],
  ]);
});
