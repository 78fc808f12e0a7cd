import { Mesh } from './mesh';
import { askAll } from './questions';
import { Row, tableOf } from './row';
import { mistakes, releases } from './switching';
import { askUsers } from './users';
import { CannotJudge } from '../judge';

// Runs what the library writes: istiod serves a canary to Envoy, which calls small servers in place of the pods. What comes of thousands of requests is compared
// with what the rules say and what the simulation says; then releases go from their first step to their last under load. Ends with 1 if anything differs by more than
// chance explains, or if a request of the releases fails.

async function main(): Promise<number> {
  const mesh = await Mesh.started();
  const end = () => mesh.stop();
  process.on('exit', end);
  try {
    const asked = await askAll(mesh);
    console.log(`a canary, asked by way of istiod and Envoy\n${tableOf(asked)}`);
    const users = await askUsers(mesh);
    console.log(`\nusers who stay with the canary\n${tableOf(users)}`);
    const moved = await releases(mesh);
    console.log(`\na release under load, and one that is rolled back\n${tableOf(moved.rows)}\n${moved.failed} of ${moved.requests} requests failed`);
    const wrong = await mistakes(mesh);
    console.log(`\nmistakes under load\n${tableOf(wrong.rows)}\n${wrong.failed} of ${wrong.requests} requests failed, as they had to`);
    const differing = [...asked, ...users, ...moved.rows, ...wrong.rows].filter(({ agrees }: Row) => !agrees).length;
    console.log(`\nend to end: ${differing} differences, ${moved.failed} requests of the releases failed`);
    return differing + moved.failed === 0 ? 0 : 1;
  } finally {
    end();
    process.off('exit', end);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}

main().then((code) => { process.exitCode = code; }, (error) => {
  console.error(error instanceof CannotJudge ? `conformance: ${error.message}` : error);
  process.exitCode = 1;
});
