// Writes what the simulator serves to browsers beside the simulator, which reads it from there: dist/simulator/partners.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'lightningcss';
import { minify } from 'vite';

/** Without comments and white space; functions keep their names, for stack traces. */
async function smallScript(file: string, text: string): Promise<string> {
  const { code, errors } = await minify(file, text, {
    // What a page of a plain script defines at the top is global, and so is its name.
    module: /^(import|export) /m.test(text),
    compress: { target: 'es2022', keepNames: { function: true, class: true } },
    mangle: { keepNames: true },
  });
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join(' ')}`);
  return code;
}

const smallStyles = (file: string, text: string): string =>
  transform({ filename: file, code: Buffer.from(text), minify: true }).code.toString();

for (const file of globSync('partners/*/pages/*.{html,js,css}', { cwd: 'src/simulator' })) {
  const text = readFileSync(join('src/simulator', file), 'utf8');
  const target = join('dist/simulator', file);
  mkdirSync(dirname(target), { recursive: true });
  if (file.endsWith('.js')) writeFileSync(target, await smallScript(file, text));
  else writeFileSync(target, file.endsWith('.css') ? smallStyles(file, text) : text);
}
