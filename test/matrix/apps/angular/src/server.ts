import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  isMainModule,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';
import express from 'express';
import { join } from 'node:path';

const app = express();
const angular = new AngularNodeAppEngine();
app.use(express.static(join(import.meta.dirname, '../browser'), { index: false, redirect: false }));
app.use((request, response, next) => {
  angular
    .handle(request)
    .then((answer) => (answer ? writeResponseToNodeResponse(answer, response) : next()))
    .catch(next);
});
// The build imports this file too.
if (isMainModule(import.meta.url)) app.listen(Number(process.env['PORT']), 'localhost');

export const reqHandler = createNodeRequestHandler(app);
