import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { BACKEND = 'http://localhost:3000' } = process.env;

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': BACKEND } },
});
