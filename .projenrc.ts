import { cdk8s, javascript } from 'projen';

/** Which folders of src a folder may import; lint refuses every other arrow. */
const ARROWS: { [folder: string]: string[] } = {
  'synth': ['private', 'istio'],
  'monitoring': ['delivery', 'workload', 'settings', 'private', 'istio'],
  'delivery': ['workload', 'routing', 'traffic-policy', 'resources', 'settings', 'private', 'istio'],
  'controllers': ['workload', 'routing', 'traffic-policy', 'resources', 'settings', 'private', 'istio'],
  'resources': ['routing', 'traffic-policy', 'settings', 'private', 'istio'],
  'routing': ['workload', 'settings', 'private', 'istio'],
  'traffic-policy': ['settings', 'private', 'istio'],
  'workload': ['settings', 'private', 'istio'],
  'settings': ['routing/retry-policy.ts', 'private', 'istio'],
  'private': ['istio'],
  'cli': ['manifests', 'checks', 'simulation', 'istio'],
  'plugin': ['manifests', 'checks', 'istio'],
  'checks': [
    'manifests', 'schemas', 'simulation/destination-rule-index.ts', 'simulation/host-map.ts', 'simulation/visibility.ts', 'istio',
  ],
  'simulation': ['manifests', 'istio'],
  'manifests': ['istio'],
  'schemas': [],
  'istio': [],
};

/** Loaded when first used, not with the library. */
const LAZY_PACKAGES = ['@prometheus-io/lezer-promql', 'cdk8s-plus-28', 'commander', 're2js', 'yaml'];

/** Files of our own that are loaded like them. */
const LAZY_FILES = [
  '/imports/', '^./compact-schemas$', '^./check-run$', '^./output/', '^./explanation$', '^./explanation-text$', '^./route-simulator$', '^./route-test-run$',
  '^./traffic-comparison$',
];

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-istio',
  description: 'Canary, blue-green and header-routed services under Istio, described with cdk8s',
  author: 'cdk8s-istio contributors',
  authorAddress: 'https://github.com/cdk8s-istio',
  authorOrganization: true,
  copyrightOwner: 'cdk8s-istio contributors',
  repositoryUrl: 'https://github.com/cdk8s-istio/cdk8s-istio.git',
  license: 'Apache-2.0',
  keywords: ['cdk8s', 'constructs', 'kubernetes', 'istio', 'service-mesh', 'canary', 'blue-green', 'progressive-delivery'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',
  sampleCode: false,
  githubOptions: { mergify: false },
  depsUpgrade: false,
  pullRequestTemplate: false,
  projenrcTs: true,
  projenrcTsOptions: { projenCodeDir: '.projen' },

  // The development versions are the oldest ones supported: what the tests run on is the lower end of the peer range.
  cdk8sVersion: '2.69.0',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  bundledDeps: ['@lezer/highlight@^1.2', '@lezer/lr@^1.4', '@prometheus-io/lezer-promql@^0.315.0', 'commander@^14', 're2js', 'yaml@^2.9'],
  jsiiVersion: '~6.0.0',
  devDeps: [
    'typescript@~6.0.3',
    '@types/node@^20',
    'cdk8s-cli',
    'cdk8s-plus-28@2.5.6',
    'fast-check',
    'tsconfig-paths@^4',
  ],

  bin: { 'cdk8s-istio': 'lib/src/cli/main.js' },
  entrypoint: 'lib/src/index.js',
  tsconfig: { compilerOptions: { rootDir: '.', inlineSourceMap: false, inlineSources: false }, include: [] },

  jest: true,
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleNameMapper: { '^cdk8s-istio$': '<rootDir>/src/index.ts' },
      coverageProvider: 'babel',
      collectCoverageFrom: ['src/**/*.ts'],
      coveragePathIgnorePatterns: ['/node_modules/', '/imports/'],
      coverageThreshold: { branches: 95 },
    },
  },
  eslintOptions: {
    dirs: ['src', 'test', 'examples', 'imports/update.ts'],
    devdirs: ['test', 'examples', 'imports', '.projen'],
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', 'imports/*.io.ts', 'imports/*.app.ts'],
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },

  publishToPypi: { distName: 'cdk8s-istio', module: 'cdk8s_istio', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdk8s_istio',
    mavenGroupId: 'io.github.cdk8s-istio',
    mavenArtifactId: 'cdk8s-istio',
  },
  publishToNuget: { packageId: 'Cdk8sIstio', dotNetNamespace: 'Cdk8sIstio', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk8s-istio/cdk8s-istio-go', packageName: 'cdk8sistio' },
  npmTrustedPublishing: true,
});

// projen derives the types from its own layout.
project.package.addField('types', 'lib/src/index.d.ts');
// Later releases name platform packages that cannot always be had, and then `npm ci` refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

for (const path of ['/imports/', '/examples/', '/docs/', '/API.md', '/CONTRIBUTING.md', '/.ci/', '/.npmrc', '/cdk8s.yaml',
  '/.jsii.tabl.json', '*.tgz']) {
  project.addPackageIgnore(path);
}
project.gitignore.exclude('.jsii.tabl.json');
project.gitattributes.addAttributes('/imports/*.io.ts', 'linguist-generated');
project.gitattributes.addAttributes('/imports/*.app.ts', 'linguist-generated');
project.gitattributes.addAttributes('/imports/crds/*', 'linguist-generated');
project.gitattributes.addAttributes('/src/schemas/compact-schemas.ts', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/judge/go.sum', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/promql/go.sum', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/traffic/istiod/go.sum', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/traffic/corpus.jsonl', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/corpus/*.jsonl', 'linguist-generated');
project.gitattributes.addAttributes('/test/conformance/verdicts.txt', 'linguist-generated');
project.gitattributes.addAttributes('/examples/**/*.yaml', 'linguist-generated');

project.eslint?.addRules({
  'import/no-cycle': 'error',
  'import/no-restricted-paths': ['error', {
    zones: [
      ...Object.entries(ARROWS).map(([folder, allowed]) => ({
        target: `./src/${folder}`,
        from: './src',
        except: [folder, ...allowed].map((name) => `./${name}`),
        message: `src/${folder} may import ${allowed.join(', ') || 'nothing'} only (ARROWS in .projenrc.ts)`,
      })),
      {
        target: ['./src/!(private)/**/*', './src/private/!(imports).ts', './src/index.ts'],
        from: './imports',
        message: 'only src/private/imports.ts reads imports/',
      },
    ],
  }],
});
project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', {
      paths: LAZY_PACKAGES.map((name) => ({ name, allowTypeImports: true, message: 'Import its types, and require it where it is first used.' })),
    }],
    '@typescript-eslint/no-require-imports': ['error', { allow: [...LAZY_PACKAGES.map((name) => `^${name}$`), ...LAZY_FILES] }],
  },
});

// tsc resolves the library's own name in the examples, and complains if it cannot.
project.eslint?.addOverride({ files: ['examples/**/*.ts', 'test/package/*.ts'], rules: { 'import/no-unresolved': 'off' } });

project.eslint?.addOverride({ files: ['examples/programs.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } });

// What a test writes past these functions, Istio is never asked about.
project.eslint?.addOverride({
  files: ['test/**/*.test.ts', 'test/support/*.ts'],
  excludedFiles: ['test/support/bookinfo.ts'],
  rules: {
    'no-restricted-syntax': ['error', {
      selector: 'MemberExpression[object.name=Testing][property.name=synth], MemberExpression[property.name=synthYaml], MemberExpression[object.name=chart][property.name=toJson]',
      message: 'Use synthesised() of test/support/bookinfo.ts, which compares with Istio\'s verdict.',
    }],
  },
});

// Tests use the constructs of examples, which know the library by its name.
project.tsconfigDev.file.addOverride('compilerOptions.paths', { 'cdk8s-istio': ['../src/index.ts'] });

// Jest does not check types, and lint is a script of its own.
project.testTask.reset();
for (const folder of ['test', 'examples', 'imports']) {
  project.testTask.exec(`tsc --noEmit -p ${folder}`);
}
project.testTask.execArgs(['jest', '--ci'], { receiveArgs: true });
project.testTask.spawn(project.eslint!.eslintTask);
project.addTask('lint', { description: 'Check style and the direction of imports' }).spawn(project.eslint!.eslintTask);
project.addTask('synth', { description: 'Write the manifests of all examples to dist/examples', exec: 'cdk8s synth --no-check-upgrade' });
project.addTask('golden', { description: 'Rewrite the YAML beside the examples', exec: 'ts-node --project examples/tsconfig.json -r tsconfig-paths/register examples/golden.ts' });
project.addTask('imports', { description: 'Regenerate imports/ (needs Go)', exec: 'ts-node --project imports/tsconfig.json imports/update.ts' });
const conformance = project.addTask('conformance', {
  description: 'Ask Istio and Prometheus themselves about what the library writes (needs Go)',
  exec: 'ts-node -T --project test/tsconfig.json test/conformance/run.ts',
  receiveArgs: true,
});
conformance.exec('ts-node -T --project test/tsconfig.json test/conformance/promql/run.ts');
conformance.exec('ts-node -T --project test/tsconfig.json test/conformance/traffic/run.ts');
conformance.exec('ts-node -T --project test/tsconfig.json test/conformance/end-to-end/run.ts');
project.addTask('fields', {
  description: 'Print which fields of Istio\'s CRDs the typed API writes',
  exec: 'ts-node -T --project test/tsconfig.json test/conformance/fields-table.ts',
});
const benchmark = project.addTask('benchmark', { description: 'Measure how long checks and a simulated request take' });
for (const name of ['checks', 'simulation']) {
  benchmark.exec(`ts-node -T --project test/tsconfig.json test/benchmark/${name}.ts`);
}
project.addTask('test:package', { description: 'Use the packed library in new apps (needs Python)', exec: 'test/package/run', receiveArgs: true });
project.postCompileTask.exec('jsii-rosetta extract .jsii --compile --fail');

project.synth();
