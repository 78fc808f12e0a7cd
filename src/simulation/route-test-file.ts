import { requestIn } from './request-reading';
import { type Expectation, impossibleIn } from './route-expectation';
import type { SimulatedRequest } from './simulated-request';
import { isList, isObject, type Json, objectIn } from '../manifests/json';
import { documentTree, readPlainDocument } from '../manifests/yaml-reading';

/** A request and what is expected of its answer. */
export interface RouteTestCase {
  readonly name: string;
  readonly request: SimulatedRequest;
  readonly expectation: Expectation;
  readonly file: string;
  readonly line: number;
}

/** What is wrong with a test file. */
export interface RouteTestProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface RouteTestFile {
  readonly cases: RouteTestCase[];
  readonly problems: RouteTestProblem[];
}

/** Reads a file of route tests. What is wrong with one test stops no other. */
export function routeTestFileIn(text: string, file: string, versions: ReadonlySet<string>): RouteTestFile {
  const { value, failure } = readPlainDocument(text);
  if (failure) return { cases: [], problems: [{ file, line: failure.line, message: `this is not YAML: ${failure.message}` }] };
  const tests = objectIn(value).tests;
  if (!isList(tests) || tests.length === 0) return { cases: [], problems: [{ file, line: 1, message: 'the file has no tests: it needs a list under tests' }] };
  return new Reader(text, file, versions).read(tests);
}

class Reader implements RouteTestFile {
  public readonly cases: RouteTestCase[] = [];
  public readonly problems: RouteTestProblem[] = [];

  constructor(private readonly text: string, private readonly file: string, private readonly versions: ReadonlySet<string>) {}

  public read(tests: readonly Json[]): this {
    tests.forEach((test, at) => this.readTest(test, ['tests', at]));
    return this;
  }

  private readTest(test: Json, path: readonly (string | number)[]): void {
    if (!isObject(test)) return this.complain(path, 'a test is a map with a request and what to expect');
    const { name, request, requests, expect } = test;
    if (!isObject(expect)) return this.complain(path, 'a test says under expect what is to come of its request');
    const impossible = impossibleIn(expect, this.versions);
    impossible.forEach((one) => this.complain([...path, 'expect', ...one.path], one.message));
    const table = isList(requests) ? requests : [request];
    if ((request === undefined && !isList(requests)) || table.length === 0) return this.complain(path, 'a test has a request, or several as requests');
    table.forEach((one, at) => {
      const place = isList(requests) ? [...path, 'requests', at] : [...path, 'request'];
      const found = requestIn(one);
      if (typeof found === 'string') this.complain(place, found);
      else if (impossible.length === 0) this.cases.push(this.caseOf(found, expect, typeof name === 'string' ? name : undefined, place));
    });
  }

  private caseOf(request: SimulatedRequest, expectation: Expectation, name: string | undefined, path: readonly (string | number)[]): RouteTestCase {
    const { host, path: called = '/', headers = {} } = request;
    const said = [`${host}${called}`, ...Object.entries(headers).map(([key, value]) => `${key}: ${value}`)].join(', ');
    return { name: name === undefined ? said : `${name} (${said})`, request, expectation, file: this.file, line: this.lineOf(path) };
  }

  private complain(path: readonly (string | number)[], message: string): void {
    this.problems.push({ file: this.file, line: this.lineOf(path), message });
  }

  private lineOf(path: readonly (string | number)[]): number {
    return documentTree(this.text).lineOf(path);
  }
}
