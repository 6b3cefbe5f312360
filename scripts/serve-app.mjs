/**
 * Vite's development server of the app in this folder, as the app's own `vite` is, but that `/api` goes to the backend
 * named here in place of the one that its vite.config.ts names: `node serve-app.mjs 5173 http://localhost:3000`.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [port, backend] = process.argv.slice(2);
const { createServer } = await import(pathToFileURL(resolve('node_modules/vite/dist/node/index.js')).href);
const server = await createServer({ server: { port: Number(port), proxy: { '/api': backend } } });
await server.listen();
server.printUrls();
