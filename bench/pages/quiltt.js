// For its size alone: it has no stand-in to run against.
export { QuilttButton } from '@quiltt/react';
