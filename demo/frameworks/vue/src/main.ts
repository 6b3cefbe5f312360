import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { createApp } from 'vue';
import { createRouter, createWebHistory, RouterView } from 'vue-router';
import Home from './Home.vue';
import LinkAccount from './LinkAccount.vue';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Home },
    { path: '/link/:partner', component: LinkAccount, props: true },
    // Visa leaves the site. This is the redirect URL that the backend names.
    { path: '/linked', component: LinkAccount, props: { partner: 'visa' } },
  ],
});

createApp(RouterView).use(router).mount('#app');
