// Vitest runs the development build of Lit, which says so once.
Object.assign(globalThis, { litIssuedWarnings: new Set(['dev-mode']) });

// happy-dom loads no page into a frame, and writes an error for each. Here it loads empty ones, and nothing from the network.
if ('happyDOM' in window) {
  const { settings } = (window as typeof window & { happyDOM: { settings: Record<string, unknown> } })
    .happyDOM;
  const beforeAsyncRequest = () => Promise.resolve(new Response(''));
  Object.assign(settings, { disableIframePageLoading: false, enableIframePageLoading: true });
  Object.assign(settings['fetch'] as object, { interceptor: { beforeAsyncRequest } });
}

// A test fails if its page writes a warning or an error. The runners themselves report errors that nothing catches.
const written: string[] = [];
for (const level of ['warn', 'error'] as const)
  console[level] = (...values: unknown[]) => written.push(`${level}: ${values.map(String).join(' ')}`);
afterEach(() => {
  const all = written.splice(0);
  if (all.length > 0) throw new Error(`The console is not empty:\n${all.join('\n')}`);
});
