import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that serves something until it is closed. */
export interface Serving {
  /** What it printed so far. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/**
 * Runs a program of the project with this very Node until it has printed its address. Rejects with what it said where it
 * ends before that.
 * @param file from the project's folder
 */
export async function serve(
  file: string,
  environment: Readonly<Record<string, string>>,
  ...parameters: readonly string[]
): Promise<Serving> {
  const program = spawn(process.execPath, [file, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const ended = once(program, 'close');
  while (!/http:\/\/localhost:\d+/.test(output)) {
    await Promise.race([once(program.stdout, 'data'), ended]);
    if (program.exitCode !== null) throw new Error(`${file} ended: ${output}`);
  }
  return {
    output: () => output,
    close: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}
