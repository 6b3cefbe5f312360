import { dirname, join } from 'node:path';
import ts from 'typescript';
import { inlineScripts } from './html.js';
import type { CodeBlock } from './pages.js';

const root = process.cwd();
/** Where the blocks lie that do not say where. */
const folder = 'docs/blocks';

/** What a reader has besides: their login, their partners' APIs, and a framework that is not installed here. */
const surroundings: Readonly<Record<string, string>> = {
  'docs/blocks/login.ts': `
    export interface User { readonly dwollaCustomerId: string; readonly isSuspended: boolean }
    export declare function userOf(request: Request): Promise<User | null>;`,
  'docs/blocks/handler.ts': `
    import type { ExchangeHandler } from 'dwolla-exchange-link/server';
    export declare const handler: ExchangeHandler;`,
  'docs/blocks/webhooks.ts': `
    import type { WebhookHandler } from 'dwolla-exchange-link/server';
    export declare const webhooks: WebhookHandler;`,
  'docs/blocks/users.ts': `
    import type { Owner } from 'dwolla-exchange-link/server';
    export declare function askForLogin(owner: Owner | null, sessionUrl: string | null): Promise<void>;
    export declare function markRemoved(fundingSourceId: string): Promise<void>;`,
  'lib/handler.ts': `
    import type { ExchangeHandler } from 'dwolla-exchange-link/server';
    export declare const handler: ExchangeHandler;`,
  'docs/blocks/partners.ts': `
    import type { FinicityReceipt, Owner } from 'dwolla-exchange-link/server';
    export declare const flinks: {
      mintUrl(): Promise<string>;
      tokenOf(loginId: string, accountId?: string): Promise<string>;
    };
    export declare const mastercard: {
      mintUrl(owner: Owner): Promise<string>;
      receiptOf(owner: Owner): Promise<FinicityReceipt>;
    };`,
  'docs/blocks/express.d.ts': `
    declare module 'express' {
      import type { IncomingMessage, ServerResponse } from 'node:http';
      interface Answer extends ServerResponse {
        sendFile(path: string, options: { root: string }): void;
      }
      type Handle = (request: IncomingMessage, response: Answer) => unknown;
      interface Application {
        all(path: string, handle: Handle): void;
        use(handle: Handle): void;
        listen(port: number): void;
      }
      const express: { (): Application; json(): Handle };
      export default express;
    }`,
};

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  useDefineForClassFields: false,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
  paths: {
    'dwolla-exchange-link': [join(root, 'src/element/index.ts')],
    'dwolla-exchange-link/element': [join(root, 'src/element/element.ts')],
    'dwolla-exchange-link/simulator/driver': [join(root, 'src/simulator/driver.ts')],
    // Sources and not `dist`, which is not there before a build: react, vue, …; server, client, simulator, …
    'dwolla-exchange-link/*': [join(root, 'src/frameworks/*.ts'), join(root, 'src/*/index.ts')],
    // As create-next-app has it.
    '@/*': [join(root, '*')],
  },
};

/** What TypeScript says of a script in a page's HTML, and means only in TypeScript: may be null, has no type. */
const meantForTypes = [2531, 7006, 7031, 18047];

interface Checked {
  readonly where: string;
  readonly code: string;
  /** Complaints that count for nothing here. */
  readonly ignored: readonly number[];
}

/** The texts to compile by the file they are taken for. */
function filesOf(blocks: readonly CodeBlock[]): ReadonlyMap<string, Checked> {
  const files = new Map<string, Checked>();
  for (const { where, language, note, code } of blocks) {
    if (note === 'fragment') continue;
    const own = `${folder}/${where.replaceAll(/[/:.]/g, '-')}`;
    // Without an import or export of its own a text would share its names with all the others.
    if (language === 'ts')
      files.set(join(root, note || `${own}.ts`), { where, code: `${code}\nexport {};\n`, ignored: [] });
    else
      for (const [index, script] of inlineScripts(code).entries())
        files.set(join(root, `${own}-${index}.ts`), {
          where,
          code: `import 'dwolla-exchange-link';${script}\nexport {};\n`,
          ignored: meantForTypes,
        });
  }
  return files;
}

/** Compiles the blocks against the sources; what the compiler complains of, by page and line of the block. */
export function problemsOfTypes(blocks: readonly CodeBlock[]): readonly string[] {
  const checked = filesOf(blocks);
  const texts = new Map([
    ...Object.entries(surroundings).map(([path, text]) => [join(root, path), text] as const),
    ...[...checked].map(([path, { code }]) => [path, code] as const),
  ]);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, version, ...rest)
      : ts.createSourceFile(name, text, version, true);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  // The compiler looks for no file in a folder that is not there, and these are not.
  const folders = new Set([...texts.keys()].map(dirname));
  host.directoryExists = (name) => folders.has(name) || (directoryExists?.call(host, name) ?? false);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys(), join(root, 'src/globals.d.ts')], options, host);
  return [...checked].flatMap(([path, { where, ignored }]) => {
    const file = program.getSourceFile(path);
    if (!file) return [`${where}: was not compiled.`];
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ code }) => !ignored.includes(code))
      .map(({ start = 0, code, messageText }) => {
        const line = file.getLineAndCharacterOfPosition(start).line;
        return `${where}, line ${line + 1} of it: ${ts.flattenDiagnosticMessageText(messageText, ' ')} (${code})`;
      });
  });
}
