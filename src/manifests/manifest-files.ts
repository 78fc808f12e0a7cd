import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestReader } from './manifest-reader';
import { constructLocation, type SourceLocation } from './source-location';

/** The path that stands for standard input. */
const STANDARD_INPUT = '-';

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;
const NO_MANIFESTS = /^(?:node_modules|\..*)$/;

/** Reads files, all manifests below folders, and standard input. */
export function readFiles(reader: ManifestReader, paths: readonly string[]): void {
  for (const path of paths) {
    if (path === STANDARD_INPUT) {
      readFile(reader, 0, '<stdin>', true);
    } else if (isFolder(path)) {
      filesBelow(path).forEach((file) => readFile(reader, file, file, false));
    } else {
      readFile(reader, path, path, true);
    }
  }
}

function readFile(reader: ManifestReader, source: string | number, name: string, isGiven: boolean): void {
  let text: string;
  try {
    text = readFileSync(source, 'utf8');
  } catch (error) {
    reader.problems.push({
      code: 'FileUnreadable',
      message: `${name} cannot be read: ${reasonOf(error)}`,
      fix: 'check the path and who may read it',
      location: fileLocation(name),
      path: [],
    });
    return;
  }
  reader.readText(text, name, isGiven);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** In the order of their names, so that every machine reports the same. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NO_MANIFESTS.test(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(path);
    return MANIFEST_FILE.test(entry.name) ? [path] : [];
  });
}

function fileLocation(file: string): SourceLocation {
  return { ...constructLocation('', 0), construct: undefined, file };
}

/** Why a file cannot be read. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: { [code: string]: string } = { ENOENT: 'there is no such file', EACCES: 'permission denied', EISDIR: 'it is a folder' };
  return known[code ?? ''] ?? message;
}
