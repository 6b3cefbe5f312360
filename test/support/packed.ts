import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';

export interface Packed {
  /** The file that `npm publish` would send. */
  readonly tarball: string;
  /** Its contents, in the `node_modules` of a project that has installed it beside the packages it asks for. */
  readonly folder: string;
  /** The folder of that project. */
  readonly project: string;
}

/** Packs the built package and installs it for a made-up project, without a registry. Goes away after the tests. */
export function packAndInstall(): Packed {
  const project = mkdtempSync(join(tmpdir(), 'exchange-link-user-'));
  after(() => rmSync(project, { recursive: true, force: true }));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', project]);
  const [name = ''] = readdirSync(project);
  const tarball = join(project, name);
  execFileSync('tar', ['xzf', tarball, '-C', project]);
  const folder = join(project, 'node_modules/dwolla-exchange-link');
  mkdirSync(join(project, 'node_modules'));
  renameSync(join(project, 'package'), folder);
  for (const needed of ['lit', 'lit-element', 'lit-html', '@lit', '@checkout.com', 'react', 'dwolla'])
    symlinkSync(resolve('node_modules', needed), join(project, 'node_modules', needed));
  return { tarball, folder, project };
}
