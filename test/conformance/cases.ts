import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import type { Case } from './judge';
import { servicePrograms } from './random-services';
import { NAMESPACE, Program, PROGRAMS } from './sweep';
import { valuePrograms } from './sweep-values';
import { RIGHT_OBJECTS } from './wrong-objects';
import { manifestsBelow } from '../../examples/programs';

const EXAMPLES = join(__dirname, '../../examples');
const SEED = 20_260_827;
const VALUES_OF_EACH_KIND = 60;
const SERVICES = 200;
/** So many are drawn for them: the library refuses about half, for mistakes of every kind. */
const DRAWN = 600;

/** What the examples write. */
export function exampleCases(): Case[] {
  return manifestsBelow(EXAMPLES).map((file) => ({ name: `examples/${file}`, yaml: readFileSync(join(EXAMPLES, file), 'utf8') }));
}

/** What the programs of the sweep write; none of them may fail. */
export function sweepCases(): Case[] {
  return PROGRAMS.map((program) => ({ name: `sweep/${program.name}`, yaml: written(program) }));
}

/** The objects beside the wrong ones with which nothing is wrong. */
export function rightCases(): Case[] {
  return RIGHT_OBJECTS.map((yaml, index) => ({ name: `right object ${index}`, yaml }));
}

/** What is written for random values; the library may refuse them, and then Istio is not asked. */
export function valueCases(): Case[] {
  return accepted(valuePrograms(SEED, VALUES_OF_EACH_KIND));
}

/** What random services write. */
export function serviceCases(): Case[] {
  const found = accepted(servicePrograms(SEED, DRAWN)).slice(0, SERVICES);
  if (found.length < SERVICES) {
    throw new Error(`only ${found.length} of ${DRAWN} random services were accepted by the library: ${SERVICES} are needed`);
  }
  return found;
}

function accepted(programs: [string, Program][]): Case[] {
  return programs.flatMap(([name, program]) => {
    try {
      return [{ name, yaml: written(program) }];
    } catch (error) {
      if (!isComplaint(error as Error)) throw error;
      return [];
    }
  });
}

function written(program: Program): string {
  const app = new App();
  program(new Chart(app, 'chart', { namespace: NAMESPACE }));
  return app.synthYaml();
}

/** Whether the library itself refuses: the message holds a path and a code. */
function isComplaint({ message }: Error): boolean {
  return /^\s*\[[^\]]*\] [A-Z][A-Za-z0-9]+: /m.test(message);
}
