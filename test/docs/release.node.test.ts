import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { integrityOf, scriptTag, withTag } from '../../scripts/script-tag.js';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
};
const readme = readFileSync('README.md', 'utf8');

describe('the script tag of a version', () => {
  const first = withTag(readme, scriptTag('1.2.3', integrityOf('first')));

  test('has the address of the version and the hash of the file', () => {
    assert.match(
      first,
      /src="https:\/\/cdn\.jsdelivr\.net\/npm\/dwolla-exchange-link@1\.2\.3\/dist\/dwolla-exchange-link\.js"/,
    );
    // Made with: printf first | openssl dgst -sha384 -binary | base64
    assert.match(
      first,
      /integrity="sha384-efpPHvFukT2ITTyYu0MI\+lkLICKffkSsWD1S8R5GStI8FLChxj0\+pRmP00xXAJPv"/,
    );
    assert.match(first, /crossorigin="anonymous"/);
  });

  test('takes the place of the one before', () => {
    const second = withTag(first, scriptTag('1.2.4', integrityOf('second')));
    assert.equal(second.match(/integrity="/g)?.length, 1);
    assert.match(second, /@1\.2\.4\//);
    assert.equal(withTag(second, scriptTag('1.2.3', integrityOf('first'))), first);
  });

  test('in the README, if there is one, is that of the present version', () => {
    const [, version] = /dwolla-exchange-link@([\d.]+)\/dist/.exec(readme) ?? [];
    if (version !== undefined) assert.equal(version, manifest.version);
    assert.throws(() => withTag('no place', ''), /no place/);
  });
});

describe('workflows', () => {
  interface Job {
    readonly needs?: string;
    readonly container?: string;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
  }
  interface Workflow {
    readonly permissions: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, Job>>;
  }
  const workflows = new Map(
    globSync('.github/workflows/*.yml').map((file) => [file, parse(readFileSync(file, 'utf8')) as Workflow]),
  );
  const commandsOf = ({ jobs }: Workflow): readonly string[] =>
    Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));

  test('run what there is', () => {
    assert.equal(workflows.size, 2);
    for (const [file, workflow] of workflows) {
      const commands = commandsOf(workflow);
      assert.ok(commands.includes('.ci/run') && existsSync('.ci/run'), file);
      for (const [, script = ''] of commands.join('\n').matchAll(/npm run (?:--silent )?([\w:]+)/g))
        assert.ok(script in manifest.scripts, `${file}: ${script}`);
    }
  });

  test('publish with provenance, after all checks, without a token', () => {
    const release = workflows.get('.github/workflows/release.yml');
    assert.ok(release);
    const commands = commandsOf(release);
    assert.match(commands.at(-1) ?? '', /^npm publish .*--provenance/);
    const order = ['.ci/run', 'npm run --silent release -- --check'].map((command) =>
      commands.indexOf(command),
    );
    assert.ok(order.every((at) => at >= 0) && (order[0] ?? 0) < (order[1] ?? 0));
    assert.doesNotMatch(readFileSync('.github/workflows/release.yml', 'utf8'), /secrets\./);
  });

  test('give the right to publish to a job that runs nothing but the publishing', () => {
    const release = workflows.get('.github/workflows/release.yml');
    assert.ok(release);
    assert.deepEqual(release.permissions, { contents: 'read' });
    const withToken = Object.entries(release.jobs).filter(([, { permissions }]) => permissions !== undefined);
    assert.deepEqual(
      withToken.map(([name, { permissions, needs }]) => [name, permissions, needs]),
      [['publish', { 'id-token': 'write' }, 'checks']],
    );
    const [[, publish] = []] = withToken;
    assert.deepEqual(
      publish?.steps.map(({ run, uses }) => run?.split(' ').slice(0, 2).join(' ') ?? uses?.split('@')[0]),
      ['actions/download-artifact', 'npm publish'],
    );
    assert.match(publish?.steps.at(-1)?.run ?? '', /--ignore-scripts/);
    assert.ok(release.jobs['checks']?.steps.some(({ run }) => run === '.ci/run'));
  });

  test('name actions and images by what they are, not by a name that can move', () => {
    for (const [file, { jobs }] of workflows)
      for (const { container = '', steps } of Object.values(jobs)) {
        assert.match(container, /@sha256:[\da-f]{64}$/, file);
        for (const { uses } of steps)
          if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@[\da-f]{40}$/, `${file}: ${uses}`);
      }
    // The version that a commit is: for whoever reads it, and for what looks for newer ones.
    for (const file of workflows.keys()) {
      const lines = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /\buses:/.test(line));
      assert.ok(lines.length > 0, file);
      for (const line of lines) assert.match(line, /@[\da-f]{40} # v\d+\.\d+\.\d+$/, `${file}: ${line}`);
    }
  });

  test('have changesets to make a version of', () => {
    const config = JSON.parse(readFileSync('.changeset/config.json', 'utf8')) as Record<string, unknown>;
    assert.equal(config['access'], 'public');
    assert.match(
      readFileSync('CHANGELOG.md', 'utf8'),
      new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}$`, 'm'),
    );
  });
});
