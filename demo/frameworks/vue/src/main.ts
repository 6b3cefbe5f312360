import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import Added from './Added.vue';
import AddAccount from './AddAccount.vue';
import App from './App.vue';
import Home from './Home.vue';
import LinkOnly from './LinkOnly.vue';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Home },
    { path: '/add/:partner', component: AddAccount, props: true },
    // Visa leaves the site. This is the redirect URL that the backend names.
    { path: '/linked', component: AddAccount, props: { partner: 'visa' } },
    { path: '/added/:id', component: Added, props: true },
    { path: '/link/:partner', component: LinkOnly, props: true },
  ],
});

createApp(App).use(router).mount('#app');
