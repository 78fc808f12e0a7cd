import { readFileSync } from 'node:fs';
import { Manifests } from '../manifests/manifests';
import { Simulation } from '../simulation/simulation';

/** How the configuration is read that is asked. */
export interface ConfigurationOptions {
  readonly meshConfig?: string;
  readonly namespace: string;
}

/** The manifests of files, ready to be asked, or what stops that. */
export function configurationIn(paths: readonly string[], { meshConfig, namespace }: ConfigurationOptions): Simulation | string {
  const manifests = Manifests.fromFiles([...paths], { namespace });
  const problem = manifests._problems.find(({ code }) => code === 'FileUnreadable' || code === 'YamlUnreadable');
  if (problem) return `${problem.location.file === undefined || problem.line === undefined ? '' : `${problem.location.file}:${problem.line}: `}${problem.message}`;
  let text: string | undefined;
  try {
    text = meshConfig === undefined ? undefined : readFileSync(meshConfig, 'utf8');
    return Simulation.of(manifests, { meshConfig: text });
  } catch (error) {
    return text === undefined ? `${meshConfig} cannot be read: ${problemOf(error)}` : `${meshConfig}: ${problemOf(error)}`;
  }
}

/** The first line of what is wrong. */
export function problemOf(error: unknown): string {
  return (error as Error).message.split('\n')[0];
}
