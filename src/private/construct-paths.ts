import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import { describeObject } from '../istio/object-name';

/** Where cdk8s tells validation plugins of constructs, if `cdk8s synth` asks for it. */
const METADATA_FILE = 'construct-metadata.json';

const apps = new Set<App>();

/**
 * Has the paths of all objects of an app recorded for validation plugins. cdk8s records one for each name, which a Service shares with its
 * DestinationRule, its VirtualService and often a Deployment. It writes them at the very end, so that only the end of the process is later.
 */
export function recordConstructPaths(scope: Construct): void {
  if (process.env.CDK8S_RECORD_CONSTRUCT_METADATA !== 'true') return;
  const root = scope.node.root;
  if (!(root instanceof App)) return;
  if (apps.size === 0) process.once('exit', () => apps.forEach(completeConstructMetadata));
  apps.add(root);
}

/** Adds the paths by kind, namespace and name to those that cdk8s has recorded. */
export function completeConstructMetadata(app: App): void {
  const file = join(app.outdir, METADATA_FILE);
  if (!existsSync(file)) return;
  const { resources, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  const objects = app.node.findAll().filter((one): one is ApiObject => one instanceof ApiObject);
  const paths = objects.map(({ kind, name, metadata, node }) => (
    [describeObject({ kind, namespace: metadata.namespace ?? '', name }), { path: node.path }]
  ));
  writeFileSync(file, JSON.stringify({ ...rest, resources: { ...resources, ...Object.fromEntries(paths) } }));
}
