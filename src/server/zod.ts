import { en } from 'zod/locales';
import * as z from 'zod/mini';

// This form of zod is a third of the other's size, and has no language of its own: every problem would read "Invalid input".
z.config(en());

export { z };
