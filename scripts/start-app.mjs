import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { apps, buildElement, folderOf, installApp, packElement } from './frameworks.mjs';
import { freePort } from './free-port.mjs';
import { projectNode } from './project-node.mjs';

const serveWithVite = fileURLToPath(new URL('serve-app.mjs', import.meta.url));

/** What has to run for an app, by name: programs with their own folder and environment, the last one serves the pages. */
function programsOf(name, { page, backend }) {
  const site = `http://localhost:${page}`;
  const api = { PORT: `${backend}`, SITE: site };
  if (name === 'plain')
    return [
      { file: 'demo/frameworks/cdn.mjs', environment: { PORT: '5190', FILES: 'dist' } }, // the address in the page
      {
        file: 'demo/frameworks/backend.mjs',
        environment: { ...api, PORT: `${page}`, PAGES: folderOf('plain') },
      },
    ];
  const address = `http://localhost:${backend}`;
  const environment = { BACKEND: address };
  const behind = { file: 'demo/frameworks/backend.mjs', environment: api };
  if (name === 'rendered')
    return [
      behind,
      {
        file: 'demo/frameworks/rendered/server.mjs',
        environment: { ...environment, PORT: `${page}`, FILES: 'dist' },
      },
    ];
  const folder = folderOf(name);
  if (apps[name].dev === undefined)
    return [behind, { folder, file: serveWithVite, parameters: [`${page}`, address] }];
  const [tool, ...parameters] = apps[name].dev;
  const file = `node_modules/${tool}`;
  return [behind, { folder, file, parameters: [...parameters, '--port', `${page}`], environment }];
}

async function prepare(name) {
  console.log('Building the element …');
  await buildElement();
  if (!Object.hasOwn(apps, name)) return;
  console.log(`Installing the packages of the ${name} app …`);
  await packElement();
  await installApp(name);
}

/**
 * `npm start -- --app vue`: builds the element, installs the app with it, and starts the app beside a backend with the
 * simulator, until one of them ends. `PORT` chooses the page's port.
 * @param {string} name a folder of `demo/frameworks`
 * @param {{ asBuilt: boolean }} options `asBuilt`: with what was built and installed before
 */
export async function startApp(name, { asBuilt }) {
  const names = [...Object.keys(apps), 'plain', 'rendered'];
  if (!names.includes(name)) throw new Error(`There is no app ${name}. There are: ${names.join(', ')}.`);
  if (!asBuilt) await prepare(name);
  const page = await freePort(Number(process.env.PORT ?? 5173));
  const backend = await freePort();
  const running = programsOf(name, { page, backend }).map(({ folder, file, parameters = [], environment }) =>
    spawn(projectNode(), [file, ...parameters], {
      cwd: folder,
      env: { ...process.env, NG_CLI_ANALYTICS: 'false', ...environment },
      stdio: 'inherit',
    }),
  );
  const stop = () => running.forEach((program) => program.kill());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  for (const program of running)
    program.on('exit', (code) => {
      process.exitCode ||= code ?? 0;
      stop();
    });
  console.log(
    `\n  The ${name} app, in a moment:\n\n    http://localhost:${page}\n\n  Stop it with Ctrl+C.\n`,
  );
}
