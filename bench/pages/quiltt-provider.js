// As its documentation sets it up; for its size alone.
export { QuilttButton, QuilttProvider } from '@quiltt/react';
