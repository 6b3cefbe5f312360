import { defineConfig } from '@playwright/test';

const launchOptions = { executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] };

export default defineConfig({ use: { browserName: 'chromium', launchOptions }, reporter: 'list' });
