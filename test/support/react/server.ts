import { renderToString } from 'react-dom/server';
import type { ExchangeLinkProps } from '../../../src/frameworks/react.js';
import { app } from './page.js';

/** The HTML that a server sends. */
export const toHtml = (settings: ExchangeLinkProps): string => renderToString(app(settings, 1));
