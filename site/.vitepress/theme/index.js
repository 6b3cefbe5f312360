import DefaultTheme from 'vitepress/theme';
import './site.css';
import { onContentUpdated } from 'vitepress';
import { rememberTabs, showRememberedTabs } from './remember-tabs.js';
import States from './States.vue';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('States', States);
    if (typeof document !== 'undefined') rememberTabs();
  },
  setup() {
    onContentUpdated(showRememberedTabs);
  },
};
