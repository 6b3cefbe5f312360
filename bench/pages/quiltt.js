// For its size alone: there is no simulated partner to run against.
export { QuilttButton } from '@quiltt/react';
