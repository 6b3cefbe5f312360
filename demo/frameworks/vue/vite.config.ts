import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const { BACKEND = 'http://localhost:3000' } = process.env;

export default defineConfig({
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'dwolla-exchange-link' } } }),
  ],
  server: { proxy: { '/api': BACKEND } },
});
