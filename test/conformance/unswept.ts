import { join } from 'node:path';
import * as ts from 'typescript';
import { publicApi, ROOT } from '../support/public-api';

/** The programs that use the API; queries are no objects, and Prometheus judges them. */
const SWEEP = [
  'sweep-connections.ts', 'sweep-flagger.ts', 'sweep-gateways.ts', 'sweep-lanes.ts', 'sweep-resources.ts', 'sweep-traffic-policies.ts',
  'sweep-workloads.ts', 'sweep.ts', 'promql/cases.ts',
].map((file) => join(__dirname, file));
/** What only reads manifests writes nothing that Istio could be asked about. */
const READ_HALF = /\/src\/(?:manifests|checks|simulation)\//;

const SOURCES = `${join(ROOT, 'src')}/`;

/** What a program can say: the props of structs, the constants, the static methods and the classes to construct. Results are not among them, nor
 * are the methods of interfaces, which are those of the classes. */
function whatCanBeSaid(): string[] {
  return publicApi().types.filter(({ kind, node }) => kind !== 'behaviour' && !READ_HALF.test(node.getSourceFile().fileName)).flatMap(({ kind, members }) => members
    .filter(({ isInternal, isStatic, kind: kindOfMember }) => !isInternal && (kind === 'struct' || kind === 'enum' || isStatic || kindOfMember === 'method'))
    .map(({ path }) => path));
}

/** The members of the API that the sweep does not use, so that Istio would not be asked about them. */
export function unswept(): string[] {
  const program = ts.createProgram(SWEEP, { ...compilerOptions(), noEmit: true });
  const checker = program.getTypeChecker();
  const used = new Set<string>();
  const use = (symbol?: ts.Symbol) => symbol?.declarations?.forEach((declaration) => used.add(pathOf(declaration)));
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) use(checker.getSymbolAtLocation(node.name));
    if (ts.isObjectLiteralExpression(node)) {
      const expected = checker.getContextualType(node);
      // An optional prop is a struct or nothing.
      const struct = expected && checker.getNonNullableType(expected);
      for (const name of node.properties.flatMap((property) => namesIn(checker, property))) use(struct && checker.getPropertyOfType(struct, name));
    }
    ts.forEachChild(node, visit);
  };
  SWEEP.forEach((file) => visit(program.getSourceFile(file)!));
  return whatCanBeSaid().filter((path) => !used.has(path));
}

/** The names that a part of an object literal gives to its object. */
function namesIn(checker: ts.TypeChecker, property: ts.ObjectLiteralElementLike): string[] {
  if (!ts.isSpreadAssignment(property)) return [property.name.getText()];
  return checker.getTypeAtLocation(property.expression).getProperties().map(({ name }) => name);
}

function pathOf(declaration: ts.Declaration): string {
  const name = ts.getNameOfDeclaration(declaration)?.getText();
  const owner = declaration.parent as Partial<ts.NamedDeclaration> | undefined;
  const isOurs = declaration.getSourceFile().fileName.startsWith(SOURCES);
  return isOurs ? `${owner?.name && ts.isIdentifier(owner.name) ? owner.name.text : ''}.${name}` : '';
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'test')).options;
}
