/** Runs the Worker in workerd, the runtime of Cloudflare's Workers, and says where once it answers. `PORT` is its port. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import workerd from 'workerd';

const { PORT, SITE } = process.env;
const controls = 3; // workerd writes to this file descriptor when a socket listens
const runtime = spawn(
  workerd.default,
  ['serve', 'worker.capnp', '--socket-addr', `http=localhost:${PORT}`, `--control-fd=${controls}`],
  {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  },
);
createInterface(runtime.stdio[controls]).on('line', (line) => {
  if (JSON.parse(line).event === 'listen') console.log(`workerd listens at ${SITE}`);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => runtime.kill(signal));
runtime.on('exit', (code) => {
  process.exitCode = code ?? 0;
});
